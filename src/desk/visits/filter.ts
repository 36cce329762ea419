import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { hiddenField, nothing, selectField } from '../frame/html.ts';
import type { Opened } from '../names.ts';

/** Which month is shown (`YYYY-MM`), of which helper and which station; null: of all. */
export interface Filter {
  readonly month: string;
  readonly helper: string | null;
  readonly station: string | null;
}

/** What the address asks for; what does not fit asks for nothing. */
export function filterFrom(desk: DeskRequest): Filter {
  const month = desk.query('month');
  const idIn = (name: string) => z.uuid().safeParse(desk.query(name)).data ?? null;
  return {
    month: /^20\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : desk.today.slice(0, 7),
    helper: idIn('helper'),
    station: idIn('station'),
  };
}

export function queryOf({ month, helper, station }: Filter, day?: string): string {
  const query = new URLSearchParams({ month });
  if (helper !== null) query.set('helper', helper);
  if (station !== null) query.set('station', station);
  if (day !== undefined) query.set('day', day);
  return `/desk/visits?${query.toString()}`;
}

export function filterForm(desk: DeskRequest, filter: Filter, helpers: readonly string[], opened: Opened): Page {
  const stations = stationsOf(desk);
  const field = (name: 'helper' | 'station', all: string, options: readonly { value: string; label: string }[]) =>
    selectField({
      act: 'filter',
      name,
      label: desk.say(`deskVisits:${name}`),
      value: filter[name] ?? '',
      options: [{ value: '', label: all }, ...options],
    });
  return html`<form method="get" class="row filter" aria-label="${desk.say('deskVisits:filter')}">
    ${hiddenField('month', filter.month)}
    ${field(
      'helper',
      desk.say('deskVisits:everybody'),
      helpers.map((value) => ({ value, label: opened.name(value) })),
    )}
    ${
      stations.length < 2
        ? nothing
        : field(
            'station',
            desk.say('deskVisits:everywhere'),
            stations.map((area) => ({ value: area, label: opened.say(line('register:area', { area: { area } })) })),
          )
    }
    <div class="field"><button class="button button-plain">${desk.say('deskVisits:show')}</button></div>
  </form>`;
}

/** The areas with a station of their own that whoever asks coordinates. */
function stationsOf({ actor, directory }: DeskRequest): string[] {
  const mine = actor.memberships.flatMap(({ role, areaId }) =>
    role === 'coordinator' ? [directory.areas.get(areaId)?.path ?? ''] : [],
  );
  return [...directory.departments.values()].flatMap(({ kind, areaId }) => {
    const path = directory.areas.get(areaId)?.path ?? '';
    return kind === 'station' && mine.some((own) => own !== '' && path.startsWith(own)) ? [areaId] : [];
  });
}
