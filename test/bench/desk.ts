/** The desk's first pages over a large district, beside the bare queries for the same rows. */
import { randomBytes } from 'node:crypto';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { deskCookie } from '../../src/desk/session.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { createProgram } from '../../src/program.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { openDeskSession } from '../support/deskBrowser.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { asOwner, type Closers, ratioOf, readCounts, table, timed } from './bench.ts';
import { fillForDesk } from './deskFill.ts';
import { median } from './report.ts';
import { morning } from './tickDue.ts';

const host = 'desk.bench';

interface Page {
  readonly name: string;
  readonly path: string;
  readonly reference: string;
  /** The same rows, past row-level security, without names, audit, session or page. */
  readonly bare: string;
}

const pages: readonly Page[] = [
  {
    name: 'queue, first page',
    path: '/desk/queue?tab=department',
    reference: 'staff-human-resources',
    bare: `select r.* from referral r where r.department_id = (select department_id from membership m join account a on a.id = m.account_id
      where a.reference = 'staff-human-resources') and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')
      order by r.urgent desc, r.expected_on, r.id limit 51`,
  },
  {
    name: 'register, first page',
    path: '/desk/register',
    reference: 'office',
    bare: 'select p.*, a.key, a.name from person p join account a on a.id = p.account_id order by p.created_at desc, p.id limit 51',
  },
];

/** `--rounds`, `--persons` on file, and `--requests` that wait in one queue. */
export async function benchDesk(args: string[], closers: Closers): Promise<void> {
  const { rounds, persons, requests } = readCounts(args, { rounds: 15, persons: 100_000, requests: 10_000 });
  const postgres = await startEmbeddedPostgres({ durable: true });
  closers.push(() => postgres.stop());
  const url = await createDatabase(postgres.url, 'desk');
  const vault = await openVault(randomBytes(32));
  const { program, tokens, database } = await openDesk(url, vault, { persons, requests });
  closers.push(() => program.dispatcher.stop());
  closers.push(() => database.close());
  const ours = new Map(pages.map(({ name }) => [name, [] as number[]]));
  const bare = new Map(pages.map(({ name }) => [name, [] as number[]]));
  await asOwner(url, async (owner) => {
    // The first rounds compile the code and plan the statements; they do not count.
    for (let round = -3; round < rounds; round += 1)
      for (const { name, path, reference, bare: statement } of pages) {
        const page = await timed(async () => {
          const response = await program.app.request(`http://${host}${path}`, {
            headers: { host, cookie: `${deskCookie}=${tokens.get(reference) ?? ''}` },
          });
          if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
          await response.text();
        });
        const query = await timed(() => owner.query(statement));
        if (round < 0) continue;
        ours.get(name)?.push(page);
        bare.get(name)?.push(query);
      }
  });
  const rows = pages.map(({ name }) => [
    name,
    `${median(ours.get(name) ?? []).toFixed(1)} ms`,
    `${median(bare.get(name) ?? []).toFixed(1)} ms`,
    ratioOf(ours.get(name) ?? [], bare.get(name) ?? []),
  ]);
  console.log(`${persons} persons on file, ${requests} requests in one queue, ${rounds} rounds; medians\n`);
  console.log(table([['page, from the request to its last byte', 'ours', 'the bare query', 'ratio'], ...rows]));
}

async function openDesk(
  url: string,
  vault: Awaited<ReturnType<typeof openVault>>,
  size: { readonly persons: number; readonly requests: number },
) {
  const links = { web: `http://${host}` };
  const tokens = new Map<string, string>();
  const database = await asOwner(url, async (owner) => {
    const { migrate } = await import('../../src/db/migrate.ts');
    await migrate(owner);
    const service = openPostgres({ url, role: serviceRole });
    const accounts = await setUp({ database: service, vault, now: morning, links }, demoOrganisation(), { demo: true });
    await fillForDesk(owner, vault, size);
    for (const { reference } of pages) {
      const account = accounts.find((one) => one.reference === reference);
      if (account === undefined) throw new Error(`the demo has no ${reference}`);
      tokens.set(reference, await openDeskSession({ rows: owner.query.bind(owner) }, account.id, morning));
    }
    return service;
  });
  const log = { info: () => {}, warn: () => {}, error: (event: string) => console.error(event) };
  const program = createProgram({ database, vault, links, log, clock: () => morning, poll: false });
  return { program, tokens, database };
}
