import type { Message } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import type { RuleName } from '../dialogue/rules.ts';
import { humanChoice } from '../dialogue/topics/menu.ts';
import { activeHelpers, toHelpers } from '../dialogue/topics/ownFile.ts';
import type { World } from '../dialogue/world.ts';
import { stationOf } from '../organisation/directory.ts';
import type { PersonFile } from '../people/personFile.ts';
import { replanned } from '../visits/settle.ts';
import type { ClockOutcome } from './clockOutcome.ts';
import { isDaytime, personWork } from './personWork.ts';
import type { ClockRule } from './rule.ts';

/** The helping period is over: thanks, and help stays open. */
export const periodEnd: ClockRule = {
  rule: 'periodEnd',
  isTime: isDaytime,
  find: 'due_period_ends',
  work: (row) => personWork('periodEnd', row, (file, _, world) => endPeriod(file, world)),
};

/** More frequent visits were agreed until a day: from then on every half year again. */
export const visitReview: ClockRule = {
  rule: 'visitReview',
  isTime: isDaytime,
  find: 'due_visit_reviews',
  work: (row) => personWork('visitReview', row, (file, _, world) => reviewVisits(file, world)),
};

export function endPeriod(file: PersonFile, world: World): ClockOutcome {
  const { person, checkIn } = file;
  const name = { name: person.accountId };
  const phone = { departmentPhone: stationOf(world.directory, person.areaId).id };
  const toPerson: Message = {
    to: { account: person.accountId },
    discreet: true,
    rule: 'periodEnd',
    lines: [line('period:ended', { name, phone })],
    choices: [{ label: line('menu:help'), action: { do: 'help' } }, humanChoice],
  };
  const helpers = activeHelpers(file).length === 0 ? [] : toHelpers(file, [line('period:endedToHelper', { name })]);
  return {
    changes: [
      {
        fact: 'periodEnded',
        person: { id: person.id, version: person.version },
        cancelled: file.visits.filter(({ kind }) => kind === 'regular'),
        checkIn: checkIn === null ? null : { id: checkIn.id, version: checkIn.version },
      },
    ],
    messages: [...(person.state === 'agreed' ? [toPerson] : []), ...helpers.map(byRule('periodEnd'))],
  };
}

export function reviewVisits(file: PersonFile, world: World): ClockOutcome {
  const { person } = file;
  const plan = replanned(world.calendar, { ...file, person: { ...person, visitEveryMonths: 6 } }, null, world.today);
  const next = plan?.next ?? (plan === null ? file.visits.find(({ kind }) => kind === 'regular') : undefined);
  const name = { name: person.accountId };
  const lines = [
    next === undefined
      ? line('period:reviewedNoNext', { name })
      : line('period:reviewed', { name, date: { by: next.dueOn, provisional: next.provisional } }),
  ];
  const helpers = activeHelpers(file).length === 0 ? [] : toHelpers(file, lines);
  const coordinators: Message = { to: { coordinators: person.areaId }, lines, choices: [] };
  return {
    changes: [{ fact: 'visitsReviewed', person: { id: person.id, version: person.version }, plan }],
    messages: [...helpers, coordinators].map(byRule('visitReview')),
  };
}

function byRule(rule: RuleName): (message: Message) => Message {
  return (message) => ({ ...message, rule });
}
