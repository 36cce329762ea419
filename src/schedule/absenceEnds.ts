import { line } from '../dialogue/parameter.ts';
import { fromRow } from '../turn/rows.ts';
import type { ClockRule } from './rule.ts';

/** The day after a helper's last day away: the list comes to them again, and whoever stood in no longer does. */
export const absenceEnds: ClockRule = {
  rule: 'absenceEnds',
  isTime: () => true,
  find: 'due_absence_ends',
  work(row) {
    const { id, version, accountId } = fromRow<{ id: string; version: number; accountId: string }>(row);
    return {
      rule: 'absenceEnds',
      subjectId: accountId,
      updateId: `absenceEnds ${id}`,
      timer: null,
      decide: () => ({
        changes: [{ fact: 'helperBack', helper: accountId, absence: { id, version } }],
        messages: [
          { to: { account: accountId }, rule: 'absenceEnds', lines: [line('visits:welcomeBack')], choices: [] },
        ],
      }),
    };
  },
};
