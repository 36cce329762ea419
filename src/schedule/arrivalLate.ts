import { dayOf } from '../calendar/day.ts';
import { isQuiet } from '../calendar/quietHours.ts';
import { isWorkingDay } from '../calendar/workingDays.ts';
import { line } from '../dialogue/parameter.ts';
import type { ClockRule } from './rule.ts';

/** Whoever was expected in one area and did not come, as `due_late_arrivals` gives it. */
interface LateArrivals {
  readonly areaId: string;
  readonly arrivals: readonly {
    readonly id: string;
    readonly version: number;
    readonly accountId: string;
    readonly dueOn: string;
  }[];
}

const mostShown = 7;

/** The day after somebody was expected the coordinators are told, once, so that one of them calls. Nothing else follows. */
export const arrivalLate: ClockRule = {
  rule: 'arrivalLate',
  isTime: (now, calendar) => isWorkingDay(calendar, dayOf(now)) && !isQuiet(now),
  find: 'due_late_arrivals',
  work(row) {
    const { areaId, arrivals } = row as unknown as LateArrivals;
    const first = arrivals[0]?.id ?? areaId;
    return {
      rule: 'arrivalLate',
      subjectId: first,
      updateId: `arrivalLate ${first}`,
      timer: null,
      decide: () => ({
        changes: arrivals.map(({ id, version }) => ({ fact: 'arrivalLateTold', arrival: { id, version } }) as const),
        messages: [
          {
            to: { coordinators: areaId },
            rule: 'arrivalLate',
            lines: arrivals
              .slice(0, mostShown)
              .map(({ accountId, dueOn }) =>
                line('arrivals:late', { name: { name: accountId }, date: { day: dueOn } }),
              ),
            choices: [{ label: line('arrivals:see'), action: { do: 'arrivals', page: 0 } }],
          },
        ],
      }),
    };
  },
};
