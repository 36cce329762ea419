import type { SeenField, SeenHow, SeenReason } from '../../audit/seen.ts';
import { type Day, dayOf } from '../../calendar/day.ts';
import type { Membership } from '../../dialogue/world.ts';
import { fromRow, type Row } from '../../turn/rows.ts';

/** A row of the audit as `read_looks` gives it. */
interface LookRow {
  readonly id: number;
  readonly at: string;
  readonly readerId: string;
  readonly accountId: string;
  readonly action: SeenHow;
  readonly reason: SeenReason;
  readonly fields: readonly SeenField[];
  readonly number: string | null;
  readonly role: Membership['role'] | null;
  readonly departmentId: string | null;
  readonly areaId: string | null;
}

/** A day's looks of one reader at one person in one manner and for one reason. */
export interface DayOfLooks extends Omit<LookRow, 'id' | 'at' | 'fields'> {
  readonly day: Day;
  readonly fields: readonly SeenField[];
}

/** Rows of a page; what lies on both sides of its end stands on both pages. */
const rowsOfPage = 200;

/** One page, the newest first; `after` is what the next begins behind. */
export function looksFrom(rows: readonly Row[]): {
  readonly looks: readonly DayOfLooks[];
  readonly after: string | null;
} {
  const shown = rows.slice(0, rowsOfPage).map((row) => fromRow<LookRow>(row));
  const days = new Map<string, DayOfLooks & { readonly seen: Set<SeenField> }>();
  for (const { id: _, at, fields, ...look } of shown) {
    const day = dayOf(new Date(at));
    const key = [day, look.readerId, look.accountId, look.action, look.reason, look.number].join();
    const known = days.get(key) ?? { ...look, day, fields: [], seen: new Set<SeenField>() };
    for (const field of fields) known.seen.add(field);
    days.set(key, known);
  }
  const looks = [...days.values()].map(({ seen, ...look }) => ({ ...look, fields: [...seen] }));
  return { looks, after: rows.length > rowsOfPage ? String(shown.at(-1)?.id ?? '') : null };
}
