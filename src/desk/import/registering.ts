import type { Day } from '../../calendar/day.ts';
import { sqlStateOf } from '../../db/database.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { Directory } from '../../organisation/directory.ts';
import { readDirectory } from '../../organisation/readDirectory.ts';
import { checkInMonthsFor } from '../../organisation/settings.ts';
import type { ImportRow } from '../../people/import/checkRows.ts';
import { type RegisteredRows, registeredRows } from '../../people/registeredRows.ts';
import { expectedBy, newPerson } from '../../people/registration.ts';
import { newNumber } from '../../secrets/codes.ts';
import type { TurnDeps } from '../../turn/chatMemory.ts';
import { takeImportTurn } from '../../turn/importTurn.ts';
import { type Batch, type ImportOwner, leftOutOf, openRow, type SealedRow } from './batch.ts';

/** Rows that are prepared before others get their turn, and before the page says so. */
const bite = 250;

export interface Registering extends ImportOwner {
  readonly batchId: string;
  readonly locale: Locale;
  readonly now: Date;
  readonly today: Day;
}

const running = new Set<string>();

export function isRunningHere(batchId: string): boolean {
  return running.has(batchId);
}

/**
 * Registers a confirmed file: every row is prepared, some at a time, and then all are written in one commit. Killed or
 * failed before that, nothing has changed, and it can be started again; started twice, one of them finds it done.
 */
export async function registerBatch(deps: TurnDeps, work: Registering): Promise<void> {
  if (running.has(work.batchId)) return;
  running.add(work.batchId);
  try {
    await prepareAndWrite(deps, work);
  } catch (error) {
    deps.log.error('import.stopped', {
      batch: work.batchId,
      error: error instanceof Error ? error.name : typeof error,
      sqlState: sqlStateOf(error),
    });
    // Where the database is out of reach, the page finds out by the time that has gone by.
    await ask(deps, 'desk_import_progress', work, { prepared: 0, at: null }).catch(() => {});
  } finally {
    running.delete(work.batchId);
  }
}

async function prepareAndWrite(deps: TurnDeps, work: Registering): Promise<void> {
  const batch = await ask<Batch | null>(deps, 'desk_import', work, { withAlike: true });
  if (batch?.state !== 'confirmed') return;
  const leftOut = leftOutOf(batch);
  const people: RegisteredRows[] = [];
  const directory = await readDirectory(deps.database, 0);
  let [after, seen] = [0, 0];
  for (;;) {
    const rows = await ask<readonly SealedRow[]>(deps, 'desk_import_rows', work, { after, most: bite });
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const row of rows.filter(({ line }) => !leftOut.has(line)))
      people.push(await prepare(deps, work, directory, await openRow(deps, work, row)));
    after = last.line;
    seen += rows.length;
    await ask(deps, 'desk_import_progress', work, { prepared: seen, at: momentOf(deps) });
    // Sealing never waits for anything, so whoever else is to be answered would.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const { accountId, locale, batchId } = work;
  const step = { do: 'register', batch: { id: batchId, version: batch.version }, people } as const;
  const answer = await takeImportTurn(deps, { accountId, locale, once: `import:${batchId}`, step });
  if (answer === 'refused') await ask(deps, 'desk_import_progress', work, { prepared: 0, at: null });
}

/** As somebody is registered in the chat, but for the code: that is made when their card is printed. */
function prepare(
  { vault }: TurnDeps,
  { now, today }: Registering,
  directory: Directory,
  row: ImportRow,
): Promise<RegisteredRows> {
  const { area, releasedOn, paperDay, name, phone } = row;
  const ids = { id: crypto.randomUUID(), accountId: crypto.randomUUID() };
  return registeredRows(vault, now, {
    person: newPerson(ids, { area, releasedOn, shielded: false }, checkInMonthsFor(directory, area)),
    name,
    phone,
    arrival: { id: crypto.randomUUID(), dueOn: expectedBy(today, paperDay, releasedOn), number: newNumber() },
  });
}

function momentOf({ clock }: TurnDeps): string {
  return (clock() ?? new Date()).toISOString();
}

async function ask<Answer>(
  { database }: TurnDeps,
  name: `desk_import${string}`,
  { accountId, batchId }: Registering,
  request: object,
): Promise<Answer> {
  const asked = JSON.stringify({ ...request, actor: accountId, batch: batchId });
  const [row] = await database.query<{ found: Answer }>(`select ${name}($1::jsonb) as found`, [asked]);
  if (row === undefined) throw new Error(`${name} gave no row`);
  return row.found;
}
