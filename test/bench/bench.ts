import { parseArgs } from 'node:util';
import type { Database } from '../../src/db/database.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { median } from './report.ts';

/** What a bench has opened: closed in the opposite order, however it ends. */
export type Closers = (() => Promise<void>)[];

/** The whole numbers of a bench's options, `--name 7`; `defaults` has all there are. */
export function readCounts<Name extends string>(
  args: string[],
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args, options });
  const counts: Record<Name, number> = { ...defaults };
  for (const name of names) {
    const text = values[name];
    if (text === undefined) continue;
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1) throw new Error(`--${name}: expected a whole number from 1 on`);
    counts[name] = count;
  }
  return counts;
}

/** As the owner of everything, past row-level security. */
export async function asOwner<Result>(url: string, use: (owner: Database) => Promise<Result>): Promise<Result> {
  const owner = openPostgres({ url, connections: 1 });
  try {
    return await use(owner);
  } finally {
    await owner.close();
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The median of the ratios within a round, and from where to where they went. */
export function ratioOf(ones: readonly number[], others: readonly number[]): string {
  const inRounds = ones.map((one, round) => one / (others[round] ?? Number.NaN));
  const range = `${Math.min(...inRounds).toFixed(2)}–${Math.max(...inRounds).toFixed(2)}`;
  return `${median(inRounds).toFixed(2)} (rounds ${range})`;
}

/** A table in Markdown; the first row is its head. */
export function table([head, ...rows]: readonly (readonly string[])[]): string {
  const rule = head?.map((_, column) => (column === 0 ? '---' : '---:')) ?? [];
  return [head ?? [], rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The list with its start moved, so that whatever else the machine does meets each of them in each place. */
export function turned<Item>(items: readonly Item[], round: number): Item[] {
  const start = round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
