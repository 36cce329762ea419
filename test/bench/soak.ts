/**
 * Ten minutes at a hundred updates a second, while the days go by fast enough for retention to take what is old: whether
 * the memory, or a table that retention should hold, goes on growing.
 */
import { openPostgres } from '../../src/db/postgres.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { asOwner, type Closers, readCounts, table } from './bench.ts';
import { Child } from './childProcess.ts';
import type { LoadReport, LoadRequest } from './load.ts';
import { median, quantile } from './report.ts';
import type { SoakReport, SoakRequest } from './soaked.ts';

const users = 200;
const sliceSeconds = 5;
/** Twice as long as the longest that is kept of what each turn leaves: half to get there, half to stay there. */
const days = 400;

/** What a turn leaves, as far as it goes again. */
const kept = {
  'updates (inbox)': 'select count(*) from inbox',
  'messages with words (outbox)': "select count(*) from outbox where lines <> '[]'",
  'timers that are done': "select count(*) from timer where state = 'done'",
  'updates, MB': "select pg_total_relation_size('inbox') / 1048576.0",
} as const;
type Kept = keyof typeof kept;

interface Sample {
  readonly heap: number;
  readonly resident: number;
  readonly p50: number;
  readonly p99: number;
  readonly kept: Readonly<Record<Kept, number>>;
}

/** `--minutes`, `--rate`. Throws when something grew by more than a tenth from the middle to the end. */
export async function benchSoak(args: string[], closers: Closers): Promise<void> {
  const { minutes, rate } = readCounts(args, { minutes: 10, rate: 100 });
  const postgres = await startEmbeddedPostgres({ durable: true });
  closers.push(() => postgres.stop());
  const load = new Child<LoadRequest, LoadReport>('load.ts');
  closers.push(() => load.stop());
  const service = new Child<SoakRequest, SoakReport>('soaked.ts');
  closers.push(() => service.stop());
  const { apiRoot } = await load.ask({});
  const databaseUrl = await createDatabase(postgres.url, 'soak');
  const { port } = await service.ask({ databaseUrl, apiRoot, users });
  const owner = openPostgres({ url: databaseUrl, connections: 1 });
  closers.push(() => owner.close());
  // Nobody is reminded, so that whoever is in the form hears nothing else.
  await owner.query('update person set reminders_paused_at = now()');
  await startAtNight(databaseUrl);

  const slices = Math.max(4, Math.round((minutes * 60) / sliceSeconds));
  const samples: Sample[] = [];
  for (let slice = 0; slice < slices; slice += 1) {
    const paced = {
      mode: 'paced',
      port,
      seconds: sliceSeconds,
      connections: 64,
      users,
      perSecond: rate,
      hearsMore: true,
    } as const;
    const { latencies } = await load.ask({ slice: paced });
    const memory = await passDays(Math.ceil(days / slices));
    const counts = {} as Record<Kept, number>;
    for (const [name, statement] of Object.entries(kept))
      counts[name as Kept] = Number(Object.values((await owner.query<object>(statement))[0] ?? {})[0]);
    samples.push({
      ...memory,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      kept: counts,
    });
  }
  console.log(`${minutes} minutes at ${rate} updates a second, ${users} people, ${days} days\n`);
  report(samples);

  async function passDays(count: number): Promise<SoakReport> {
    // Answered in time, so that nobody hears between two answers that it takes longer. Days pass while nobody writes.
    await owner.query("update referral set state = 'closed', version = version + 1 where state <> 'closed'");
    await owner.query('select move_clock($1)', [count * 86_400]);
    return service.ask({ tick: true });
  }
}

/** At three o'clock in Shanghai, when what is old goes. */
async function startAtNight(url: string): Promise<void> {
  await asOwner(url, (owner) =>
    owner.execute(`update installation set demo = true, clock_offset_seconds =
      extract(epoch from date_trunc('day', now() at time zone 'Asia/Shanghai') + interval '27 hours 5 minutes' - now() at time zone 'Asia/Shanghai')`),
  );
}

function report(samples: readonly Sample[]): void {
  const places = [0.1, 0.25, 0.5, 0.75, 1];
  const around = (share: number) => {
    const end = Math.ceil(samples.length * share);
    return samples.slice(Math.max(0, end - Math.ceil(samples.length / 10)), end);
  };
  const figures: Readonly<Record<string, (sample: Sample) => number>> = {
    'heap after garbage, MB': ({ heap }) => heap,
    'resident, MB': ({ resident }) => resident,
    ...Object.fromEntries((Object.keys(kept) as Kept[]).map((name) => [name, (one: Sample) => one.kept[name]])),
    'p50, ms': ({ p50 }) => p50,
    'p99, ms': ({ p99 }) => p99,
  };
  const at = (of: (sample: Sample) => number, share: number) => median(around(share).map(of));
  const growths = Object.entries(figures).map(([name, of]) => ({ name, growth: at(of, 1) / at(of, 0.5) }));
  const rows = Object.entries(figures).map(([name, of], row) => [
    name,
    ...places.map((share) => at(of, share).toFixed(1)),
    (growths[row]?.growth ?? Number.NaN).toFixed(2),
  ]);
  console.log(table([['', ...places.map((share) => `${share * 100} %`), 'end / middle'], ...rows]));
  const grown = growths.filter(({ name, growth }) => !name.startsWith('p') && !(growth <= 1.1));
  if (grown.length > 0) throw new Error(`grew by more than a tenth: ${grown.map(({ name }) => name).join(', ')}`);
}
