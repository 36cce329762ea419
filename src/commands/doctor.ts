/**
 * `npm run doctor` looks whether everything is as it should be, says what to do where it is not, and then exits with 1;
 * with `-- --worker` also at what belongs to Cloudflare Workers.
 * Only on an embedded folder that no server holds does it change anything: opening one migrates it.
 */
import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../config.ts';
import { isMigrated } from '../db/migrate.ts';
import { checkKey, type OpenDatabase, openDatabase, openUnmigrated } from '../db/open.ts';
import { type Finding, findingsOf } from '../health/findings.ts';
import { readHealth } from '../health/health.ts';
import { PlainError } from '../plainError.ts';
import { readArguments, withEntry } from './entry.ts';
import { lookAtTelegram } from './telegramFinding.ts';
import { lookAtWorker } from './workerFinding.ts';

await withEntry(async () => {
  const { worker } = readArguments('npm run doctor [-- --worker]', { worker: { type: 'boolean' } });
  let isWell = true;
  const tell = ({ what, says, todo }: Finding) => {
    isWell &&= todo === undefined;
    process.stdout.write(`${todo === undefined ? 'ok   ' : 'WRONG'} ${what}: ${says}\n`);
    if (todo !== undefined) process.stdout.write(`      what to do: ${todo}\n`);
  };
  const config = attempt(() => readConfig(process.env), tell);
  if (config !== undefined) {
    tell({ what: 'configuration', says: 'complete' });
    await lookAtDatabase(config, tell);
    await lookAtTelegram(config, tell);
    if (worker === true) await lookAtWorker(config, tell);
  }
  if (!isWell) process.exitCode = 1;
});

type Tell = (finding: Finding) => void;

function attempt(read: () => Config, tell: Tell): Config | undefined {
  try {
    return read();
  } catch (error) {
    tell({ what: 'configuration', says: reasonOf(error), todo: 'set this variable as the README says' });
    return undefined;
  }
}

async function lookAtDatabase(config: Config, tell: Tell): Promise<void> {
  let opened: OpenDatabase;
  try {
    if (config.databaseUrl === undefined && !existsSync(config.dataFolder)) {
      tell({ what: 'database', says: 'there is none yet in DATA_DIR', todo: 'start the service, which makes it' });
      return;
    }
    opened = await (config.databaseUrl === undefined
      ? openDatabase(config, { forServer: false })
      : openUnmigrated(config));
  } catch (error) {
    tell({ what: 'database', says: reasonOf(error), todo: 'mend this first; the rest could not be looked at' });
    return;
  }
  try {
    tell({ what: 'database', says: 'answers' });
    await lookInside(opened, tell);
  } finally {
    await opened.close();
  }
}

async function lookInside({ database, vault }: OpenDatabase, tell: Tell): Promise<void> {
  if (!(await isMigrated(database).catch(() => false))) {
    const todo = 'npm run migrate, with the version of the program that is to run';
    tell({ what: 'migrations', says: 'the database is not of this version', todo });
    return;
  }
  tell({ what: 'migrations', says: 'all there' });
  try {
    await checkKey(database, vault);
    tell({ what: 'key', says: 'fits' });
  } catch (error) {
    tell({ what: 'key', says: reasonOf(error), todo: 'find the key: without it nothing can be read' });
  }
  const askedAt = Date.now();
  const health = await readHealth(database, null);
  const between = new Date((askedAt + Date.now()) / 2);
  for (const found of findingsOf(health, between)) tell(found);
}

function reasonOf(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  return error instanceof Error ? `unexpected ${error.name}` : 'unexpected';
}
