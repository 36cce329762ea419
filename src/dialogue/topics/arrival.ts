import { addMonths } from '../../calendar/day.ts';
import { stationOf } from '../../organisation/directory.ts';
import { type Arrival, readPhone, type Staying, stayingOptions } from '../../people/arrival.ts';
import { nextCheckInAfter } from '../../people/checkIn.ts';
import { basicNeeds, type NeedKind, requestFor } from '../../people/needs.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { replanned } from '../../visits/settle.ts';
import type { PlanChange } from '../facts/visits.ts';
import { type Choice, type Message, type Outcome, reply, type Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { PersonTopic } from '../standing/person.ts';
import { bareWords, isSaid } from '../words.ts';
import type { Person, World } from '../world.ts';
import { backChoice, humanChoice, mainMenu, menuChoice } from './menu.ts';
import { activeHelpers, needsSaid, toHelpers, withOwnFile } from './ownFile.ts';

type TopicOf<Name extends PersonTopic['name']> = Extract<PersonTopic, { name: Name }>;

/** 报到, the first question: where somebody is staying. */
export function askStaying(world: World, numbersShown = false): Outcome {
  if (world.account === null || world.person === null) return mainMenu(world);
  const choices: Choice[] = stayingOptions.map((where) => ({
    label: line(`arrival:where.${where}`),
    action: { do: 'staying', where },
  }));
  return reply(
    { name: 'arrivalStaying', ...(numbersShown ? { numbersShown } : {}) },
    [line('arrival:staying', { name: { name: world.account.id } })],
    [...choices, backChoice, humanChoice],
  );
}

/** Any words will do, but for those that only say hello or "check in". */
export function typeStaying(world: World, text: string): Outcome {
  const said = bareWords(text);
  const isSmallTalk = (['checkIn', 'greeting', 'thanks', 'yes', 'no'] as const).some((word) =>
    isSaid(world, word, said),
  );
  return isSmallTalk ? askStaying(world) : askPhone(world, { text });
}

export function askPhone(world: World, staying: Staying, first: readonly Line[] = []): Outcome {
  const { account } = world;
  if (account === null) return mainMenu(world);
  const choice: Choice = account.hasPhone
    ? { label: line('arrival:keepPhone'), action: { do: 'keepPhone' } }
    : { label: line('arrival:noPhone'), action: { do: 'noPhone' } };
  const asked = account.hasPhone ? line('arrival:phone', { phone: { phone: account.id } }) : line('arrival:phoneNone');
  return reply({ name: 'arrivalPhone', staying }, [...first, asked], [choice, backChoice, humanChoice]);
}

export function typePhone(world: World, { staying }: TopicOf<'arrivalPhone'>, text: string): Outcome {
  if (isSaid(world, 'no', bareWords(text))) return askNewPhone(staying);
  const phone = readPhone(text);
  return phone === undefined
    ? askPhone(world, staying, [line(/\d/.test(bareWords(text)) ? 'arrival:phoneUnclear' : 'arrival:phoneOnly')])
    : askBasicNeeds(beforeNeeds(staying, phone));
}

/** The number on file is not theirs any more, or there never was one. */
function askNewPhone(staying: Staying): Outcome {
  return reply(
    { name: 'arrivalPhone', staying },
    [line('arrival:phoneNew')],
    [{ label: line('arrival:goOn'), action: { do: 'noPhone' } }, backChoice, humanChoice],
  );
}

/** Who has said that they have nowhere to live is not asked as if they had not. */
export function beforeNeeds(staying: Staying, phone: string | null): Omit<TopicOf<'arrivalNeeds'>, 'name'> {
  const nowhere = 'option' in staying && staying.option === 'nowhere';
  return { staying, phone, needs: nowhere ? ['noHome'] : [] };
}

export function askBasicNeeds(about: Omit<TopicOf<'arrivalNeeds'>, 'name'>): Outcome {
  const choices: Choice[] = basicNeeds.map((need) => ({
    label: line(about.needs.includes(need) ? 'visits:needChosen' : 'visits:needPlain', {
      need: { text: `visits:need.${need}` },
    }),
    action: { do: 'basicNeed', need },
  }));
  const done = line(about.needs.length === 0 ? 'arrival:needsNone' : 'visits:needsDone');
  return reply(
    { name: 'arrivalNeeds', ...about },
    [line('arrival:needs')],
    [...choices, { label: done, action: { do: 'basicNeeds' } }, backChoice, humanChoice],
  );
}

/** Basic needs bring visits every month, for this long. */
const reviewMonths = 3;

/** The end of 报到: the receipt, the first visit, and those around the person are told. */
export function reportArrival(world: World, topic: TopicOf<'arrivalNeeds'>): Step {
  return withOwnFile(world, (file) => {
    const { arrival } = file;
    if (arrival === null || arrival.reportedAt !== null || world.account === null) return mainMenu(world);
    const person = plannedPerson(world, file.person, topic.needs);
    const reported: Arrival = { ...arrival, reportedAt: world.now.toISOString() };
    const plan = replanned(world.calendar, { ...file, person, arrival: reported }, null, world.today);
    return reply(
      { name: 'menu' },
      [
        line('arrival:done', { number: { number: arrival.number } }),
        ...receiptLines(world, arrival),
        ...visitLines(plan),
        ...offerLines(topic.needs),
      ],
      [...offers(topic.needs), menuChoice, humanChoice],
      {
        changes: [
          {
            fact: 'arrivalReported',
            arrival: { id: arrival.id, version: arrival.version },
            staying: topic.staying,
            phone: topic.phone,
            account: { id: world.account.id, version: world.account.version },
            person,
            plan,
            needs: needsSaid(file, topic.needs),
          },
        ],
        messages: tellOthers(file, topic.needs),
      },
    );
  });
}

function plannedPerson(world: World, person: Person, needs: readonly NeedKind[]): Person {
  const asked = { ...person, nextCheckInOn: nextCheckInAfter(world.today, person.checkInEveryMonths) };
  if (needs.length === 0) return asked;
  return { ...asked, visitEveryMonths: 1, visitReviewOn: addMonths(world.today, reviewMonths) };
}

/** What to bring, where, and by when. A day that is over is not held against anybody. */
export function receiptLines(world: World, arrival: Arrival): Line[] {
  if (world.person === null) return [];
  if (arrival.paperSeenAt !== null) return [line('arrival:paperSeen')];
  const { id } = stationOf(world.directory, world.person.areaId);
  const address = { departmentAddress: id };
  return [
    arrival.dueOn < world.today
      ? line('arrival:bringAnyTime', { address })
      : line('arrival:bring', { address, date: { by: arrival.dueOn } }),
    line('arrival:office', { hours: { departmentHours: id }, phone: { departmentPhone: id } }),
  ];
}

function visitLines(plan: PlanChange | null): Line[] {
  const next = plan?.next ?? null;
  return next === null ? [] : [line('arrival:visit', { date: { by: next.dueOn, provisional: next.provisional } })];
}

/** The request for each need that was said, one tap away. */
export function offers(needs: readonly NeedKind[]): Choice[] {
  const kinds = new Set(needs.map((need) => requestFor[need]));
  return [...kinds].map((kind) => ({
    label: line('arrival:request', { kind: { kind } }),
    action: { do: 'kind', kind },
  }));
}

export function offerLines(needs: readonly NeedKind[]): Line[] {
  return needs.length === 0 ? [] : [line('arrival:askNow')];
}

function tellOthers(file: PersonFile, needs: readonly NeedKind[]): Message[] {
  const lines = [
    line('arrival:told', { name: { name: file.person.accountId } }),
    ...needs.map((need) => line('arrival:toldNeed', { need: { text: `visits:need.${need}` } })),
  ];
  const helpers = activeHelpers(file).length === 0 ? [] : toHelpers(file, lines);
  return [...helpers, { to: { coordinators: file.person.areaId }, lines, choices: [] }];
}

/** 返回 within 报到: one question back. */
export function backInArrival(
  world: World,
  topic: TopicOf<'arrivalStaying' | 'arrivalPhone' | 'arrivalNeeds'>,
): Outcome {
  switch (topic.name) {
    case 'arrivalStaying':
      return mainMenu(world);
    case 'arrivalPhone':
      return askStaying(world);
    case 'arrivalNeeds':
      return askPhone(world, topic.staying);
  }
}
