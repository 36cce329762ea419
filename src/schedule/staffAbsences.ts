import { line } from '../dialogue/parameter.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import type { ClockRule, DueWork } from './rule.ts';

interface DueAbsence {
  readonly id: string;
  readonly version: number;
  readonly accountId: string;
  readonly substituteId: string;
  readonly fromDay: string;
  readonly untilDay: string;
  readonly begunAt: string | null;
}

/** On somebody's first day away the colleague who stands in is told; on the day after the last, both. */
export const staffAbsences: ClockRule = {
  rule: 'staffAbsences',
  isTime: () => true,
  find: 'due_staff_absences',
  work: (row: Row) => workOf(fromRow<DueAbsence>(row)),
};

function workOf(absence: DueAbsence): DueWork {
  const { id, version, accountId, substituteId, fromDay, untilDay } = absence;
  const parameters = { name: { name: accountId }, from: { day: fromDay }, until: { day: untilDay } };
  const common = { rule: 'staffAbsences', subjectId: accountId, timer: null } as const;
  const tell = (to: string, key: 'standInNow' | 'standInEnds' | 'welcomeBack') =>
    ({
      to: { account: to },
      rule: 'staffAbsences',
      lines: [line(`deskQueue:away.${key}`, parameters)],
      choices: [],
    }) as const;
  return {
    ...common,
    updateId: `staffAbsences ${id} ${version}`,
    decide: ({ world }) =>
      untilDay < world.today
        ? {
            changes: [{ fact: 'staffBack', absence: { id, version } }],
            messages: [tell(accountId, 'welcomeBack'), tell(substituteId, 'standInEnds')],
          }
        : {
            changes: [{ fact: 'staffAwayBegan', absence: { id, version } }],
            messages: [tell(substituteId, 'standInNow')],
          },
  };
}
