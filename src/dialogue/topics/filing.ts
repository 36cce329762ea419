import { departmentFor } from '../../organisation/directory.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type KindGroup, type KindId, kindGroups, kindsOfGroup } from '../../referrals/kinds.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { VisitTopic } from '../standing/visits.ts';
import type { Answer } from '../topic.ts';
import type { World } from '../world.ts';
import { nextQuestion, optionsAsked, questionLine } from './asking.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { filedBeside, newReferral, receipt, whatGoesWhere } from './requesting.ts';
import { withHelped } from './visits.ts';

type FormFor = Omit<Extract<VisitTopic, { name: 'formFor' }>, 'name'>;

/** A helper asks for help beside somebody who has no phone at hand: first what for. */
export function startFiling(world: World, account: string): Step {
  return withHelped(world, account, () =>
    reply(
      { name: 'menu' },
      [line('filing:group', { name: { name: account } })],
      [
        ...kindGroups.map(
          (group): Choice => ({ label: line(`kinds:groups.${group}`), action: { do: 'groupFor', account, group } }),
        ),
        menuChoice,
      ],
    ),
  );
}

export function chooseKindFor(world: World, account: string, group: KindGroup): Step {
  return withHelped(world, account, () =>
    reply(
      { name: 'menu' },
      [line('help:kind', { group: { text: `kinds:groups.${group}` } })],
      [
        ...kindsOfGroup(group).map(
          (kind): Choice => ({ label: line(`kinds:${kind}.asSaid`), action: { do: 'kindFor', account, kind } }),
        ),
        menuChoice,
      ],
    ),
  );
}

/** The kind's next question, or what would go where, to be read out to the person. */
export function continueFiling(world: World, { account, kind, answers, area }: Omit<FormFor, 'asked'>): Step {
  const asked = nextQuestion(world, area, kind, answers);
  if (asked === undefined) return withHelped(world, account, (file) => readOut(world, file, kind, answers));
  const options: Choice[] = optionsAsked(kind, asked).map(({ option, label }) => ({
    label,
    action: { do: 'optionFor', option },
  }));
  return reply(
    { name: 'formFor', account, kind, answers: [...answers], area, asked },
    [questionLine(kind, asked)],
    [...options, backChoice],
  );
}

export function answerFor(world: World, topic: FormFor, answer: Omit<Answer, 'question'>): Step {
  const asked = topic.asked ?? nextQuestion(world, topic.area, topic.kind, topic.answers);
  if (asked === undefined) return continueFiling(world, topic);
  return continueFiling(world, { ...topic, answers: [...topic.answers, { ...asked, ...answer }] });
}

function readOut(world: World, { person, hasPhone }: PersonFile, kind: KindId, answers: readonly Answer[]): Outcome {
  const { accountId: account } = person;
  const whose = { accountId: account, hasPhone, areaId: person.areaId };
  return reply(
    { name: 'passingFor', account, kind, answers: [...answers], area: person.areaId },
    [
      line('filing:readOut', { name: { name: account } }),
      ...whatGoesWhere(world, whose, kind, answers),
      line('help:onward'),
      line('filing:mayWe'),
    ],
    [
      { label: line('filing:spokenYes'), action: { do: 'spokenYes' } },
      { label: line('help:passOnNo'), action: { do: 'leave' } },
      backChoice,
    ],
  );
}

/** The spoken yes: recorded with who heard it. The person is told as soon as they can be reached. */
export function fileFor(world: World, { account, kind, answers }: FormFor): Step {
  const me = world.account?.id;
  if (me === undefined) return mainMenu(world);
  return withHelped(world, account, ({ person, hasPhone }) => {
    const department = departmentFor(world.directory, person.areaId, kind);
    const referral = newReferral(world, { kind, department, person, filedBy: me });
    const filed = filedBeside(world, { referral, department, answers, hasPhone, account, heardBy: me });
    return saidFirst([...receipt(world, referral, department), line('filing:youHear')], mainMenu(world), filed);
  });
}
