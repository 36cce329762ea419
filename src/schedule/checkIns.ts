import type { Choice, Message } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import type { RuleName } from '../dialogue/rules.ts';
import { feelingChoices } from '../dialogue/topics/checkIn.ts';
import { humanChoice } from '../dialogue/topics/menu.ts';
import type { World } from '../dialogue/world.ts';
import { type CheckIn, lastDayOf, nextCheckInAfter } from '../people/checkIn.ts';
import type { PersonFile } from '../people/personFile.ts';
import { type ClockOutcome, nothing } from './clockOutcome.ts';
import { isDaytime, personWork } from './personWork.ts';
import type { ClockRule } from './rule.ts';

/** A check-in falls due: the person is asked, unless their reminders are paused, which misses nothing. */
export const checkInOpens: ClockRule = {
  rule: 'checkInOpens',
  isTime: isDaytime,
  find: 'due_check_in_opens',
  work: (row) => personWork('checkInOpens', row, (file, _, world) => openCheckIn(file, world)),
};

/** The one nudge, on the last day. */
export const checkInNudge: ClockRule = {
  rule: 'checkInNudge',
  isTime: isDaytime,
  find: 'due_check_in_nudges',
  work: (row) =>
    personWork('checkInNudge', row, (file, subject) => {
      const { checkIn, person } = file;
      if (checkIn?.id !== subject) return nothing;
      return {
        changes: [{ fact: 'checkInNudged', checkIn: { id: checkIn.id, version: checkIn.version } }],
        messages: [howAreYou(person.accountId, 'checkIn:nudge', 'checkInNudge')],
      };
    }),
};

/** The window is over: a friendly task for the helper, and nothing about the person. */
export const checkInCloses: ClockRule = {
  rule: 'checkInCloses',
  isTime: () => true,
  find: 'due_check_in_closes',
  work: (row) => personWork('checkInCloses', row, (file, subject) => closeCheckIn(file, subject)),
};

/** What was late by some days still gives the whole window, and what was late by months is asked once. */
export function openCheckIn({ person }: PersonFile, { today, draw }: World): ClockOutcome {
  const opensOn = person.nextCheckInOn;
  if (opensOn === null) return nothing;
  const paused = person.remindersPausedAt !== null;
  const checkIn: CheckIn = {
    id: draw.id(),
    personId: person.id,
    opensOn,
    dueOn: lastDayOf(opensOn < today ? today : opensOn),
    state: paused ? 'paused' : 'open',
    feeling: null,
    callMe: false,
    answeredAt: null,
    nudgedAt: null,
    version: 1,
  };
  let nextCheckInOn = nextCheckInAfter(opensOn, person.checkInEveryMonths);
  while (nextCheckInOn <= today) nextCheckInOn = nextCheckInAfter(nextCheckInOn, person.checkInEveryMonths);
  return {
    changes: [{ fact: 'checkInOpened', person: { ...person, nextCheckInOn }, checkIn }],
    messages: paused ? [] : [howAreYou(person.accountId, 'checkIn:ask', 'checkInOpens')],
  };
}

export function closeCheckIn({ checkIn, person }: PersonFile, subject: string): ClockOutcome {
  if (checkIn?.id !== subject) return nothing;
  const missed = person.remindersPausedAt === null;
  return {
    changes: [
      {
        fact: 'checkInClosed',
        checkIn: { id: checkIn.id, version: checkIn.version },
        state: missed ? 'missed' : 'paused',
        task: missed ? { personId: person.id, areaId: person.areaId, slot: checkIn.opensOn } : null,
      },
    ],
    messages: [],
  };
}

function howAreYou(account: string, key: 'checkIn:ask' | 'checkIn:nudge', rule: RuleName): Message {
  const choices: Choice[] = [...feelingChoices(), humanChoice];
  return { to: { account }, discreet: true, rule, lines: [line(key, { name: { name: account } })], choices };
}
