import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type PersonFileRows, personFileFrom } from '../../turn/personFile.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { TriggerKind, Visit, VisitRecord } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, facts, nothing, table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import { stateBadge, stateOf } from './entry.ts';

type Logged = Omit<VisitRecord, 'hasNote'>;

export interface FoundVisit {
  readonly visit: Visit;
  readonly file: PersonFile;
  readonly trigger: TriggerKind | null;
  readonly records: readonly Logged[];
  /** Of the helpers, those who were reminded today. */
  readonly nudged: readonly string[];
}

interface VisitRows extends Pick<FoundVisit, 'trigger' | 'nudged'> {
  readonly visit: Row;
  readonly file: PersonFileRows;
  readonly records: readonly Row[];
}

/** The visit that the address names; undefined where there is none, or it is somebody else's. */
export async function readVisit(desk: DeskRequest): Promise<FoundVisit | undefined> {
  const id = desk.path('visit');
  if (!z.uuid().safeParse(id).success) return undefined;
  const rows = await desk.read<VisitRows | null>('desk_visit', { visit: id });
  return rows === null
    ? undefined
    : {
        ...rows,
        visit: fromRow<Visit>(rows.visit),
        file: personFileFrom(rows.file),
        records: rows.records.map((row) => fromRow<Logged>(row)),
      };
}

export function openVisit(desk: DeskRequest, { file, records }: FoundVisit): Promise<Opened> {
  return Opened.of(desk, [
    file.person.accountId,
    ...file.team.map(({ accountId }) => accountId),
    ...records.map(({ byAccount }) => byAccount),
  ]);
}

export function visitFacts(desk: DeskRequest, { visit, file, trigger }: FoundVisit, opened: Opened): Page {
  const { accountId } = file.person;
  const kind = visit.kind === 'regular' ? 'regular' : visit.urgent ? 'urgentMust' : 'must';
  const helpers = file.team.filter(({ state }) => state === 'active').map((each) => opened.name(each.accountId));
  const state =
    visit.state === 'due'
      ? stateBadge(desk, stateOf({ ...visit, state: 'due' }, desk.today))
      : badge(visit.state === 'done' ? 'done' : 'calm', desk.say(`deskVisits:state.${visit.state}`));
  return facts([
    [desk.say('deskVisits:stateName'), state],
    [desk.say('deskVisits:kind'), desk.say(`deskVisits:${kind}`)],
    ...(trigger === null ? [] : [[desk.say('deskVisits:why'), desk.say(`reports:trigger.${trigger}`)] as const]),
    [desk.say('deskVisits:dueBy'), opened.day(visit.dueOn, visit.provisional)],
    ...(visit.meetOn === null ? [] : [[desk.say('deskVisits:meetOn'), opened.day(visit.meetOn)] as const]),
    [desk.say('deskVisits:person'), opened.name(accountId)],
    [desk.say('deskVisits:phone'), opened.phone(accountId)],
    [desk.say('deskVisits:helpers'), helpers.length === 0 ? desk.say('deskVisits:nobody') : helpers.join(', ')],
  ]);
}

export function visitHistory(desk: DeskRequest, { records }: FoundVisit, opened: Opened): Page {
  if (records.length === 0) return nothing;
  return table(
    desk.say('deskVisits:history'),
    [desk.say('deskVisits:day'), desk.say('deskVisits:what')],
    records.map((record) => [
      html`${desk.say('deskVisits:recordOf', { date: opened.day(record.happenedOn), name: opened.name(record.byAccount) })}`,
      html`${stateBadge(desk, record.outcome)} ${wordsOf(desk, record, opened)}`,
    ]),
  );
}

function wordsOf(desk: DeskRequest, { outcome, how, reason, newDueOn }: Logged, opened: Opened): string {
  return desk.say(`deskVisits:record.${outcome}`, {
    way: how === null ? '' : desk.say(`visits:way.${how}`),
    reason: reason === null ? '' : desk.say(`visits:reason.${reason}`),
    date: newDueOn === null ? '' : opened.day(newDueOn),
  });
}
