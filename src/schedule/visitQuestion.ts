import { dayOf } from '../calendar/day.ts';
import { isWorkingDay } from '../calendar/workingDays.ts';
import { whoComes } from '../dialogue/topics/ownFile.ts';
import { visitQuestion as askAbout } from '../dialogue/topics/rescheduling.ts';
import { nothing } from './clockOutcome.ts';
import { isDaytime, personWork } from './personWork.ts';
import type { ClockRule } from './rule.ts';

/** Two working days before a visit that nobody has asked about, the person is: 好 · 改 · 换. */
export const visitQuestion: ClockRule = {
  rule: 'visitQuestion',
  isTime: (now, calendar) => isWorkingDay(calendar, dayOf(now)) && isDaytime(now),
  find: 'due_visit_questions',
  work: (row) =>
    personWork('visitQuestion', row, (file, subject) => {
      const visit = file.visits.find(({ id }) => id === subject);
      const helper = whoComes(file);
      if (visit === undefined || helper === undefined) return nothing;
      return {
        changes: [{ fact: 'visitAsked', visit: { id: visit.id, version: visit.version } }],
        messages: [askAbout(helper.accountId, file, visit.id, visit.meetOn ?? visit.dueOn, 'visitQuestion')],
      };
    }),
};
