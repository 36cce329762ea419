import { kindIds } from '../../referrals/kinds.ts';
import { byArea, type Cell, measureNames } from '../../statistics/measures.ts';
import type { Report } from '../../statistics/report.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { areaName, changeOf, hasShare, shareOf } from './words.ts';

/** A cell of a table: words, or a number that says which rows it counts. */
export type TableCell = { readonly text: string } | { readonly cell: Cell };

export interface SheetTable {
  readonly id: 'overview' | 'kinds' | 'refusals' | 'areas' | 'months';
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** The tables of a report: what the page shows and the export holds are the same. */
export function tablesOf(desk: DeskRequest, report: Report): SheetTable[] {
  return [
    overview(desk, report),
    ...kinds(desk, report, 'requests', 'kinds'),
    ...kinds(desk, report, 'refused', 'refusals'),
    ...areas(desk, report),
    ...months(desk, report),
  ];
}

const text = (words: string): TableCell => ({ text: words });

function overview(desk: DeskRequest, report: Report): SheetTable {
  const rows = measureNames.map((measure): TableCell[] => {
    const now = { period: 'now', measure } as const;
    const before = { period: 'before', measure } as const;
    const isShared = hasShare(measure);
    return [
      text(desk.say(`deskStatistics:measure.${measure}`)),
      { cell: now },
      isShared ? { cell: { ...now, hit: true } } : text(''),
      text(isShared ? shareOf(report, now) : ''),
      { cell: before },
      text(isShared ? shareOf(report, before) : ''),
      text(changeOf(report, measure)),
    ];
  });
  const heads = (['what', 'now', 'good', 'share', 'before', 'shareBefore', 'change'] as const).map((name) =>
    desk.say(`deskStatistics:column.${name}`),
  );
  return { id: 'overview', caption: desk.say('deskStatistics:overview'), heads, rows };
}

/** Only kinds that were asked for in one of the two periods: a zero says nothing of anybody. */
function kinds(
  desk: DeskRequest,
  report: Report,
  measure: 'requests' | 'refused',
  id: 'kinds' | 'refusals',
): SheetTable[] {
  const rows = kindIds
    .map((kind) => [{ period: 'now', measure, kind } as const, { period: 'before', measure, kind } as const] as const)
    .filter((cells) => cells.some((cell) => report.number(cell) !== 0))
    .sort(([one], [other]) => (report.number(other) ?? 2.5) - (report.number(one) ?? 2.5))
    .map(([now, before]) => [text(desk.say(`kinds:${now.kind}.name`)), { cell: now }, { cell: before }]);
  const heads = (['kind', 'now', 'before'] as const).map((name) => desk.say(`deskStatistics:column.${name}`));
  return rows.length === 0 ? [] : [{ id, caption: desk.say(`deskStatistics:${id}`), heads, rows }];
}

function areas(desk: DeskRequest, report: Report): SheetTable[] {
  if (report.parts.length === 0) return [];
  const rows = report.parts.map(({ id }) => [
    text(areaName(desk, report, id)),
    ...byArea.map((measure): TableCell => ({ cell: { period: 'now', measure, area: id } })),
  ]);
  const heads = [
    desk.say('deskStatistics:column.area'),
    ...byArea.map((measure) =>
      measure === 'helped' ? desk.say('deskStatistics:short.onFile') : desk.say(`deskStatistics:measure.${measure}`),
    ),
  ];
  return [{ id: 'areas', caption: desk.say('deskStatistics:areas'), heads, rows }];
}

function months(desk: DeskRequest, report: Report): SheetTable[] {
  if (report.months.length === 0) return [];
  const rows = report.months.map((month) => [
    text(month),
    { cell: { period: 'now', measure: 'registered', month } as const },
    { cell: { period: 'now', measure: 'requests', month } as const },
  ]);
  const heads = [
    desk.say('deskStatistics:column.month'),
    desk.say('deskStatistics:measure.registered'),
    desk.say('deskStatistics:measure.requests'),
  ];
  return [{ id: 'months', caption: desk.say('deskStatistics:months'), heads, rows }];
}

/** What has to be known to read the numbers. */
export function notesOf(desk: DeskRequest): string[] {
  return (['small', 'standing', 'fourOnes', 'timely', 'erased'] as const).map((name) =>
    desk.say(`deskStatistics:${name}`),
  );
}
