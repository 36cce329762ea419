import { type Database, sqlState, sqlStateOf } from '../db/database.ts';
import type { Vault } from './vault.ts';

/** Accounts in one commit. */
const bite = 200;

/**
 * Wraps every key by DATA_KEY as it is now: the installation's own first, then the accounts', some at a time, each time in a
 * commit of its own. Killed at any moment, it goes on where it was. What is sealed stays as it is, and so do hashes: the keys
 * are the same, only their wrapping is new. Gives how many accounts were wrapped anew.
 */
export async function rotateKeys(database: Database, { keys }: Vault, most = bite): Promise<number> {
  await database.query('select write_installation_keys($1::jsonb)', [JSON.stringify(keys.installation())]);
  let count = 0;
  for (;;) {
    const [found] = await database.query<{ rows: { id: string; key: string }[] }>(
      'select read_keys_to_rotate($1, $2) as rows',
      [keys.id, most],
    );
    const rows = found?.rows ?? [];
    if (rows.length === 0) return count;
    count += await writeBite(
      database,
      rows.map((row) => ({ ...row, wrapped: keys.rewrap(row) })),
    );
  }
}

async function writeBite(database: Database, rows: readonly object[]): Promise<number> {
  try {
    const [written] = await database.query<{ count: number }>('select write_rotated_keys($1::jsonb) as count', [
      JSON.stringify(rows),
    ]);
    return written?.count ?? 0;
  } catch (error) {
    // A turn had one of these accounts in hand; they are found again.
    if (sqlStateOf(error) === sqlState.deadlock) return 0;
    throw error;
  }
}

/** How many keys are wrapped by which data key; `''` for those from before there were ids. */
export async function readKeyIds(database: Database): Promise<Readonly<Record<string, number>>> {
  const [found] = await database.query<{ ids: Record<string, number> }>('select read_key_ids() as ids');
  return found?.ids ?? {};
}
