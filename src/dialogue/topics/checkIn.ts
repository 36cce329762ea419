import {
  type CheckIn,
  countsForNext,
  type Feeling,
  feelings,
  lastDayOf,
  nextCheckInAfter,
} from '../../people/checkIn.ts';
import { type NeedKind, usualNeeds } from '../../people/needs.ts';
import type { PersonFile } from '../../people/personFile.ts';
import type { HelperTask } from '../facts/person.ts';
import { type Choice, type Message, type Outcome, reply, type Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { PersonTopic } from '../standing/person.ts';
import type { Person, World } from '../world.ts';
import { askStaying, offerLines, offers, receiptLines } from './arrival.ts';
import { backChoice, humanChoice, menuChoice } from './menu.ts';
import { needsSaid, toHelpers, withOwnFile } from './ownFile.ts';

type TopicOf<Name extends PersonTopic['name']> = Extract<PersonTopic, { name: Name }>;

/** 报到: the first time the arrival, later how somebody is; while nothing is open, the receipt and the next day too. */
export function startCheckIn(world: World): Step {
  return withOwnFile(world, (file) => {
    const { arrival, checkIn, person } = file;
    if (arrival !== null && arrival.reportedAt === null) return askStaying(world);
    if (checkIn !== null) return askFeeling([line('checkIn:ask', { name: { name: person.accountId } })]);
    const receipt = arrival === null ? [] : [line('checkIn:youAreIn', { number: { number: arrival.number } })];
    const papers = arrival === null ? [] : receiptLines(world, arrival);
    return askFeeling([...receipt, ...papers, ...nextLines(person), line('checkIn:now')]);
  });
}

function askFeeling(lines: readonly Line[]): Outcome {
  return reply({ name: 'menu' }, lines, [...feelingChoices(), menuChoice, humanChoice]);
}

export function feelingChoices(): Choice[] {
  return feelings.map((feeling) => ({ label: line(`checkIn:feeling.${feeling}`), action: { do: 'feel', feeling } }));
}

function nextLines({ periodEndedAt, remindersPausedAt, nextCheckInOn }: Person): Line[] {
  if (periodEndedAt !== null) return [line('checkIn:over')];
  if (remindersPausedAt !== null) return [line('checkIn:nextPaused')];
  return nextCheckInOn === null ? [] : [line('checkIn:next', { date: { day: nextCheckInOn } })];
}

export function askOwnNeeds(about: Omit<TopicOf<'checkInNeeds'>, 'name'>): Outcome {
  const choices: Choice[] = usualNeeds.map((need) => ({
    label: line(about.needs.includes(need) ? 'visits:needChosen' : 'visits:needPlain', {
      need: { text: `visits:need.${need}` },
    }),
    action: { do: 'myNeed', need },
  }));
  const done = line(about.needs.length === 0 ? 'checkIn:needsNone' : 'checkIn:needsDone');
  return reply(
    { name: 'checkInNeeds', ...about },
    [line('checkIn:needs')],
    [...choices, { label: done, action: { do: 'myNeeds' } }, backChoice, humanChoice],
  );
}

export function askCall({ feeling, needs }: Omit<TopicOf<'checkInCall'>, 'name'>): Outcome {
  return reply(
    { name: 'checkInCall', feeling, needs },
    [line('checkIn:call')],
    [
      { label: line('checkIn:callYes'), action: { do: 'callMe', yes: true } },
      { label: line('checkIn:callNo'), action: { do: 'callMe', yes: false } },
      backChoice,
      humanChoice,
    ],
  );
}

/** What was said is kept, a call is asked for, and each need offers its request. */
export function checkIn(world: World, { feeling, needs }: TopicOf<'checkInCall'>, callMe: boolean): Step {
  return withOwnFile(world, (file) => {
    const { row, person } = counted(world, file, feeling, callMe);
    return reply(
      { name: 'menu' },
      thanks(file, feeling, needs, callMe, person ?? file.person),
      [...offers(needs), { label: line('helpers:tell'), action: { do: 'tellTrigger' } }, menuChoice, humanChoice],
      {
        changes: [
          {
            fact: 'checkedIn',
            checkIn: row,
            wasOpen: file.checkIn !== null,
            person,
            personId: file.person.id,
            needs: needsSaid(file, needs),
            task: callMe ? callTask(file.person, row.id) : null,
          },
        ],
        messages: callMe ? askForCall(file) : [],
      },
    );
  });
}

/** The row it becomes: the open window, the next one, or one more beside them. */
function counted(
  world: World,
  { checkIn, person }: PersonFile,
  feeling: Feeling,
  callMe: boolean,
): { readonly row: CheckIn; readonly person: Person | null } {
  const said = { state: 'done', feeling, callMe, answeredAt: world.now.toISOString() } as const;
  if (checkIn !== null) return { row: { ...checkIn, ...said }, person: null };
  const { nextCheckInOn, checkInEveryMonths } = person;
  const forNext = person.periodEndedAt === null && countsForNext(world.today, nextCheckInOn, checkInEveryMonths);
  const opensOn = forNext ? nextCheckInOn : world.today;
  const fresh = {
    id: world.draw.id(),
    personId: person.id,
    opensOn,
    dueOn: lastDayOf(opensOn),
    nudgedAt: null,
    version: 1,
  };
  return {
    row: { ...fresh, ...said },
    person: forNext ? { ...person, nextCheckInOn: nextCheckInAfter(opensOn, checkInEveryMonths) } : null,
  };
}

function thanks(file: PersonFile, feeling: Feeling, needs: readonly NeedKind[], callMe: boolean, next: Person): Line[] {
  return [
    line('checkIn:thanks'),
    ...(feeling === 'hard' ? [line('checkIn:hard')] : []),
    ...(callMe ? [line(file.hasPhone ? 'checkIn:callComes' : 'checkIn:callComesNoPhone')] : []),
    ...offerLines(needs),
    ...(next.nextCheckInOn === null || next.remindersPausedAt !== null
      ? []
      : [line('checkIn:nextAfter', { date: { day: next.nextCheckInOn } })]),
  ];
}

function callTask({ id, areaId }: Person, checkInId: string): HelperTask {
  return { personId: id, areaId, slot: `callMe:${checkInId}` };
}

function askForCall(file: PersonFile): Message[] {
  const { accountId } = file.person;
  const name = { name: accountId };
  return toHelpers(file, [
    file.hasPhone
      ? line('checkIn:callAsked', { name, phone: { phone: accountId } })
      : line('checkIn:callAskedNoPhone', { name }),
  ]);
}

/** 返回 within a check-in: one question back. */
export function backInCheckIn(world: World, topic: TopicOf<'checkInNeeds' | 'checkInCall'>): Step {
  return topic.name === 'checkInNeeds'
    ? startCheckIn(world)
    : askOwnNeeds({ feeling: topic.feeling, needs: topic.needs });
}
