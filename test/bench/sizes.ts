/** `npm run bench -- sizes`: what the database grows by, for a person on file and for a turn, indexes included. */
import { once } from 'node:events';
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { asOwner, type Closers, readCounts, table } from './bench.ts';
import { updates } from './form.ts';
import { type Chat, takeTurn } from './people.ts';
import { Sink } from './sink.ts';
import { startGuitu } from './startGuitu.ts';
import { fill } from './tickFill.ts';

/** Bytes by table, its indexes and what lies beside it included. */
type Sizes = ReadonlyMap<string, number>;

/** `--persons` on file, `--users` who each go through `--forms`. */
export async function benchSizes(args: string[], closers: Closers): Promise<void> {
  const { persons, users, forms } = readCounts(args, { persons: 10_000, users: 100, forms: 10 });
  const postgres = await startEmbeddedPostgres();
  closers.push(() => postgres.stop());
  const onFile = await growthOfFile(await createDatabase(postgres.url, 'persons'), persons);
  tell('a person on file', onFile, persons);
  const turns = users * forms * updates.length;
  const ofTurns = await growthOfTurns(await createDatabase(postgres.url, 'turns'), users, forms, closers);
  tell(`a turn (of ${updates.length} one is a request)`, ofTurns, turns);
}

function tell(what: string, growth: Sizes, count: number): void {
  const rows = [...growth]
    .filter(([, bytes]) => bytes / count >= 1)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, bytes]) => [name, (bytes / count).toFixed(0)]);
  const all = [...growth.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`${table([[what, 'bytes'], ['all', (all / count).toFixed(0)], ...rows])}\n`);
}

async function growthOfFile(url: string, persons: number): Promise<Sizes> {
  return asOwner(url, async (owner) => {
    await migrate(owner);
    const database = openPostgres({ url, role: serviceRole, connections: 1 });
    const vault = await openVault(crypto.getRandomValues(new Uint8Array(32)));
    const links = { web: 'https://bench.invalid' };
    await setUp({ database, vault, now: null, links }, demoOrganisation(), { demo: true });
    await database.close();
    const before = await sizesOf(owner);
    await fill(owner, persons);
    return growth(before, await sizesOf(owner));
  });
}

async function growthOfTurns(url: string, users: number, forms: number, closers: Closers): Promise<Sizes> {
  const sink = new Sink();
  await sink.listen();
  closers.push(() => sink.close());
  const { program, server } = await startGuitu({ databaseUrl: url, apiRoot: sink.apiRoot, users });
  closers.push(async () => {
    server.close();
    await program.dispatcher.stop();
    await program.deps.database.close();
  });
  if (!server.listening) await once(server, 'listening');
  const line = { sink, port: (server.address() as AddressInfo).port, agent: new Agent({ keepAlive: true }) };
  return asOwner(url, async (owner) => {
    const before = await sizesOf(owner);
    const chats: Chat[] = Array.from({ length: users }, (_, index) => ({ id: index + 1, written: 0 }));
    for (let turn = 0; turn < forms * updates.length; turn += 1)
      await Promise.all(chats.map((chat) => takeTurn(chat, line)));
    await program.dispatcher.idle();
    line.agent.destroy();
    return growth(before, await sizesOf(owner));
  });
}

/** What was written over is gone first: it would be used again. */
async function sizesOf(owner: Database): Promise<Sizes> {
  await owner.execute('vacuum full');
  const rows = await owner.query<{ name: string; bytes: number }>(
    "select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

function growth(before: Sizes, after: Sizes): Sizes {
  return new Map([...after].map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)]));
}
