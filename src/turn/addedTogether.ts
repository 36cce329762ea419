/** What turns add to tables beside what each writes of its own chat: rows that can go into one statement for all of them. */
import type { Rest, TurnRow } from './turnRow.ts';

/** Rows that no other writer waits for, and that say themselves whose they are. */
const additions = new Set(['newReferral', 'newReferralEvent', 'newConsent', 'newTimer', 'audit', 'seen', 'outbox']);

/** Where a row says when it was made, that else is of its turn's own moment. */
const momentColumns: Readonly<Record<string, string>> = { audit: 'at', seen: 'at', outbox: 'created_at' };

export function onlyAdds(rest: Rest): boolean {
  return Object.entries(rest).every(
    ([name, rows]) => additions.has(name) && Array.isArray(rows) && !rows.some(isToOthers),
  );
}

/** Who these are depends on whose turn it is. */
function isToOthers(row: object): boolean {
  return 'coordinators_in' in row;
}

/** What several turns add, as if the first of them did: into a table at once, at a third of the cost. */
export function addedTogether(turns: readonly TurnRow[]): readonly TurnRow[] {
  if (turns.length === 1 || turns.every(({ rest }) => rest === null)) return turns;
  const together: Record<string, object[]> = {};
  for (const { rest, moment } of turns)
    for (const [name, rows] of Object.entries(rest ?? {}) as [string, object[]][]) {
      const column = momentColumns[name];
      const dated = column === undefined ? rows : rows.map((row) => ({ ...row, [column]: moment }));
      together[name] = [...(together[name] ?? []), ...dated];
    }
  return turns.map((turn, place) => ({ ...turn, rest: place === 0 ? together : null }));
}
