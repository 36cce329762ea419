/**
 * Turns a second, from the webhook to the answer delivered or to the acknowledgement, and how long a turn takes at a fixed
 * rate, of Guitu beside a grammY bot that takes people through
 * the same form, and beside a floor that writes the same rows by hand. All on one durable PostgreSQL, a database each;
 * round by round, the order turning, so that whatever else the machine does meets all of them.
 */
import type { Database } from '../../src/db/database.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { type Closers, readCounts } from './bench.ts';
import { Child } from './childProcess.ts';
import type { ContestantReport, ContestantSettings } from './contestant.ts';
import { databaseCpuSeconds } from './databaseProcess.ts';
import type { LoadReport, LoadRequest } from './load.ts';
import { type Mode, modes } from './modes.ts';
import { latencies, quantile, rate, report, type Slice } from './report.ts';

interface Settings {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly users: number;
  readonly perSecond: number;
}

interface Running {
  readonly name: string;
  readonly database: string;
  /** Where the finished forms lie. */
  readonly table: string;
  readonly url: string;
  readonly child: Child<ContestantSettings | null, ContestantReport>;
  readonly port: number;
  readonly slices: Readonly<Record<Mode, Slice[]>>;
}

type Load = Child<LoadRequest, LoadReport>;

const contestants = [
  { name: 'Guitu', file: 'guitu.ts', database: 'guitu', table: 'referral' },
  { name: 'grammY peer', file: 'grammy.ts', database: 'peer', table: 'request' },
  { name: 'floor', file: 'floor.ts', database: 'floor', table: 'referral' },
];
const warmUpSeconds = 3;

/** `--rounds`, `--seconds`, `--connections`, `--users`, `--rate`. */
export async function benchTurns(args: string[], closers: Closers): Promise<void> {
  const counts = readCounts(args, { rounds: 7, seconds: 5, connections: 64, users: 200, rate: 300 });
  const settings: Settings = { ...counts, perSecond: counts.rate };
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
    running.push({ ...contestant, url, child, port, slices: { delivered: [], acknowledged: [], paced: [] } });
  }
  for (const one of running) await warmUp(server, load, one, settings);
  for (let round = 0; round < settings.rounds; round += 1) {
    await server.query('checkpoint');
    const turn = round % running.length;
    for (const mode of modes)
      for (const one of [...running.slice(turn), ...running.slice(0, turn)])
        one.slices[mode].push(await runSlice(server, load, one, settings, mode));
  }
  const { rounds, seconds, connections, users, perSecond } = settings;
  console.log(`${rounds} rounds of ${seconds} s, ${connections} connections, ${users} people; medians`);
  for (const mode of modes) {
    const figures = mode === 'paced' ? latencies : [rate];
    const title = mode === 'paced' ? `${mode} at ${perSecond} updates a second` : mode;
    const contestants = running.map(({ name, slices }) => ({ name, slices: slices[mode] }));
    console.log(`\n## ${title}\n\n${report(contestants, figures)}`);
  }
}

/** Until the code is compiled and every connection has planned its statements, on tables that know how full they are. */
async function warmUp(server: Database, load: Load, one: Running, settings: Settings): Promise<void> {
  await runSlice(server, load, one, { ...settings, seconds: warmUpSeconds }, 'delivered');
  await onDatabase(one, (database) => database.execute('analyze'));
  await runSlice(server, load, one, { ...settings, seconds: 1 }, 'acknowledged');
}

async function runSlice(server: Database, load: Load, one: Running, settings: Settings, mode: Mode): Promise<Slice> {
  const used = async () => ({
    service: (await one.child.ask(null)).cpuSeconds,
    database: await databaseCpuSeconds(server, one.database),
  });
  const before = await used();
  const done = await load.ask({ slice: { ...settings, mode, port: one.port } });
  const after = await used();
  await checkBooks(one, done.forms);
  const perTurn = (cpuSeconds: number) => (cpuSeconds * 1000) / done.turns;
  return {
    turnsPerSecond: done.turns / done.seconds,
    p50: quantile(done.latencies, 0.5),
    p99: quantile(done.latencies, 0.99),
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
