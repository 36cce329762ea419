import type { Cover } from '../dialogue/facts/register.ts';
import type { Absence, HelpedPerson } from '../dialogue/registerFound.ts';
import { coverMessages } from '../dialogue/topics/covering.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import { nothing } from './clockOutcome.ts';
import type { ClockRule } from './rule.ts';

/** As `due_absence_begins` gives it. */
interface Beginning {
  readonly timerId: string;
  /** Null where the helper does not go after all. */
  readonly absence: Row | null;
  readonly people: readonly Pick<HelpedPerson, 'personId' | 'accountId'>[] | null;
}

/** The first day of an absence that a coordinator planned ahead: whoever stands in does so from now on. */
export const absenceBegins: ClockRule = {
  rule: 'absenceBegins',
  isTime: () => true,
  find: 'due_absence_begins',
  work(row) {
    const { timerId, absence: found, people } = row as unknown as Beginning;
    const absence = found === null ? null : fromRow<Absence>(found);
    return {
      rule: 'absenceBegins',
      subjectId: absence?.accountId ?? timerId,
      updateId: `timer ${timerId}`,
      timer: timerId,
      decide({ world }) {
        if (absence === null) return nothing;
        const { id, version, accountId: helper, fromDay: from, untilDay: until, substituteId: substitute } = absence;
        const covers: Cover[] =
          substitute === null
            ? []
            : (people ?? []).map(({ personId }) => ({ memberId: world.draw.id(), personId, substitute }));
        return {
          changes: [
            {
              fact: 'absenceCovered',
              absenceId: id,
              absence: { id, version },
              helper,
              from,
              until,
              substitute,
              begins: true,
              ends: [],
              covers,
            },
          ],
          messages: coverMessages(helper, until, covers, people ?? [], 'absenceBegins'),
        };
      },
    };
  },
};
