import type { Day } from '../calendar/day.ts';
import { dayOf } from '../calendar/day.ts';
import type { Calendar } from '../calendar/workingDays.ts';
import type { PlanChange } from '../dialogue/facts/visits.ts';
import type { PersonFile } from '../people/personFile.ts';
import { nextVisit, settles } from './plan.ts';

type Known = Pick<PersonFile, 'person' | 'arrival' | 'visits' | 'lastMetOn'>;

/**
 * How the plan changes when the person was met on `metOn` (null: only the agreement or the arrival changed): every visit
 * that this satisfies is settled by `record`, and the next regular one stands by the rules. Null when nothing changes.
 */
export function replanned(
  calendar: Calendar,
  file: Known,
  met: { readonly on: Day; readonly record: string } | null,
  today: Day,
): PlanChange | null {
  const settled = met === null ? [] : file.visits.filter((visit) => settles(visit, met.on));
  const open = file.visits.find((visit) => visit.kind === 'regular' && !settled.includes(visit)) ?? null;
  const lastMetOn = [file.lastMetOn, met?.on ?? null].reduce(later, null);
  const { arrival, person } = file;
  const next =
    arrival?.reportedAt === null || arrival === null || person.periodEndedAt !== null
      ? null
      : nextVisit(
          calendar,
          {
            arrivedOn: dayOf(new Date(arrival.reportedAt)),
            everyMonths: person.visitEveryMonths,
            lastMetOn,
            helpedUntil: person.helpedUntil,
          },
          today,
        );
  // A due visit that already is the next one stays as it is, with what was agreed about it.
  const stays = open !== null && next !== null && open.slot === next.slot;
  if (settled.length === 0 && (stays || (next === null && open === null))) return null;
  return {
    personId: person.id,
    settled,
    settledBy: met?.record ?? null,
    cancelled: next === null && open !== null ? [open] : [],
    next: stays ? null : next,
    moved: stays || next === null ? null : open,
  };
}

function later(first: Day | null, second: Day | null): Day | null {
  if (first === null || second === null) return first ?? second;
  return first > second ? first : second;
}
