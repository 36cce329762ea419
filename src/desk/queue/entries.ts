import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import type { Referral } from '../../referrals/referral.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { table } from '../frame/html.ts';
import { deadlineBadges } from './deadline.ts';
import { nameIn, nameLine } from './names.ts';

/** A row of a queue, as `desk_queue_entry` gives it. */
export interface EntryRow {
  readonly row: Row;
  readonly isAgreed: boolean;
  readonly standsIn: boolean;
  readonly personAccountId: string | null;
}

export interface Entry extends Omit<EntryRow, 'row'> {
  readonly referral: Referral;
}

export function entryFrom({ row, ...rest }: EntryRow): Entry {
  return { ...rest, referral: fromRow<Referral>(row) };
}

/** Rows of a queue as a table, the names in it opened and the look at them kept. */
export async function entriesTable(desk: DeskRequest, caption: string, entries: readonly Entry[]): Promise<Page> {
  const named = entries.flatMap(({ isAgreed, personAccountId }) =>
    isAgreed && personAccountId !== null ? [personAccountId] : [],
  );
  const holders = entries.flatMap(({ referral }) => (referral.claimedBy === null ? [] : [referral.claimedBy]));
  const references = await desk.open([...named, ...holders].map(nameLine));
  await desk.look(
    entries.flatMap(({ referral, isAgreed, personAccountId }) =>
      isAgreed && personAccountId !== null
        ? [{ account: personAccountId, subject: referral.id, action: 'listed', reason: 'request', fields: ['name'] }]
        : [],
    ),
  );
  const columns = (['request', 'name', 'due', 'state', 'who'] as const).map((key) => desk.say(`deskQueue:${key}`));
  return table(
    caption,
    columns,
    entries.map((entry) => cellsOf(desk, references, entry)),
  );
}

function cellsOf(desk: DeskRequest, references: References, entry: Entry): (Page | string)[] {
  const { referral, isAgreed, personAccountId } = entry;
  const name =
    isAgreed && personAccountId !== null ? nameIn(desk, references, personAccountId) : desk.say('deskQueue:noYes');
  return [
    html`<a class="kind" href="/desk/requests/${referral.id}">${desk.say(`kinds:${referral.kind}.name`)}</a> <span class="number">${referral.number}</span>`,
    html`<bdi>${name}</bdi>`,
    deadlineBadges(desk, references, referral),
    desk.say(`queue:state.${referral.state}`),
    html`<bdi>${holderIn(desk, references, entry)}</bdi>`,
  ];
}

/** In whose hands it is, in words. */
export function holderIn(
  desk: DeskRequest,
  references: References,
  { referral, standsIn }: Pick<Entry, 'referral' | 'standsIn'>,
): string {
  const { claimedBy } = referral;
  if (claimedBy === null) return desk.say('deskQueue:nobody');
  if (claimedBy === desk.actor.accountId) return desk.say('deskQueue:me');
  const name = nameIn(desk, references, claimedBy);
  return standsIn ? desk.say('deskQueue:standsIn', { name }) : name;
}
