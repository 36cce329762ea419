import { html } from 'hono/html';
import type { Day } from '../../calendar/day.ts';
import type { Page } from '../../http/page.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import { standing, type Visit, type VisitRecord } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, type Tone } from '../frame/html.ts';
import type { Opened } from '../names.ts';

/** What stands on a day of the calendar: a visit that is due, or what was logged. */
export interface Entry {
  readonly day: Day;
  readonly place: string;
  /** Null for a contact that was logged without a visit being due. */
  readonly visitId: string | null;
  readonly accountId: string;
  readonly kind: Visit['kind'];
  readonly urgent: boolean;
  readonly state: 'due' | VisitRecord['outcome'];
  readonly dueOn: Day;
  readonly meetOn: Day | null;
  readonly provisional: boolean;
  readonly answer: Visit['answer'];
}

export function entryFrom(row: Row): Entry {
  return fromRow<Entry>(row);
}

export type StateWord =
  | 'due'
  | 'today'
  | 'late'
  | 'agreed'
  | 'swap'
  | 'met'
  | 'notMet'
  | 'rescheduled'
  | 'mustDue'
  | 'mustUrgent'
  | 'mustLate';

const tones: Readonly<Record<StateWord, Tone>> = {
  due: 'calm',
  today: 'soon',
  late: 'late',
  agreed: 'calm',
  swap: 'soon',
  met: 'done',
  notMet: 'soon',
  rescheduled: 'calm',
  mustDue: 'urgent',
  mustUrgent: 'urgent',
  mustLate: 'urgent',
};

/** How a visit stands today, in one word. */
export function stateOf(
  entry: Pick<Entry, 'state' | 'kind' | 'urgent' | 'dueOn' | 'meetOn' | 'answer'>,
  today: Day,
): StateWord {
  if (entry.state !== 'due') return entry.state;
  const stands = standing(entry, today);
  if (entry.kind === 'must') {
    if (stands === 'overdue') return 'mustLate';
    return entry.urgent ? 'mustUrgent' : 'mustDue';
  }
  if (stands === 'overdue') return 'late';
  if (entry.answer === 'swap') return 'swap';
  if (stands === 'today') return 'today';
  return entry.answer === 'yes' ? 'agreed' : 'due';
}

export function stateBadge(desk: DeskRequest, word: StateWord): Page {
  return badge(tones[word], desk.say(`deskVisits:state.${word}`));
}

/** An entry as the calendar shows it: its state, and the name with its first sign only. */
export function entryLink(desk: DeskRequest, entry: Entry, opened: Opened): Page {
  const href = entry.visitId === null ? `/desk/teams/people/${entry.accountId}` : `/desk/visits/${entry.visitId}`;
  return html`<a href="${href}">${stateBadge(desk, stateOf(entry, desk.today))} <span class="entry-name">${opened.maskedName(entry.accountId)}</span></a>`;
}
