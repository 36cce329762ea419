import { dayOf, minutesOfDay } from '../calendar/day.ts';
import { isQuiet } from '../calendar/quietHours.ts';
import { isWorkingDay } from '../calendar/workingDays.ts';
import { line } from '../dialogue/parameter.ts';
import type { Counts } from '../dialogue/registerFound.ts';
import { countChoices, countLines } from '../dialogue/topics/overdue.ts';
import type { ClockRule } from './rule.ts';

/** 17:00: while there is still somebody at the other end of a phone. */
const fromMinutes = 17 * 60;

/** What one coordinator or office still has before them, as `due_day_summaries` gives it. */
interface Summary {
  readonly accountId: string;
  readonly isOffice: boolean;
  readonly counts: Counts;
}

/** One summary a coordinator and working day, when there is something to say; the office's has numbers only. */
export const daySummary: ClockRule = {
  rule: 'daySummary',
  isTime: (now, calendar) => isWorkingDay(calendar, dayOf(now)) && minutesOfDay(now) >= fromMinutes && !isQuiet(now),
  find: 'due_day_summaries',
  work(row, now) {
    const { accountId, isOffice, counts } = row as unknown as Summary;
    return {
      rule: 'daySummary',
      subjectId: accountId,
      updateId: `daySummary ${accountId} ${dayOf(now)}`,
      timer: null,
      decide: () => ({
        changes: [],
        messages: [
          {
            to: { account: accountId },
            rule: 'daySummary',
            lines: isOffice
              ? [line('overdue:summaryOffice'), ...countLines(counts)]
              : [line('overdue:summary'), ...countLines(counts)],
            choices: isOffice
              ? [{ label: line('menu:areaCounts'), action: { do: 'areaCounts', page: 0 } }]
              : countChoices(counts),
          },
        ],
      }),
    };
  },
};
