/** What one contestant did in one round. */
export interface Slice {
  readonly turnsPerSecond: number;
  /** Milliseconds from an update to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time a turn. */
  readonly serviceCpu: number;
  readonly databaseCpu: number | undefined;
}

export interface Contestant {
  readonly name: string;
  readonly slices: readonly Slice[];
}

interface Figure {
  readonly name: string;
  readonly of: (slice: Slice) => number;
}

export const rate: Figure = { name: 'turns a second', of: ({ turnsPerSecond }) => turnsPerSecond };
export const latencies: readonly Figure[] = [
  { name: 'p50', of: ({ p50 }) => p50 },
  { name: 'p99', of: ({ p99 }) => p99 },
  { name: 'processor time', of: ({ serviceCpu, databaseCpu = Number.NaN }) => serviceCpu + databaseCpu },
];

/** A table in Markdown, and the ratios of the first contestant to each other one in these figures. */
export function report(contestants: readonly Contestant[], figures: readonly Figure[]): string {
  const rows = contestants.map(({ name, slices }) => {
    const rates = slices.map(rate.of);
    const range = `${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}`;
    const of = (figure: (slice: Slice) => number, digits: number) => median(slices.map(figure)).toFixed(digits);
    const database = slices.flatMap(({ databaseCpu }) => databaseCpu ?? []);
    return [
      name,
      of(rate.of, 0),
      range,
      of(({ p50 }) => p50, 1),
      of(({ p99 }) => p99, 1),
      of(({ serviceCpu }) => serviceCpu, 2),
      database.length === 0 ? '–' : median(database).toFixed(2),
    ];
  });
  const head = ['', 'turns/s', 'from–to', 'p50 ms', 'p99 ms', 'service CPU ms/turn', 'database CPU ms/turn'];
  const rule = ['---', ...head.slice(1).map(() => '---:')];
  const table = [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...table, '', ...figures.flatMap((figure) => ratios(contestants, figure))].join('\n');
}

function ratios([first, ...others]: readonly Contestant[], { name, of }: Figure): string[] {
  if (first === undefined) return [];
  return others.map((other) => {
    const inRounds = first.slices.map((slice, round) => {
      const beside = other.slices[round];
      return beside === undefined ? Number.NaN : of(slice) / of(beside);
    });
    const range = `${Math.min(...inRounds).toFixed(2)}–${Math.max(...inRounds).toFixed(2)}`;
    return `${name}, ${first.name} / ${other.name}: ${median(inRounds).toFixed(2)} (rounds ${range})`;
  });
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between the two values that it lies between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
