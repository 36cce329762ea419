/** What becomes of a visit that is not logged: nobody was reached, another day, or the person is asked first. */
import type { Day } from '../../calendar/day.ts';
import { addWorkingDays } from '../../calendar/workingDays.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type ReasonToReschedule, reasonsNotMet, reasonsToReschedule, type Visit } from '../../visits/visit.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { RuleName } from '../rules.ts';
import type { VisitTopic } from '../standing/visits.ts';
import type { World } from '../world.ts';
import { dayChoice, recordFor } from './logging.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { helpedFile, showVisit } from './visits.ts';

type TopicOf<Name extends VisitTopic['name']> = Extract<VisitTopic, { name: Name }>;

/** 没联系上: one tap for why. */
export function askWhyNotReached(world: World, visitId: string): Step {
  return withDueVisit(world, visitId, (file) =>
    reply(
      { name: 'whyNotReached', account: file.person.accountId, visit: visitId },
      [line('visits:whyNotReached', { name: { name: file.person.accountId } })],
      [
        ...reasonsNotMet.map(
          (reason): Choice => ({ label: line(`visits:reason.${reason}`), action: { do: 'notMet', reason } }),
        ),
        backChoice,
      ],
    ),
  );
}

/** 改期 and 约时间: which of the next working days. */
export function askNewDay(world: World, visitId: string, proposing: boolean): Step {
  return withDueVisit(world, visitId, (file) => {
    const days = [0, 1, 2, 3, 5].map((count) => addWorkingDays(world.calendar, world.today, count).day);
    const { accountId } = file.person;
    return reply(
      { name: 'newDay', account: accountId, visit: visitId, proposing },
      [line(proposing ? 'visits:proposeDay' : 'visits:newDay', { name: { name: accountId } })],
      [...days.slice(proposing ? 0 : 1).map(dayChoice), backChoice],
    );
  });
}

export function askWhyLater({ account, visit }: TopicOf<'newDay'>, day: Day): Outcome {
  const choices: Choice[] = reasonsToReschedule.map((reason) => ({
    label: line(`visits:reason.${reason}`),
    action: { do: 'whyLater', reason },
  }));
  return reply({ name: 'whyLater', account, visit, day }, [line('visits:whyLater')], [...choices, backChoice]);
}

export function reschedule(world: World, topic: TopicOf<'whyLater'>, reason: ReasonToReschedule): Step {
  return withDueVisit(world, topic.visit, (file, visit) => {
    const record = recordFor(
      world,
      file,
      { visit: visit.id, on: world.today, how: null },
      { outcome: 'rescheduled', reason, needs: [] },
    );
    return goOn(
      world,
      [line('visits:rescheduled', { date: { day: topic.day } })],
      [{ fact: 'visitRescheduled', record: { ...record, newDueOn: topic.day }, visit, dueOn: topic.day }],
    );
  });
}

/** The person is asked first (好 · 改 · 换). Without a chat the helper calls. */
export function propose(world: World, topic: TopicOf<'newDay'>, day: Day): Step {
  return withDueVisit(world, topic.visit, (file, visit) => {
    const { accountId } = file.person;
    const date = { day };
    const lines = [
      line(file.isReached ? 'visits:proposed' : 'visits:proposedNoChat', { name: { name: accountId }, date }),
    ];
    const outcome = goOn(world, lines, [{ fact: 'visitProposed', visit, meetOn: day }]);
    return { ...outcome, messages: [...outcome.messages, visitQuestion(world.account?.id ?? '', file, visit.id, day)] };
  });
}

/** 走访(给本人): who would like to come when; yes, another day, somebody else. */
export function visitQuestion(helper: string, { person }: PersonFile, visit: string, day: Day, rule?: RuleName) {
  return {
    to: { account: person.accountId },
    discreet: true,
    ...(rule === undefined ? {} : { rule }),
    lines: [line('visits:ask', { name: { name: person.accountId }, helper: { name: helper }, date: { day } })],
    choices: [
      ...(['yes', 'change', 'swap'] as const).map(
        (answer): Choice => ({ label: line(`visits:reply.${answer}`), action: { do: 'visitAnswer', visit, answer } }),
      ),
      humanChoice,
    ],
  };
}

function goOn(world: World, lines: readonly Line[], changes: Outcome['changes']): Outcome {
  return saidFirst(lines, mainMenu(world), { changes });
}

function withDueVisit(world: World, visitId: string, then: (file: PersonFile, visit: Visit) => Outcome): Step {
  if (world.found === null) return { search: { what: 'file', visitId } };
  const file = helpedFile(world);
  const visit = file?.visits.find(({ id }) => id === visitId);
  return file === null || visit === undefined ? showVisit(world, visitId) : then(file, visit);
}
