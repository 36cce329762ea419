/** `npm run bench` (turns), or `npm run bench -- tick`, each with options of its own: `-- tick --rounds 3`. */
import type { Closers } from './bench.ts';

type Bench = (args: string[], closers: Closers) => Promise<void>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  turns: async () => (await import('./turns.ts')).benchTurns,
  soak: async () => (await import('./soak.ts')).benchSoak,
  sending: async () => (await import('./sending.ts')).benchSending,
  sizes: async () => (await import('./sizes.ts')).benchSizes,
  worker: async () => (await import('./worker.ts')).benchWorker,
  desk: async () => (await import('./desk.ts')).benchDesk,
  tick: async () => (await import('./tick.ts')).benchTick,
};

const [first = 'turns', ...rest] = process.argv.slice(2);
const [name, args] = first.startsWith('--') ? ['turns', [first, ...rest]] : [first, rest];
const load = benches[name];
if (load === undefined) throw new Error(`no bench ${name}: there are ${Object.keys(benches).join(', ')}`);
const bench = await load();
const closers: Closers = [];
try {
  await bench(args, closers);
} finally {
  for (const close of closers.reverse()) await close();
}
