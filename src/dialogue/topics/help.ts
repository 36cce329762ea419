import { isOpen } from '../../calendar/officeHours.ts';
import { type Department, departmentFor, stationOf } from '../../organisation/directory.ts';
import {
  type KindGroup,
  type KindId,
  kindGroups,
  kindsOfGroup,
  type Question,
  type RequestKind,
  requestKinds,
} from '../../referrals/kinds.ts';
import { nextHuman, promiseOf } from '../../referrals/lifeCycle.ts';
import type { Referral } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, saidFirst } from '../outcome.ts';
import { type Line, line, type Parameter } from '../parameter.ts';
import type { Answer, Topic } from '../topic.ts';
import { bareWords } from '../words.ts';
import type { Person, World } from '../world.ts';
import { backChoice, humanChoice, mainMenu, menuChoice } from './menu.ts';

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

export function questionsOf(kind: KindId): readonly Question[] {
  const { questions }: RequestKind = requestKinds[kind];
  return questions;
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

function isUrgent(kind: KindId): boolean {
  return requestKinds[kind].urgent;
}

function emergencyLines(kind: KindId): Line[] {
  return [line(kind === 'health' ? 'help:numbersHealth' : 'help:numbersHunger')];
}

export function optionLine(kind: KindId, question: string, option: string): Line {
  return line(`kinds:${kind}.questions.${question}.options.${option}` as Line['key']);
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
    [...whatGoesWhere(world, whose, kind, answers), line('help:mayWe')],
    [
      { label: line('help:passOnYes'), action: { do: 'confirm' } },
      { label: line('help:passOnNo'), action: { do: 'leave' } },
      backChoice,
      humanChoice,
    ],
  );
}

/** To whom a request would go, and every field that would go with it. */
export function whatGoesWhere(
  world: World,
  whose: Addressee & { readonly areaId: string },
  kind: KindId,
  answers: readonly Answer[],
): Line[] {
  const department = departmentFor(world.directory, whose.areaId, kind);
  return [
    line('help:passOn', { kind: { kind }, department: { department: department.id } }),
    line('help:sharedName', { name: { name: whose.accountId } }),
    ...(whose.hasPhone ? [line('help:sharedPhone', { phone: { phone: whose.accountId } })] : []),
    ...answers.map((answer) => answerLine(kind, answer)),
  ];
}

/** One answer as `label: answer`, the way the person and the department see it. */
export function answerLine(kind: KindId, answer: Answer): Line {
  const said: Parameter =
    answer.option === undefined
      ? { secret: answer.text ?? '' }
      : { text: optionLine(kind, answer.question, answer.option).key };
  return line('help:answer', { label: { text: `kinds:${kind}.questions.${answer.question}.label` }, answer: said });
}

/** The yes: the request goes to its queue, and the person gets a receipt. */
export function passOn(world: World, kind: KindId, answers: readonly Answer[], words: string | null = null): Outcome {
  const { account, person } = world;
  if (account === null || person === null) return mainMenu(world);
  const department = departmentFor(world.directory, person.areaId, kind);
  const referral = newReferral(world, { kind, department, person, filedBy: account.id });
  const eventId = world.draw.id();
  const fields = [...fieldsPassedOn(account.hasPhone, answers), ...(words === null ? [] : ['words'])];
  return reply(
    // Whoever writes in their own words usually has more to say.
    words === null ? { name: 'menu' } : { name: 'writing', referral: referral.id },
    [...receipt(world, referral, department), ...(words === null ? [] : [line('station:goOn')])],
    [{ label: line('help:seeIt'), action: { do: 'matter', referral: referral.id } }, menuChoice, humanChoice],
    {
      changes: [
        {
          fact: 'referralRequested',
          referral,
          answers,
          eventId,
          text: words,
          fields,
          personAccountId: account.id,
          spokenTo: null,
        },
      ],
      messages: [
        announce(
          world,
          referral,
          { accountId: account.id, hasPhone: account.hasPhone },
          words === null ? null : eventId,
        ),
      ],
    },
  );
}

/** Which fields a yes is about. */
export function fieldsPassedOn(hasPhone: boolean, answers: readonly Answer[]): string[] {
  return ['name', ...(hasPhone ? ['phone'] : []), ...answers.map((answer) => answer.question)];
}

export function newReferral(
  world: World,
  given: { kind: KindId; department: Department; person: Person; filedBy: string },
): Referral {
  return {
    id: world.draw.id(),
    number: world.draw.referralNumber(),
    personId: given.person.id,
    areaId: given.person.areaId,
    departmentId: given.department.id,
    kind: given.kind,
    state: 'new',
    urgent: isUrgent(given.kind),
    claimedBy: null,
    filedBy: given.filedBy,
    ...promiseOf(world.calendar, given.kind, given.department, world.now),
    pausedOn: null,
    firstWordAt: null,
    helped: null,
    createdAt: world.now.toISOString(),
    version: 1,
  };
}

/** 受理, and for an urgent matter out of hours the truth about when a human answers, and whom to call now. */
export function receipt(world: World, referral: Referral, department: Department): Line[] {
  const said = line('help:receipt', {
    number: { number: referral.number },
    department: { department: department.id },
    date: { by: referral.expectedOn, provisional: referral.provisional },
  });
  if (!referral.urgent) return [said];
  if (isOpen(world.calendar, department.officeHours, world.now)) {
    return [
      said,
      line('help:urgentNow', { phone: { departmentPhone: department.id } }),
      ...emergencyLines(referral.kind),
    ];
  }
  const human = nextHuman(world.calendar, department, world.now);
  return [
    said,
    line('help:urgentLater', { moment: { moment: human.toISOString() }, phone: { departmentPhone: department.id } }),
    ...emergencyLines(referral.kind),
  ];
}

/** Whose request it is, as far as a message needs to know. */
export interface Addressee {
  readonly accountId: string;
  readonly hasPhone: boolean;
}

/** What the department's staff get: the request with what the person agreed to share, and what they can do. */
export function announce(world: World, referral: Referral, person: Addressee, wordsEventId: string | null): Message {
  const atStation = stationOf(world.directory, referral.areaId).id === referral.departmentId;
  const lines = [
    line(referral.urgent ? 'queue:newUrgent' : 'queue:new', {
      kind: { kind: referral.kind },
      number: { number: referral.number },
    }),
    line('help:sharedName', { name: { name: person.accountId } }),
    ...(person.hasPhone ? [line('help:sharedPhone', { phone: { phone: person.accountId } })] : []),
    line('queue:answers', { answers: { answers: referral.id } }),
    ...(wordsEventId === null ? [] : [line('queue:words', { words: { words: wordsEventId } })]),
    line('queue:expected', { date: { day: referral.expectedOn, provisional: referral.provisional } }),
  ];
  return {
    to: { department: referral.departmentId },
    lines,
    choices: newReferralChoices(referral.id, atStation),
    urgent: referral.urgent,
  };
}

export function claimChoice(referral: string): Choice {
  return { label: line('queue:claim'), action: { do: 'claim', referral } };
}

/** The station is where requests are sent back to, so it has nowhere to send one back. */
export function newReferralChoices(referral: string, atStation: boolean): Choice[] {
  const choices: Choice[] = [
    claimChoice(referral),
    { label: line('queue:passOn'), action: { do: 'passOn', referral, page: 0 } },
  ];
  return atStation ? choices : [...choices, { label: line('queue:sendBack'), action: { do: 'sendBack', referral } }];
}
