/** What one contestant did in one round. */
export interface Slice {
  readonly turnsPerSecond: number;
  /** Milliseconds of processor time a turn. */
  readonly serviceCpu: number;
  readonly databaseCpu: number | undefined;
}

export interface Contestant {
  readonly name: string;
  readonly slices: readonly Slice[];
}

/** A table in Markdown, and the ratios of the first contestant to each other one. */
export function report(contestants: readonly Contestant[]): string {
  const rows = contestants.map(({ name, slices }) => {
    const rates = slices.map(({ turnsPerSecond }) => turnsPerSecond);
    const range = `${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}`;
    const service = median(slices.map(({ serviceCpu }) => serviceCpu)).toFixed(2);
    const database = slices.flatMap(({ databaseCpu }) => databaseCpu ?? []);
    return [name, median(rates).toFixed(0), range, service, database.length === 0 ? '–' : median(database).toFixed(2)];
  });
  const head = ['', 'turns/s', 'rounds from–to', 'service CPU ms/turn', 'database CPU ms/turn'];
  const table = [head, ['---', '---:', '---:', '---:', '---:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...table, '', ...ratios(contestants)].join('\n');
}

function ratios([first, ...others]: readonly Contestant[]): string[] {
  if (first === undefined) return [];
  return others.map((other) => {
    const inRounds = first.slices.map(
      ({ turnsPerSecond }, round) => turnsPerSecond / (other.slices[round]?.turnsPerSecond ?? Number.NaN),
    );
    const range = `${Math.min(...inRounds).toFixed(2)}–${Math.max(...inRounds).toFixed(2)}`;
    return `${first.name} / ${other.name}: ${median(inRounds).toFixed(2)} (rounds ${range})`;
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
