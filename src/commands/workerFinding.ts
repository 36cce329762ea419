import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { openPostgres, serviceRole } from '../db/postgres.ts';
import type { Finding } from '../health/findings.ts';

const patienceMilliseconds = 10_000;
const wranglerToml = new URL('../../wrangler.toml', import.meta.url);
const page = 'docs/workers.md says how';

/** What can be seen from here of the Worker: its settings' names, its login, and whether it answers. */
export async function lookAtWorker(config: Config, tell: (finding: Finding) => void): Promise<void> {
  for (const finding of settingFindings(await readFile(wranglerToml, 'utf8'), config.publicUrl)) tell(finding);
  if (config.databaseUrl !== undefined) tell(await loginFinding(config.databaseUrl));
  if (config.publicUrl !== undefined) tell(await answerFinding(config.publicUrl));
}

/** `toml`: wrangler.toml as it stands. */
export function settingFindings(toml: string, publicUrl: string | undefined): Finding[] {
  const settingOf = (name: string) => new RegExp(`^${name} = "([^"]*)"$`, 'm').exec(toml)?.[1];
  const id = settingOf('id');
  const address = settingOf('PUBLIC_URL');
  return [
    id === undefined || /^0*$/.test(id)
      ? { what: 'hyperdrive', says: 'wrangler.toml has no id of it', todo: `create one with caching off; ${page}` }
      : { what: 'hyperdrive', says: 'named in wrangler.toml' },
    address === undefined || address !== publicUrl
      ? {
          what: 'public address',
          says: 'wrangler.toml has another PUBLIC_URL than is set here',
          todo: 'write the Worker’s own address in both: links and the webhook begin with it',
        }
      : { what: 'public address', says: 'the same in wrangler.toml and here' },
  ];
}

async function loginFinding(url: string): Promise<Finding> {
  const what = 'worker login';
  const login = openPostgres({ url, connections: 1 });
  try {
    const [row] = await login.query<{ role: string }>('select current_user::text as role');
    if (row?.role === serviceRole) return { what, says: `begins as ${serviceRole}` };
    const todo =
      'npm run migrate with MIGRATION_DATABASE_URL, whose login may alter that one; the Worker refuses it as it is';
    return { what, says: `does not begin as ${serviceRole}`, todo };
  } catch {
    return { what, says: 'cannot come in', todo: 'see that DATABASE_URL is the login that Hyperdrive has' };
  } finally {
    await login.close();
  }
}

async function answerFinding(publicUrl: string): Promise<Finding> {
  const what = 'worker';
  const todo = 'npx wrangler tail says why: a setting is missing, or the database is away or not migrated';
  try {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const { status } = await fetch(`${publicUrl}/readyz`, { signal });
    return status === 200 ? { what, says: 'answers, and is ready' } : { what, says: `answers with ${status}`, todo };
  } catch {
    return {
      what,
      says: 'does not answer at PUBLIC_URL',
      todo: 'npm run worker:deploy, and see that the address leads to it',
    };
  }
}
