/** The morning tick: the same work due among few persons on file and among a million. */
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { type Closers, ratioOf, readCounts, table, turned } from './bench.ts';
import { Child } from './childProcess.ts';
import { median } from './report.ts';
import { searches } from './tickByHand.ts';
import type { TickerReport, TickerRequest } from './ticker.ts';

const duePersons = 3000;

interface District {
  readonly persons: number;
  readonly child: Child<TickerRequest, TickerReport | null>;
  readonly reports: TickerReport[];
}

/** `--rounds`, and `--persons`: the largest file. */
export async function benchTick(args: string[], closers: Closers): Promise<void> {
  const { rounds, persons: largest } = readCounts(args, { rounds: 5, persons: 1_000_000 });
  const postgres = await startEmbeddedPostgres({ durable: true });
  closers.push(() => postgres.stop());
  const districts: District[] = [];
  for (const persons of [...new Set([10_000, 100_000, 1_000_000, largest])].filter((size) => size <= largest)) {
    const child: District['child'] = new Child('ticker.ts');
    closers.push(() => child.stop());
    await child.ask({ url: await createDatabase(postgres.url, `persons_${persons}`), persons });
    districts.push({ persons, child, reports: [] });
  }
  // The first round compiles the code and plans the statements; it does not count.
  for (let round = 0; round <= rounds; round += 1)
    for (const { child, reports } of turned(districts, round)) {
      const report = await child.ask({ round, duePersons });
      if (report !== null && round > 0) reports.push(report);
    }
  console.log(`${duePersons} persons with something due, ${rounds} rounds; medians\n`);
  console.log(tickTable(districts));
  console.log(`\nours / one statement by hand\n\n${searchTable(districts)}`);
}

function tickTable(districts: readonly District[]): string {
  const [least] = districts;
  const rows = districts.map(({ persons, reports }) => [
    persons.toLocaleString('en'),
    `${Math.min(...reports.map(({ done }) => done))}`,
    `${median(reports.map(({ milliseconds }) => milliseconds / 1000)).toFixed(1)} s`,
    ratioOf(times(reports), times(least?.reports ?? [])),
    `${Math.max(...reports.map(({ megabytes }) => megabytes)).toFixed(0)} MB`,
  ]);
  return table([['persons on file', 'pieces done', 'tick', 'ratio to the first', 'most memory'], ...rows]);
}

function times(reports: readonly TickerReport[]): number[] {
  return reports.map(({ milliseconds }) => milliseconds);
}

function searchTable(districts: readonly District[]): string {
  const rows = districts.map(({ persons, reports }) => [
    persons.toLocaleString('en'),
    ...searches.map((name) => {
      const found = reports.map((report) => report.searches[name]);
      const ours = found.map((one) => one.ours);
      return `${median(ours).toFixed(0)} ms, ${ratioOf(
        ours,
        found.map((one) => one.byHand),
      )}`;
    }),
  ]);
  return table([['persons on file', ...searches], ...rows]);
}
