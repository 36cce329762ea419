import type { KindId } from '../referrals/kinds.ts';

/**
 * What is counted (97_desk_statistics.sql says of each exactly what). `share`: how many of them are as they should be;
 * `standing` is how things stood on the period's last day, and is counted among all on file then.
 */
export const measures = {
  registered: { share: false },
  arrivals: { share: true },
  helped: { share: true },
  tracked: { share: true },
  both: { share: true },
  regularVisits: { share: true },
  mustVisits: { share: true },
  requests: { share: false },
  firstWord: { share: true },
  answers: { share: true },
  refused: { share: false },
} as const satisfies Readonly<Record<string, { readonly share: boolean }>>;

export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** Counted among the same people, so that their sums are one number. */
export const onFile: readonly Measure[] = ['helped', 'tracked', 'both'];
/** Shown area by area. */
export const byArea: readonly Measure[] = ['helped', 'registered', 'arrivals', 'requests'];
/** Shown kind by kind. */
export const byKind: readonly Measure[] = ['requests', 'refused'];
/** Shown month by month. */
export const byMonth: readonly Measure[] = ['registered', 'requests'];

export type PeriodName = 'now' | 'before';

/** A row of what the database counted: how many with all of these in common. */
export interface Counted {
  readonly period: PeriodName;
  readonly measure: Measure;
  readonly areaId: string;
  readonly bucket: KindId | null;
  readonly month: string;
  readonly hit: boolean | null;
  readonly count: number;
}

/** Which of a measure's rows a number counts; all when nothing more is said. */
export interface Cell {
  readonly period: PeriodName;
  readonly measure: Measure;
  readonly hit?: boolean;
  readonly kind?: KindId;
  readonly month?: string;
  /** One of the areas right below, with all below it; or the area itself, without those. */
  readonly area?: string;
}

export function keyOf({ period, measure, hit, kind, month, area }: Cell): string {
  const part = hit !== undefined ? (hit ? 'hit' : 'miss') : (kind ?? month ?? area ?? 'all');
  const what = kind !== undefined ? 'kind' : month !== undefined ? 'month' : area !== undefined ? 'area' : '';
  return [period, measure, what, part].filter((each) => each !== '').join('.');
}
