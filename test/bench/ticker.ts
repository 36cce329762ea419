/** The process that keeps the clock of one district: one for each size of file, so that each has its own memory. */
import { isDeepStrictEqual } from 'node:util';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { openLog } from '../../src/log.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { createProgram } from '../../src/program.ts';
import { tick } from '../../src/schedule/tick.ts';
import { openVault } from '../../src/secrets/vault.ts';
import type { TurnDeps } from '../../src/turn/chatMemory.ts';
import { timed } from './bench.ts';
import { serveParent } from './childProcess.ts';
import { databaseConnections } from './contestant.ts';
import { median } from './report.ts';
import { byHand, type Search, searches } from './tickByHand.ts';
import { makeWork, morning, putWorkAway, today } from './tickDue.ts';
import { fill } from './tickFill.ts';

export type TickerRequest = { readonly url: string; readonly persons: number } | Round;

interface Round {
  readonly round: number;
  readonly duePersons: number;
}

export interface TickerReport {
  /** Pieces of work done, and how long that took. */
  readonly done: number;
  readonly milliseconds: number;
  /** The most memory this process had until now. */
  readonly megabytes: number;
  readonly searches: Readonly<Record<Search, { readonly ours: number; readonly byHand: number }>>;
}

interface District {
  readonly owner: Database;
  readonly deps: TurnDeps;
}

const most = 500;
const repetitions = 5;
let district: District | undefined;

async function open(url: string, persons: number): Promise<District> {
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  const database = openPostgres({ url, role: serviceRole, connections: databaseConnections });
  const vault = await openVault(crypto.getRandomValues(new Uint8Array(32)));
  const links = { web: 'https://bench.invalid' };
  await setUp({ database, vault, now: new Date('2026-01-05T02:00:00Z'), links }, demoOrganisation(), { demo: true });
  await fill(owner, persons);
  const program = createProgram({ database, vault, links, log: openLog('warning'), clock: () => morning, poll: false });
  // What is to be sent is left to the bench of sending.
  return { owner, deps: { ...program.deps, wake: () => {} } };
}

async function search({ owner, deps }: District, name: Search): Promise<{ ours: number; byHand: number }> {
  const ask = (database: Database, statement: string, first: string[]) =>
    database.query<{ due: unknown[] }>(statement, [...first, today, most]);
  const ours = () =>
    ask(deps.database, `select ${byHand[name].ours}($1, $2::date, $3) as due`, [morning.toISOString()]);
  const hand = () => ask(owner, byHand[name].statement, []);
  // Each has planned its statement when it counts, and both find the same.
  const [found, expected] = [await ours(), await hand()];
  if (!isDeepStrictEqual(found, expected)) throw new Error(`${name}: not the same by hand`);
  const times: { ours: number; byHand: number }[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    times.push({ ours: await timed(ours), byHand: await timed(hand) });
  return { ours: median(times.map((time) => time.ours)), byHand: median(times.map((time) => time.byHand)) };
}

async function run(one: District, { round, duePersons }: Round): Promise<TickerReport> {
  await makeWork(one.owner, duePersons, round);
  await one.owner.execute('checkpoint');
  const found = {} as Record<Search, { ours: number; byHand: number }>;
  for (const name of searches) found[name] = await search(one, name);
  let done = 0;
  const milliseconds = await timed(async () => {
    done = await tick(one.deps);
  });
  await putWorkAway(one.owner);
  return { done, milliseconds, megabytes: process.resourceUsage().maxRSS / 1024, searches: found };
}

serveParent<TickerRequest, TickerReport | null>(async (request) => {
  if ('url' in request) {
    district = await open(request.url, request.persons);
    return null;
  }
  if (district === undefined) throw new Error('no district yet');
  return run(district, request);
});
