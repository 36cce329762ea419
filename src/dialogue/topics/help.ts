import {
  type KindGroup,
  type KindId,
  kindGroups,
  kindsOfGroup,
  type Question,
  requestKinds,
} from '../../referrals/kinds.ts';
import { type Choice, type Outcome, reply, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Answer, Topic } from '../topic.ts';
import { bareWords } from '../words.ts';
import type { World } from '../world.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { emergencyLines, isUrgent, optionLine, questionsOf, whatGoesWhere } from './requesting.ts';

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
  const question = questionsOf(kind)[answers.length];
  return question === undefined ? askPassingOn(world, kind, answers) : askQuestion(kind, question, answers);
}

function askQuestion(kind: KindId, question: Question, answers: readonly Answer[]): Outcome {
  const choices: Choice[] = (question.options ?? []).map((option, index) => ({
    label: optionLine(kind, question.id, option),
    action: { do: 'option', option, first: index === 0 },
  }));
  const lines = [line(`kinds:${kind}.questions.${question.id}.ask` as Line['key'])];
  if (answers.length === 0 && isUrgent(kind)) lines.unshift(...emergencyLines(kind));
  return reply({ name: 'form', kind, answers: [...answers] }, lines, [...choices, backChoice, humanChoice]);
}

export function chooseOption(world: World, topic: FormTopic, option: string): Outcome {
  const question = questionsOf(topic.kind)[topic.answers.length];
  if (question?.options?.includes(option) !== true) return continueForm(world, topic.kind, topic.answers);
  return continueForm(world, topic.kind, [...topic.answers, { question: question.id, option }]);
}

/** Any typed answer will do, also where options are offered: people say it in their own words. */
export function typeAnswer(world: World, topic: FormTopic, text: string): Outcome {
  const question = questionsOf(topic.kind)[topic.answers.length];
  if (question === undefined) return askPassingOn(world, topic.kind, topic.answers);
  if (/^\d{1,2}$/.test(bareWords(text)) && question.options !== undefined) {
    return saidFirst([line('common:numberNotThere')], continueForm(world, topic.kind, topic.answers));
  }
  return continueForm(world, topic.kind, [...topic.answers, { question: question.id, text }]);
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
