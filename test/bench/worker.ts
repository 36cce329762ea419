/** `npm run bench -- worker`: processor time of the Worker in workerd, beside a peer that makes the same two statements. */
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { type Closers, ratioOf, readCounts, table, turned } from './bench.ts';
import { median } from './report.ts';
import { Sink } from './sink.ts';
import { type Running, startPeer, startWorker } from './worker/turns.ts';

/** `--rounds`, `--turns` a round, `--users`. */
export async function benchWorker(args: string[], closers: Closers): Promise<void> {
  const { rounds, turns, users } = readCounts(args, { rounds: 5, turns: 100, users: 20 });
  const postgres = await startEmbeddedPostgres();
  closers.push(() => postgres.stop());
  const sink = new Sink();
  await sink.listen();
  const open = async (start: (url: string) => Promise<Running>, name: string) => {
    const running = await start(await createDatabase(postgres.url, name));
    closers.push(() => running.process.stop());
    return { name, running, perTurn: [] as number[] };
  };
  const own = await open((url) => startWorker(url, sink, users), 'worker');
  const peer = await open((url) => startPeer(url, users), 'peer');
  // The first turns compile what later ones run.
  for (const { running } of [own, peer]) await running.take(users);
  for (let round = 0; round < rounds; round += 1)
    for (const each of turned([own, peer], round)) each.perTurn.push(await each.running.take(turns));
  const milliseconds = (seconds: number) => (seconds * 1000).toFixed(1);
  const rows = [own, peer].map(({ name, running, perTurn }) => [
    name,
    milliseconds(running.startSeconds),
    milliseconds(median(perTurn)),
  ]);
  console.log(table([['', 'start, CPU ms', 'a turn, CPU ms'], ...rows]));
  console.log(`\na turn, worker / peer: ${ratioOf(own.perTurn, peer.perTurn)}`);
  console.log(`start, worker / peer: ${(own.running.startSeconds / peer.running.startSeconds).toFixed(2)}`);
}
