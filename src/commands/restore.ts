/**
 * `npm run restore -- --file X` brings a backup into an empty database, on PostgreSQL or embedded, whichever of them it was
 * made from and by whichever earlier version, and then checks that the books balance.
 */
import { readBackup } from '../backup/readBackup.ts';
import { restore } from '../backup/restore.ts';
import { type Config, readConfig } from '../config.ts';
import { withOwner } from '../db/open.ts';
import { PlainError } from '../plainError.ts';
import { openVault } from '../secrets/vault.ts';
import { readArguments, withEntry } from './entry.ts';

const usage = 'usage: npm run restore -- --file guitu.backup';

await withEntry(async () => {
  const { file } = readArguments(usage, { file: { type: 'string' } });
  if (file === undefined) throw new PlainError(usage);
  const config = readConfig(process.env);
  const backup = await readBackup(file);
  const count = await (config.databaseUrl === undefined ? intoFolder : intoServer)(config, backup);
  process.stdout.write(`Rows: ${count}. The books balance.\n`);
});

type Backup = Awaited<ReturnType<typeof readBackup>>;

async function intoFolder(config: Config, backup: Backup): Promise<number> {
  // PGlite is large, and not loaded where PostgreSQL is used.
  const { openNewEmbedded } = await import('../db/embedded.ts');
  const { database, dataKey, previousKey, close, finish } = await openNewEmbedded({
    folder: config.dataFolder,
    dataKey: config.dataKey,
  });
  try {
    const count = await restore(
      database,
      await openVault(dataKey, { previous: config.dataKeyPrevious ?? previousKey }),
      backup,
    );
    await finish();
    return count;
  } finally {
    await close();
  }
}

function intoServer(config: Config, backup: Backup): Promise<number> {
  const { dataKey, dataKeyPrevious: previous } = config;
  if (dataKey === undefined) throw new Error('settings with a database address have a key');
  return withOwner(config, async (owner) => restore(owner, await openVault(dataKey, { previous }), backup));
}
