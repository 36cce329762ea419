import * as z from 'zod';
import type { ImportRow } from '../../people/import/checkRows.ts';
import type { TurnDeps } from '../../turn/chatMemory.ts';

/** Whose file it is. */
export interface ImportOwner {
  readonly accountId: string;
  /** The account's own key, wrapped. */
  readonly key: string;
}

/** A row that looks like somebody: `strong` unless only the name is the same and the phones are known to differ. */
export interface Alike {
  readonly line: number;
  readonly place: 'file' | 'here' | 'elsewhere';
  readonly name: boolean;
  readonly phone: boolean;
  readonly other: number | null;
  readonly areaId: string | null;
  readonly strong: boolean;
}

/** As `desk_import` gives it: who looks like somebody, while that is asked about. */
export interface Batch {
  readonly id: string;
  readonly state: 'unfit' | 'ready' | 'confirmed' | 'done' | 'dropped';
  readonly summary: string;
  readonly total: number;
  readonly chosen: { readonly anyway: readonly number[]; readonly leftOut: readonly number[] };
  readonly prepared: number;
  readonly attemptedAt: string | null;
  readonly registered: number;
  readonly version: number;
  readonly alike: readonly Alike[];
}

export interface SealedRow {
  readonly id: string;
  readonly line: number;
  readonly body: string;
}

const rowSchema = z.object({
  line: z.number(),
  name: z.string(),
  phone: z.string().nullable(),
  releasedOn: z.iso.date(),
  paperDay: z.iso.date().nullable(),
  area: z.uuid(),
});

export async function openRow(
  { vault }: TurnDeps,
  { accountId, key }: ImportOwner,
  row: SealedRow,
): Promise<ImportRow> {
  const opened = await vault.open({ id: accountId, key }, `import_row.body:${row.id}`, row.body);
  return rowSchema.parse(JSON.parse(opened));
}

/** The lines that are not registered now: those that were left out, and who looks like somebody since. */
export function leftOutOf({ alike, chosen }: Pick<Batch, 'alike' | 'chosen'>): ReadonlySet<number> {
  const anyway = new Set(chosen.anyway);
  const strong = alike.filter((each) => each.strong && !anyway.has(each.line));
  return new Set([...chosen.leftOut, ...strong.map(({ line }) => line)]);
}
