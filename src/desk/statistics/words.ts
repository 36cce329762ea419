import { type Cell, type Measure, measures } from '../../statistics/measures.ts';
import type { Report } from '../../statistics/report.ts';
import type { DeskRequest } from '../deskRequest.ts';

/** What stands where a number is not shown. */
export const hiddenSign = '＊';

export function numberOf(value: number | null): string {
  return value === null ? hiddenSign : String(value);
}

type Shared = { [Name in Measure]: (typeof measures)[Name]['share'] extends true ? Name : never }[Measure];

export function hasShare(measure: Measure): measure is Shared {
  return measures[measure].share;
}

/** In whole per cent; empty where there is nothing to share out. */
export function shareOf(report: Report, { period, measure }: Pick<Cell, 'period' | 'measure'>): string {
  const all = report.number({ period, measure });
  const hit = report.number({ period, measure, hit: true });
  if (all === null || hit === null) return hiddenSign;
  return all === 0 ? '' : `${Math.round((hit / all) * 100)}%`;
}

export function changeOf(report: Report, measure: Measure): string {
  const now = report.number({ period: 'now', measure });
  const before = report.number({ period: 'before', measure });
  if (now === null || before === null) return hiddenSign;
  return now === before ? '0' : now > before ? `+${now - before}` : `−${before - now}`;
}

export function areaName(desk: DeskRequest, report: Report, id: string): string {
  const area = desk.directory.areas.get(id)?.name[desk.locale] ?? '';
  return id === report.area.id ? desk.say('deskStatistics:own', { area }) : area;
}

/** What a number counts, in words: the title of its list. */
export function nameOf(desk: DeskRequest, report: Report, cell: Cell): string {
  const { measure, hit, kind, month, area } = cell;
  const what = desk.say(`deskStatistics:measure.${measure}`);
  if (hit === false) return desk.say('deskStatistics:list.missed', { what });
  if (hit === true && hasShare(measure)) {
    const good = desk.say(`deskStatistics:good.${measure}`, { count: numberOf(report.number(cell)) });
    return desk.say('deskStatistics:list.good', { what, good });
  }
  const part =
    kind !== undefined ? desk.say(`kinds:${kind}.name`) : area !== undefined ? areaName(desk, report, area) : month;
  return part === undefined ? what : desk.say('deskStatistics:list.of', { what, part });
}
