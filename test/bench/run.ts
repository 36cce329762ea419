/**
 * Full turns a second, from the webhook to the answer delivered, of Guitu beside a grammY bot that takes people through
 * the same form, and beside a floor that writes the same rows by hand. All on one durable PostgreSQL, a database each;
 * round by round, the order turning, so that whatever else the machine does meets all of them.
 */
import { parseArgs } from 'node:util';
import type { Database } from '../../src/db/database.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { Child } from './childProcess.ts';
import type { ContestantReport, ContestantSettings } from './contestant.ts';
import { databaseCpuSeconds } from './databaseProcess.ts';
import type { LoadReport, LoadRequest } from './load.ts';
import { report, type Slice } from './report.ts';

interface Settings {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly users: number;
}

interface Running {
  readonly name: string;
  readonly database: string;
  /** Where the finished forms lie. */
  readonly table: string;
  readonly url: string;
  readonly child: Child<ContestantSettings | null, ContestantReport>;
  readonly port: number;
  readonly slices: Slice[];
}

type Load = Child<LoadRequest, LoadReport>;

const contestants = [
  { name: 'Guitu', file: 'guitu.ts', database: 'guitu', table: 'referral' },
  { name: 'grammY peer', file: 'grammy.ts', database: 'peer', table: 'request' },
  { name: 'floor', file: 'floor.ts', database: 'floor', table: 'referral' },
];
const warmUpSeconds = 3;

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '64' },
      users: { type: 'string', default: '200' },
    },
  });
  const count = (name: keyof typeof values) => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 1) throw new Error(`--${name}: expected a whole number from 1 on`);
    return number;
  };
  return {
    rounds: count('rounds'),
    seconds: count('seconds'),
    connections: count('connections'),
    users: count('users'),
  };
}

async function main(closers: (() => Promise<void>)[]): Promise<void> {
  const settings = readSettings();
  const postgres = await startEmbeddedPostgres({ durable: true });
  closers.push(() => postgres.stop());
  const server = openPostgres({ url: postgres.url, connections: 1 });
  closers.push(() => server.close());
  const load: Load = new Child('load.ts');
  closers.push(() => load.stop());
  const { apiRoot } = await load.ask({});
  const running: Running[] = [];
  for (const { file, ...contestant } of contestants) {
    const url = await createDatabase(postgres.url, contestant.database);
    const child: Running['child'] = new Child(file);
    closers.push(() => child.stop());
    const { port } = await child.ask({ databaseUrl: url, apiRoot, users: settings.users });
    running.push({ ...contestant, url, child, port, slices: [] });
  }
  for (const one of running) await warmUp(server, load, one, settings);
  for (let round = 0; round < settings.rounds; round += 1) {
    await server.query('checkpoint');
    const turn = round % running.length;
    for (const one of [...running.slice(turn), ...running.slice(0, turn)])
      one.slices.push(await runSlice(server, load, one, settings));
  }
  const { rounds, seconds, connections, users } = settings;
  console.log(`${rounds} rounds of ${seconds} s, ${connections} connections, ${users} people; medians\n`);
  console.log(report(running));
}

/** Until the code is compiled and every connection has planned its statements, on tables that know how full they are. */
async function warmUp(server: Database, load: Load, one: Running, settings: Settings): Promise<void> {
  await runSlice(server, load, one, { ...settings, seconds: warmUpSeconds });
  await onDatabase(one, (database) => database.execute('analyze'));
  await runSlice(server, load, one, { ...settings, seconds: 1 });
}

async function runSlice(server: Database, load: Load, one: Running, settings: Settings): Promise<Slice> {
  const used = async () => ({
    service: (await one.child.ask(null)).cpuSeconds,
    database: await databaseCpuSeconds(server, one.database),
  });
  const { seconds, connections, users } = settings;
  const before = await used();
  const done = await load.ask({ slice: { port: one.port, seconds, connections, users } });
  const after = await used();
  await checkBooks(one, done.forms);
  const perTurn = (cpuSeconds: number) => (cpuSeconds * 1000) / done.turns;
  return {
    turnsPerSecond: done.turns / done.seconds,
    serviceCpu: perTurn(after.service - before.service),
    databaseCpu:
      before.database === undefined || after.database === undefined
        ? undefined
        : perTurn(after.database - before.database),
  };
}

/** A contestant that is fast because it loses requests would not be worth measuring. */
async function checkBooks(one: Running, forms: number): Promise<void> {
  const [row] = await onDatabase(one, (database) =>
    database.query<{ count: number }>(`select count(*) from ${one.table}`),
  );
  if (row?.count !== forms) throw new Error(`${one.name} has ${row?.count} requests of ${forms} finished forms`);
}

async function onDatabase<Result>({ url }: Running, use: (database: Database) => Promise<Result>): Promise<Result> {
  const database = openPostgres({ url, connections: 1 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

const closers: (() => Promise<void>)[] = [];
try {
  await main(closers);
} finally {
  for (const close of closers.reverse()) await close();
}
