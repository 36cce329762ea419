import { isDay } from '../../calendar/day.ts';
import type { Membership } from '../../dialogue/world.ts';
import type { Area, Directory } from '../../organisation/directory.ts';
import { type Counted, measureNames } from '../../statistics/measures.ts';
import {
  freePeriod,
  type Period,
  type PeriodKind,
  periodAround,
  periodBefore,
  periodKinds,
} from '../../statistics/period.ts';
import { type Report, reportOf } from '../../statistics/report.ts';
import type { DeskRequest } from '../deskRequest.ts';

/** What a page of the statistics is about, as its address says it. */
export interface Asked {
  readonly area: Area;
  readonly period: Period;
}

/** The areas that somebody coordinates or oversees, with all below them, from the top. */
export function overseen(directory: Directory, memberships: readonly Membership[]): Area[] {
  const mine = memberships.flatMap(({ role, areaId }) => {
    const area = role === 'coordinator' || role === 'office' ? directory.areas.get(areaId) : undefined;
    return area === undefined ? [] : [area];
  });
  return [...directory.areas.values()]
    .filter(({ path }) => mine.some((area) => path.startsWith(area.path)))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Undefined for an area that is not theirs. What is no period falls back to the quarter that lasts. */
export function readAsked(desk: DeskRequest): Asked | undefined {
  const areas = overseen(desk.directory, desk.actor.memberships);
  const wanted = desk.query('area');
  const area = wanted === '' ? areas[0] : areas.find(({ id }) => id === wanted);
  return area === undefined ? undefined : { area, period: readPeriod(desk) };
}

function readPeriod(desk: DeskRequest): Period {
  const kind: PeriodKind = periodKinds.find((each) => each === desk.query('kind')) ?? 'quarter';
  if (kind === 'free') {
    return freePeriod(desk.query('first'), desk.query('last')) ?? periodAround('quarter', desk.today);
  }
  const day = desk.query('day');
  return periodAround(kind, isDay(day) ? day : desk.today);
}

/** The numbers of a page; undefined where the database, too, says that the area is not theirs. */
export async function readReport(desk: DeskRequest, { area, period }: Asked): Promise<Report | undefined> {
  const before = periodBefore(period);
  const counted = await desk.read<readonly Counted[] | null>('desk_statistics', {
    area: area.id,
    measures: measureNames,
    periods: [
      { name: 'now', since: period.from, until: period.until },
      { name: 'before', since: before.from, until: before.until },
    ],
  });
  const { directory, today } = desk;
  return counted === null ? undefined : reportOf({ area, now: period, before, directory, today }, counted);
}

/** The same page, or one beside it, about this. */
export function addressOf(path: string, { area, period }: Asked, more: Readonly<Record<string, string>> = {}): string {
  const { kind, from, until } = period;
  const last = new Date(Date.parse(until) - 86_400_000).toISOString().slice(0, 10);
  const when = kind === 'free' ? { first: from, last } : { day: from };
  return `${path}?${new URLSearchParams({ area: area.id, kind, ...when, ...more })}`;
}
