import { html } from 'hono/html';
import * as z from 'zod';
import { checkInMonthsFor, lastVersion, onlySubject, type SettingContents } from '../../organisation/settings.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, nothing, section, selectField } from '../frame/html.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import { type BroughtBack, bringBackAct } from './bringBack.ts';
import { historySection, versionNow } from './history.ts';
import {
  areaAsked,
  areaPicker,
  back,
  changeFields,
  maySet,
  noteField,
  paragraph,
  sees,
  sets,
  takeSetting,
} from './scope.ts';

const placeIn = (areaId: string) => ({ setting: 'checkIns', areaId, subject: onlySubject }) as const;

async function setMonths(
  desk: DeskRequest,
  months: number | null,
  made: Omit<BroughtBack, 'note' | 'broughtBack'> & { readonly note: string | null; readonly broughtBack?: number },
): Promise<Notice> {
  const area = areaAsked(desk);
  if (area === undefined) return { tone: 'refused', text: desk.say('common:notYours') };
  return takeSetting(desk, { do: 'settingsCheckIns', area: area.id, months, broughtBack: null, ...made });
}

/** `/desk/settings/check-ins?area=`: how often whoever is registered from now on is asked how they are. */
export const checkInsPage: PageRoute = {
  path: '/desk/settings/check-ins',
  policy: sees,
  acts: {
    months: act({
      policy: sets,
      fields: changeFields.extend({ months: z.enum(['1', '2', '3'], { error: 'desk:wanted.choice' }) }),
      perform: (desk, { months, ...made }) => setMonths(desk, Number(months), made),
    }),
    clear: act({
      policy: sets,
      fields: changeFields,
      perform: (desk, made) => setMonths(desk, null, made),
    }),
    bringBack: bringBackAct(
      (desk) => {
        const area = areaAsked(desk);
        return area === undefined ? undefined : placeIn(area.id);
      },
      (desk, _place, content, made) =>
        setMonths(desk, (content as SettingContents['checkIns'] | null)?.months ?? null, made),
    ),
  },
  show: async (desk, { refused }) => {
    const area = areaAsked(desk);
    if (area === undefined) return undefined;
    const now = String(checkInMonthsFor(desk.directory, area.id));
    const version = hiddenField('version', String(versionNow(desk, placeIn(area.id))));
    const own = lastVersion(desk.directory, placeIn(area.id))?.content ?? null;
    const forms = [
      form(desk, checkInsPage, {
        act: 'months',
        weight: 'main',
        fields: [
          version,
          selectField({
            act: 'months',
            name: 'months',
            label: desk.say('deskSettings:checkIns.field'),
            hint: desk.say('deskSettings:checkIns.hint'),
            value: now,
            options: ['1', '2', '3'].map((count) => ({
              value: count,
              label: desk.say('deskSettings:checkIns.months', { count }),
            })),
            refused,
          }),
          noteField(desk, 'months', '', refused),
        ],
        button: desk.say('deskSettings:save'),
      }),
      own === null
        ? nothing
        : form(desk, checkInsPage, { act: 'clear', fields: version, button: desk.say('deskSettings:checkIns.clear') }),
    ];
    return {
      title: desk.say('deskSettings:checkIns.title'),
      body: html`${back('/desk/settings', desk.say('deskSettings:title'))}
        ${areaPicker(desk, area)}
        ${paragraph(desk.say('deskSettings:checkIns.now', { area: area.name[desk.locale], count: now }))}
        ${maySet(desk, area.id) ? section(desk.say('deskSettings:change'), forms) : paragraph(desk.say('deskSettings:readOnly'))}
        ${await historySection(desk, checkInsPage, { setting: 'checkIns', area: area.id, subject: onlySubject })}`,
    };
  },
};
