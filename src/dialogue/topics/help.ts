import { type KindGroup, type KindId, kindGroups, kindsOfGroup, requestKinds } from '../../referrals/kinds.ts';
import { optionsOf } from '../../referrals/questions.ts';
import { type Choice, type Outcome, reply, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { Asked } from '../standing/answer.ts';
import type { Answer, Topic } from '../topic.ts';
import { bareWords } from '../words.ts';
import type { World } from '../world.ts';
import { nextQuestion, optionsAsked, questionLine } from './asking.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { emergencyLines, isUrgent, whatGoesWhere } from './requesting.ts';

type FormTopic = Extract<Topic, { name: 'form' }>;

export function chooseGroup(): Outcome {
  const choices: Choice[] = kindGroups.map((group) => ({
    label: line(`kinds:groups.${group}`),
    action: { do: 'group', group },
  }));
  return reply({ name: 'groups' }, [line('help:group')], [...choices, backChoice, humanChoice]);
}

export function chooseKind(group: KindGroup): Outcome {
  const choices: Choice[] = kindsOfGroup(group).map((kind) => ({
    label: line(`kinds:${kind}.asSaid`),
    action: { do: 'kind', kind },
  }));
  return reply(
    { name: 'kinds', group },
    [line('help:kind', { group: { text: `kinds:groups.${group}` } })],
    [...choices, backChoice, humanChoice],
  );
}

/** Begins a request, or goes on with it: the next question, or what will be passed on to whom. */
export function continueForm(world: World, kind: KindId, answers: readonly Answer[]): Outcome {
  const asked = nextQuestion(world, world.person?.areaId, kind, answers);
  return asked === undefined ? askPassingOn(world, kind, answers) : askQuestion(kind, asked, answers);
}

function askQuestion(kind: KindId, asked: Asked, answers: readonly Answer[]): Outcome {
  const choices: Choice[] = optionsAsked(kind, asked).map(({ option, label }, index) => ({
    label,
    action: { do: 'option', option, first: index === 0 },
  }));
  const lines = [questionLine(kind, asked)];
  if (answers.length === 0 && isUrgent(kind)) lines.unshift(...emergencyLines(kind));
  return reply({ name: 'form', kind, answers: [...answers], asked }, lines, [...choices, backChoice, humanChoice]);
}

/** Whose answer is awaited: what was shown, whatever the office has set since. */
function askedNow(world: World, { kind, answers, asked }: FormTopic): Asked | undefined {
  return asked ?? nextQuestion(world, world.person?.areaId, kind, answers);
}

export function chooseOption(world: World, topic: FormTopic, option: string): Outcome {
  const asked = askedNow(world, topic);
  if (asked === undefined || optionsOf(topic.kind, asked.question)?.includes(option) !== true)
    return continueForm(world, topic.kind, topic.answers);
  return continueForm(world, topic.kind, [...topic.answers, { ...asked, option }]);
}

/** Any typed answer will do, also where options are offered: people say it in their own words. */
export function typeAnswer(world: World, topic: FormTopic, text: string): Outcome {
  const asked = askedNow(world, topic);
  if (asked === undefined) return askPassingOn(world, topic.kind, topic.answers);
  if (/^\d{1,2}$/.test(bareWords(text)) && optionsOf(topic.kind, asked.question) !== undefined) {
    return saidFirst([line('common:numberNotThere')], continueForm(world, topic.kind, topic.answers));
  }
  return continueForm(world, topic.kind, [...topic.answers, { ...asked, text }]);
}

/** One step back within the form, or out of it. */
export function stepBack(world: World, kind: KindId, answers: readonly Answer[]): Outcome {
  return answers.length === 0 ? chooseKind(requestKinds[kind].group) : continueForm(world, kind, answers.slice(0, -1));
}

/** 转办: exactly what goes to whom, and then the question. */
function askPassingOn(world: World, kind: KindId, answers: readonly Answer[]): Outcome {
  const { account, person } = world;
  if (account === null || person === null) return mainMenu(world);
  const whose = { accountId: account.id, hasPhone: account.hasPhone, areaId: person.areaId };
  return reply(
    { name: 'passing', kind, answers: [...answers] },
    [...whatGoesWhere(world, whose, kind, answers), line('help:onward'), line('help:mayWe')],
    [
      { label: line('help:passOnYes'), action: { do: 'confirm' } },
      { label: line('help:passOnNo'), action: { do: 'leave' } },
      backChoice,
      humanChoice,
    ],
  );
}
