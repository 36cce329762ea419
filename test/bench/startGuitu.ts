/** The program as it is served, in a district where so many people may ask for help; but nothing holds back its sending. */
import { type ServerType, serve } from '@hono/node-server';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { openLog } from '../../src/log.ts';
import type { Organisation } from '../../src/organisation/file.ts';
import { type CodedAccount, setUp } from '../../src/organisation/setup.ts';
import { createProgram, type Program } from '../../src/program.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { botToken, type ContestantSettings, databaseConnections, webhookSecret } from './contestant.ts';

const links = { web: 'https://bench.invalid' };

export async function startGuitu({
  databaseUrl,
  apiRoot,
  users,
}: ContestantSettings): Promise<{ readonly program: Program; readonly server: ServerType }> {
  const owner = openPostgres({ url: databaseUrl, connections: 1 });
  await migrate(owner);
  await owner.close();
  const database = openPostgres({ url: databaseUrl, role: serviceRole, connections: databaseConnections });
  const vault = await openVault(crypto.getRandomValues(new Uint8Array(32)));
  const accounts = await setUp({ database, vault, now: null, links }, organisation(users), { demo: true });
  const program = createProgram({
    database,
    vault,
    links,
    log: openLog('warning'),
    telegram: { token: botToken, apiRoot, webhookSecret },
  });
  const people = accounts.filter(({ role }) => role === 'person');
  for (const [index, account] of people.entries()) await joinAndAgree(program, account, index + 1);
  await program.dispatcher.idle();
  return { program, server: serve({ fetch: program.app.fetch, hostname: '127.0.0.1', port: 0 }) };
}

/** The demo's district, with as many people. Its workers never join, so each turn is answered by one message. */
function organisation(users: number): Organisation {
  const demo = demoOrganisation();
  const [pattern] = demo.people;
  if (pattern === undefined) throw new Error('the demo has people');
  const people = Array.from({ length: users }, (_, index) => ({ ...pattern, reference: `bench-${index + 1}` }));
  return { ...demo, people };
}

async function joinAndAgree({ receive, dispatcher }: Program, account: CodedAccount, chat: number): Promise<void> {
  const code = account.links.web.split('#')[1] ?? '';
  const base = { channel: 'telegram', externalId: String(chat), languageTag: 'zh-hans' } as const;
  await receive({ ...base, updateId: `join ${chat}`, content: { type: 'code', code } });
  // A typed number is about the message that was sent, not only written.
  await dispatcher.idle();
  await receive({ ...base, updateId: `agree ${chat}`, content: { type: 'text', text: '1' } });
}
