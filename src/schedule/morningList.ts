import { dayOf, minutesOfDay } from '../calendar/day.ts';
import { isQuiet } from '../calendar/quietHours.ts';
import { isWorkingDay } from '../calendar/workingDays.ts';
import type { Choice, Message } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import { visitChoice } from '../dialogue/topics/visits.ts';
import type { DueVisit } from '../dialogue/world.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import { standing, type Visit } from '../visits/visit.ts';
import type { ClockRule } from './rule.ts';

/** 08:30: after the quiet hours, before the offices open. */
const fromMinutes = 8 * 60 + 30;
/** As many as a phone's screen holds; the rest is one tap away. */
const mostShown = 9;

interface DueCall {
  readonly id: string;
  readonly personAccountId: string;
}

/** What waits for one helper this morning, as `due_morning_lists` gives it. */
interface Morning {
  /** Who gets the list: the helper, or for one who is away without a substitute the coordinators of `areaId`. */
  readonly helperId: string;
  readonly areaId: string;
  readonly isAway: boolean;
  readonly visits: readonly { readonly row: Row; readonly accountId: string }[];
  readonly calls: readonly { readonly id: string; readonly accountId: string }[];
}

/** One list a helper and working day: overdue, today, this week, urgent first, calls among them. Nothing due, no message. */
export const morningList: ClockRule = {
  rule: 'morningList',
  isTime: (now, calendar) => isWorkingDay(calendar, dayOf(now)) && minutesOfDay(now) >= fromMinutes && !isQuiet(now),
  find: 'due_morning_lists',
  work(row, now) {
    const { helperId, areaId, isAway, visits, calls } = row as unknown as Morning;
    const today = dayOf(now);
    const due = visits.map((each) => ({ visit: fromRow<Visit>(each.row), personAccountId: each.accountId }));
    return {
      rule: 'morningList',
      subjectId: helperId,
      updateId: `morningList ${helperId} ${today}`,
      timer: null,
      decide: () => ({
        changes: [{ fact: 'visitsListed', visits: due.map(({ visit }) => visit), day: today }],
        messages: [
          listMessage(
            isAway ? { coordinators: areaId } : { account: helperId },
            due,
            calls.map(({ id, accountId }) => ({ id, personAccountId: accountId })),
            today,
          ),
        ],
      }),
    };
  },
};

function listMessage(to: Message['to'], due: readonly DueVisit[], calls: readonly DueCall[], today: string): Message {
  const later = due.filter(({ visit }) => standing(visit, today) === 'later').length;
  const shown = due.slice(0, mostShown);
  const choices: Choice[] = [
    ...shown.map((each) => visitChoice(each, today)),
    ...calls.slice(0, mostShown).map(
      ({ personAccountId }): Choice => ({
        label: line('visits:callItem', { name: { name: personAccountId } }),
        action: { do: 'helpedPerson', account: personAccountId },
      }),
    ),
  ];
  if (due.length > shown.length) choices.push({ label: line('common:more'), action: { do: 'dueVisits', page: 1 } });
  return {
    to,
    rule: 'morningList',
    lines: [
      line('visits:morning'),
      line('visits:morningCount', {
        today: { number: String(due.length - later) },
        later: { number: String(later) },
      }),
    ],
    choices,
  };
}
