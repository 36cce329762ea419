/** Which fields a change writes, for its audit row: names of tables and columns, never a value. */
import type { Change } from '../dialogue/outcome.ts';
import type { ApplyContext } from './context.ts';
import { type Row, snakeCase } from './rows.ts';

/** How many rows a turn has so far, by the list that holds them. */
export type RowsSoFar = ReadonlyMap<string, number>;

/** Rows that say what happened, or when to look again: nobody's data. */
const bookkeeping = new Set(['audit', 'newTimer', 'timer', 'outbox', 'seen']);
const ids = new Set(['id', 'version']);

export function rowsIn(context: ApplyContext): RowsSoFar {
  return new Map(lists(context).map(([name, rows]) => [name, rows.length]));
}

/** A new row is named by its table; of one that changes, each column that is written. */
export function fieldsWritten(context: ApplyContext, before: RowsSoFar): string[] {
  const fields = new Set<string>();
  for (const [name, rows, table, isNew] of lists(context)) {
    const [row] = rows.slice(before.get(name) ?? 0);
    if (row === undefined) continue;
    if (isNew) fields.add(table);
    else for (const column of Object.keys(row)) if (!ids.has(column)) fields.add(`${table}.${column}`);
  }
  return [...fields].sort();
}

type List = readonly [name: string, rows: readonly Row[], table: string, isNew: boolean];

function lists({ rows: { tables, inserts, updates } }: ApplyContext): List[] {
  const named = [...tables].filter(([name]) => !bookkeeping.has(name));
  return [
    ...named.map(([name, rows]): List => [name, rows, tableOf(name), name.startsWith('new')]),
    ...inserts.map(({ table, rows }, place): List => [`insert ${place}`, rows, table, true]),
    ...updates.map(({ table, rows }, place): List => [`update ${place}`, rows, table, false]),
  ];
}

/** `newReferralEvent` → `referral_event`, as the tables are called. */
function tableOf(name: string): string {
  const bare =
    name === 'accountLocale' ? 'account' : name.replace(/^new(.)/, (_, letter: string) => letter.toLowerCase());
  return snakeCase(bare);
}

/** Whose file a change is about, as far as it says. */
export function personOf(change: Change): string | null {
  if ('personId' in change) return change.personId;
  if ('person' in change && change.person !== null) return change.person.id;
  if ('referral' in change) return change.referral.personId;
  if ('after' in change) return change.after.personId;
  if ('visit' in change && 'personId' in change.visit) return change.visit.personId;
  if ('record' in change && 'personId' in change.record) return change.record.personId;
  if ('plan' in change && change.plan !== null) return change.plan.personId;
  if ('task' in change && change.task !== null) return change.task.personId;
  return change.fact === 'joined' ? (change.enrolment.person?.id ?? null) : null;
}
