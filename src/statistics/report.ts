import type { Day } from '../calendar/day.ts';
import type { Area, Directory } from '../organisation/directory.ts';
import { type KindId, kindIds } from '../referrals/kinds.ts';
import {
  byArea,
  byKind,
  byMonth,
  type Cell,
  type Counted,
  keyOf,
  type Measure,
  measureNames,
  measures,
  onFile,
  type PeriodName,
} from './measures.ts';
import { monthsOf, type Period } from './period.ts';
import { type Sum, suppressed } from './suppress.ts';

export interface ReportAsked {
  readonly area: Area;
  readonly now: Period;
  readonly before: Period;
  readonly directory: Directory;
  readonly today: Day;
}

/** All numbers of a sheet: each as it is shown, and which rows it counts. */
export interface Report extends ReportAsked {
  /** The areas right below; the area itself comes last, where it has people of its own. Empty where nothing is below. */
  readonly parts: readonly Area[];
  /** Those that have begun, where it is more than one. */
  readonly months: readonly string[];
  /** Null where it is not shown. */
  number(cell: Cell): number | null;
  cell(key: string): Cell | undefined;
}

const periods: readonly PeriodName[] = ['now', 'before'];

/** Puts together what was counted, and hides what is too small or would give that away. */
export function reportOf(asked: ReportAsked, counted: readonly Counted[]): Report {
  const parts = partsOf(asked, counted);
  const begun = monthsOf(asked.now).filter((month) => month <= asked.today.slice(0, 7));
  const months = begun.length > 1 ? begun : [];
  const partOf = (areaId: string) => partIn(asked, parts, areaId);
  const counts = new Map<string, number>();
  const cells = new Map<string, Cell>();
  const sums: Sum[] = [];
  const declare = (cell: Cell): string => {
    const key = keyOf(cell);
    cells.set(key, cell);
    if (!counts.has(key)) counts.set(key, 0);
    return key;
  };
  for (const period of periods) {
    for (const measure of measureNames) declareMeasure({ period, measure, parts, months }, declare, sums);
    // The same people in three rows.
    for (const measure of onFile.slice(1))
      sums.push({ total: keyOf({ period, measure: 'helped' }), parts: [keyOf({ period, measure })] });
  }
  for (const row of counted) {
    for (const cell of cellsOf(row, partOf(row.areaId))) {
      const key = keyOf(cell);
      if (cells.has(key)) counts.set(key, (counts.get(key) ?? 0) + row.count);
    }
  }
  const hidden = suppressed(counts, sums.filter(isRealSum));
  return {
    ...asked,
    parts,
    months,
    number: (cell) => {
      const key = keyOf(cell);
      return hidden.has(key) ? null : (counts.get(key) ?? 0);
    },
    cell: (key) => cells.get(key),
  };
}

interface Declared {
  readonly period: PeriodName;
  readonly measure: Measure;
  readonly parts: readonly Area[];
  readonly months: readonly string[];
}

function declareMeasure(
  { period, measure, parts, months }: Declared,
  declare: (cell: Cell) => string,
  sums: Sum[],
): void {
  const base = { period, measure };
  const total = declare(base);
  if (measures[measure].share)
    sums.push({ total, parts: [declare({ ...base, hit: true }), declare({ ...base, hit: false })] });
  if (byKind.includes(measure)) sums.push({ total, parts: kindIds.map((kind) => declare({ ...base, kind })) });
  if (byArea.includes(measure)) sums.push({ total, parts: parts.map(({ id }) => declare({ ...base, area: id })) });
  if (byMonth.includes(measure) && period === 'now')
    sums.push({ total, parts: months.map((month) => declare({ ...base, month })) });
}

function isRealSum({ parts }: Sum): boolean {
  return parts.length > 0;
}

function cellsOf({ period, measure, hit, bucket, month }: Counted, area: string | undefined): Cell[] {
  const base = { period, measure };
  const kind: KindId | null = bucket;
  return [
    base,
    ...(hit === null ? [] : [{ ...base, hit }]),
    ...(kind === null ? [] : [{ ...base, kind }]),
    { ...base, month },
    ...(area === undefined ? [] : [{ ...base, area }]),
  ];
}

function partsOf({ area, directory }: ReportAsked, counted: readonly Counted[]): Area[] {
  const below = [...directory.areas.values()].filter(({ parentId }) => parentId === area.id);
  if (below.length === 0) return [];
  return counted.some(({ areaId }) => areaId === area.id) ? [...below, area] : below;
}

function partIn({ area, directory }: ReportAsked, parts: readonly Area[], areaId: string): string | undefined {
  if (areaId === area.id) return area.id;
  const path = directory.areas.get(areaId)?.path ?? '';
  return parts.find((part) => part.id !== area.id && path.startsWith(part.path))?.id;
}

/** The areas whose rows a number counts; undefined for all of the sheet's. */
export function areasOf(
  { area, directory }: Pick<ReportAsked, 'area' | 'directory'>,
  cell: Cell,
): string[] | undefined {
  if (cell.area === undefined) return undefined;
  if (cell.area === area.id) return [area.id];
  const path = directory.areas.get(cell.area)?.path ?? '/none/';
  return [...directory.areas.values()].filter((each) => each.path.startsWith(path)).map(({ id }) => id);
}
