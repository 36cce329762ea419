/** The process that plays Telegram: it writes as the people would, takes the answers, and counts full turns. */
import { Agent } from 'node:http';
import { serveParent } from './childProcess.ts';
import { updates } from './form.ts';
import type { Mode } from './modes.ts';
import { type Chat, type Line, takeTurn } from './people.ts';
import { Sink } from './sink.ts';

export interface SliceRequest {
  readonly mode: Mode;
  readonly port: number;
  readonly seconds: number;
  readonly connections: number;
  readonly users: number;
  /** Updates a second, where they are paced. */
  readonly perSecond: number;
}

/** One contestant's share of a round. Absent at first: then it only says where its Bot API is. */
export interface LoadRequest {
  readonly slice?: SliceRequest;
}

export interface LoadReport {
  readonly apiRoot: string;
  readonly turns: number;
  readonly seconds: number;
  /** Milliseconds from an update to its answer and its acknowledgement, of every turn. */
  readonly latencies: readonly number[];
  /** Forms that were gone through to their end, over all slices of this contestant. */
  readonly forms: number;
}

type Counted = Pick<LoadReport, 'turns' | 'seconds' | 'latencies'>;

const patienceSeconds = 20;
const sink = new Sink();
const listening = sink.listen();
/** By port: where each contestant's people stand. */
const chatsOf = new Map<number, Chat[]>();

async function runSlice(slice: SliceRequest): Promise<LoadReport> {
  const { port, seconds, connections, users } = slice;
  const chats = chatsOf.get(port) ?? Array.from({ length: users }, (_, index) => ({ id: index + 1, written: 0 }));
  chatsOf.set(port, chats);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  // Everybody's last answer is waited for: what was begun is part of the time and of the count.
  const counted = await withPatience(drivers[slice.mode](chats, { sink, port, agent }, slice), seconds);
  agent.destroy();
  const forms = chats.reduce((sum, { written }) => sum + Math.floor(written / updates.length), 0);
  return { apiRoot: sink.apiRoot, ...counted, forms };
}

type Drive = (chats: readonly Chat[], line: Line, slice: SliceRequest) => Promise<Counted>;

const delivered: Drive = async (chats, line, { seconds }) => {
  const start = performance.now();
  const latencies: number[] = [];
  const drive = async (chat: Chat) => {
    while (performance.now() < start + seconds * 1000) latencies.push((await takeTurn(chat, line)).milliseconds);
  };
  await Promise.all(chats.map(drive));
  return { turns: latencies.length, seconds: (performance.now() - start) / 1000, latencies };
};

const acknowledged: Drive = async (chats, line, { seconds }) => {
  const end = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  let counted = 0;
  while (performance.now() < end) {
    const start = performance.now();
    let last = start;
    const turns = chats.map((chat) =>
      takeTurn(chat, line, () => {
        last = performance.now();
      }),
    );
    latencies.push(...(await Promise.all(turns)).map(({ milliseconds }) => milliseconds));
    counted += last - start;
  }
  return { turns: latencies.length, seconds: counted / 1000, latencies };
};

/** From the moment at which a turn was to begin, so that one that is held up does not hide the wait of those behind it. */
const paced: Drive = async (chats, line, { seconds, perSecond }) => {
  const start = performance.now();
  const before = new Map<Chat, Promise<unknown>>();
  const turns: Promise<number>[] = [];
  for (let index = 0; index < seconds * perSecond; index += 1) {
    const planned = start + (index * 1000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const chat = chats[index % chats.length];
    if (chat === undefined) continue;
    const turn = (before.get(chat) ?? Promise.resolve()).then(() => takeTurn(chat, line));
    before.set(chat, turn);
    turns.push(turn.then(() => performance.now() - planned));
  }
  const latencies = await Promise.all(turns);
  return { turns: latencies.length, seconds: (performance.now() - start) / 1000, latencies };
};

const drivers: Readonly<Record<Mode, Drive>> = { delivered, acknowledged, paced };

async function withPatience<Result>(work: Promise<Result>, seconds: number): Promise<Result> {
  const most = seconds + patienceSeconds;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`an answer did not come within ${most} s`)), most * 1000);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

serveParent<LoadRequest, LoadReport>(async ({ slice }) => {
  await listening;
  return slice === undefined
    ? { apiRoot: sink.apiRoot, turns: 0, seconds: 0, latencies: [], forms: 0 }
    : runSlice(slice);
});
