import { dayOf } from '../calendar/day.ts';
import { isQuiet } from '../calendar/quietHours.ts';
import { isWorkingDay } from '../calendar/workingDays.ts';
import { line } from '../dialogue/parameter.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import type { Visit } from '../visits/visit.ts';
import type { ClockRule } from './rule.ts';

/** A must-visit that nobody made by its day, as `due_late_must_visits` gives it. */
interface LateMustVisit {
  readonly row: Row;
  readonly accountId: string;
  readonly areaId: string;
}

/** Once a must-visit is past its day the coordinators are told, with one tap to whom to call or to send. */
export const mustVisitLate: ClockRule = {
  rule: 'mustVisitLate',
  isTime: (now, calendar) => isWorkingDay(calendar, dayOf(now)) && !isQuiet(now),
  find: 'due_late_must_visits',
  work(row) {
    const { row: visitRow, accountId, areaId } = row as unknown as LateMustVisit;
    const visit = fromRow<Visit>(visitRow);
    return {
      rule: 'mustVisitLate',
      subjectId: visit.id,
      updateId: `mustVisitLate ${visit.id}`,
      timer: null,
      decide: () => ({
        changes: [{ fact: 'mustVisitEscalated', visit }],
        messages: [
          {
            to: { coordinators: areaId },
            rule: 'mustVisitLate',
            lines: [line('reports:late', { name: { name: accountId }, date: { by: visit.dueOn } })],
            choices: [{ label: line('reports:seeVisit'), action: { do: 'lateVisit', visit: visit.id } }],
          },
        ],
      }),
    };
  },
};
