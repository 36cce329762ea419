/**
 * `npm run keys` says by which data keys the keys of the accounts are wrapped, and how many by each. `npm run keys -- rotate`
 * wraps all of them by DATA_KEY as it is now. With DATA_KEY set: first restart the service with the new key there and the old
 * one in DATA_KEY_PREVIOUS, then rotate, then take DATA_KEY_PREVIOUS away. In an embedded folder with a key of its own it is
 * one command, while no server runs. It can be killed at any moment, and goes on when it is run again.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { changeDataKey, setPreviousAside } from '../db/dataKey.ts';
import { takeFolder } from '../db/folderLock.ts';
import { openDatabase } from '../db/open.ts';
import { PlainError } from '../plainError.ts';
import { readKeyIds, rotateKeys } from '../secrets/rotateKeys.ts';
import type { Vault } from '../secrets/vault.ts';
import { withEntry } from './entry.ts';

const usage = 'usage: npm run keys [-- rotate]';

await withEntry(async () => {
  const isRotation = readWord() === 'rotate';
  const config = readConfig(process.env);
  const hasOwnKey = config.databaseUrl === undefined && config.dataKey === undefined;
  if (isRotation && hasOwnKey) await changeKeyIn(config);
  const { database, vault, close } = await openDatabase(config, { forServer: isRotation && hasOwnKey });
  try {
    if (isRotation) say(`Wrapped anew: ${await rotateKeys(database, vault)} accounts.`);
    for (const text of describe(await readKeyIds(database), vault)) say(text);
  } finally {
    await close();
  }
  if (isRotation && hasOwnKey && vault.keys.previousId !== undefined) {
    const name = await setPreviousAside(config.dataFolder, vault.keys.previousId);
    say(`The old key is in ${name}. Only backups from before still need it; delete it when they are gone.`);
  }
});

/** Both keys are in the folder before the first account is wrapped anew. */
async function changeKeyIn({ dataFolder }: Config): Promise<void> {
  if (!existsSync(dataFolder)) throw new PlainError('DATA_DIR: there is no database in this folder');
  const lock = takeFolder(dataFolder);
  if (lock === undefined) throw new PlainError('DATA_DIR: another Guitu runs in this folder; stop it first');
  try {
    await changeDataKey(dataFolder);
  } finally {
    lock.release();
  }
}

function describe(ids: Readonly<Record<string, number>>, { keys }: Vault): string[] {
  const names = new Map([
    [keys.id, 'DATA_KEY'],
    [keys.previousId, 'DATA_KEY_PREVIOUS'],
    ['', 'from before keys had ids'],
  ]);
  const lines = Object.entries(ids).map(
    ([id, count]) => `${id === '' ? 'no id   ' : id}  ${count} keys (${names.get(id) ?? 'not known here'})`,
  );
  const isDone = Object.keys(ids).every((id) => id === keys.id);
  if (lines.length === 0) return ['No keys are wrapped yet.'];
  if (isDone && keys.previousId !== undefined) lines.push('DATA_KEY_PREVIOUS is not needed here any more.');
  return lines;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readWord(): string | undefined {
  try {
    const { positionals } = parseArgs({ options: {}, allowPositionals: true });
    const [word] = positionals;
    if (positionals.length <= 1 && (word === undefined || word === 'rotate')) return word;
  } catch {
    // Said below.
  }
  throw new PlainError(usage);
}
