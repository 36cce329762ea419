import type { Message } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import type { World } from '../dialogue/world.ts';
import { stationOf } from '../organisation/directory.ts';
import { type ClockOutcome, nothing } from './clockOutcome.ts';
import type { ClockRule } from './rule.ts';

/** As `due_dead_letters` gives it. */
interface DeadLetters {
  readonly timerId: string;
  readonly areaId: string;
  readonly count: number;
}

/** As `due_closed_chats` gives it. */
interface ClosedChat {
  readonly timerId: string;
  readonly slot: string;
  readonly accountId: string;
  /** Null for a worker who works nowhere any more. */
  readonly areaId: string | null;
  /** Null for a worker. */
  readonly personId: string | null;
  readonly hasHelper: boolean;
  readonly isClosed: boolean;
}

/** Coordinators are told what was given up in the last ten minutes: one word, however much it is. */
export const deadLetters: ClockRule = {
  rule: 'deadLetters',
  isTime: () => true,
  find: 'due_dead_letters',
  work(row) {
    const { timerId, areaId, count } = row as unknown as DeadLetters;
    return {
      rule: 'deadLetters',
      subjectId: areaId,
      updateId: `timer ${timerId}`,
      timer: timerId,
      decide: () => (count === 0 ? nothing : { changes: [], messages: [told(areaId, count)] }),
    };
  },
};

function told(areaId: string, count: number): Message {
  return {
    to: { coordinators: areaId },
    rule: 'deadLetters',
    lines: [line('undelivered:told', { count: { number: String(count) } })],
    choices: [{ label: line('undelivered:see'), action: { do: 'undelivered', page: 0 } }],
  };
}

/** A chat that is closed to us becomes a call to make: the helper's, the station's where there is none. */
export const chatClosed: ClockRule = {
  rule: 'chatClosed',
  isTime: () => true,
  find: 'due_closed_chats',
  work(row) {
    const chat = row as unknown as ClosedChat;
    return {
      rule: 'chatClosed',
      subjectId: chat.accountId,
      updateId: `timer ${chat.timerId}`,
      timer: chat.timerId,
      decide: ({ world }) => onClosedChat(chat, world),
    };
  },
};

function onClosedChat(
  { slot, accountId, areaId, personId, hasHelper, isClosed }: ClosedChat,
  world: World,
): ClockOutcome {
  if (!isClosed || areaId === null) return nothing;
  const name = { name: { name: accountId } };
  if (personId === null) {
    const lines = [line('undelivered:workerClosed', name)];
    return { changes: [], messages: [{ to: { coordinators: areaId }, rule: 'chatClosed', lines, choices: [] }] };
  }
  const task = { personId, areaId, slot: `closed:${slot}` };
  // A helper finds it on the list of the morning.
  if (hasHelper) return { changes: [{ fact: 'chatClosedNoticed', task }], messages: [] };
  const call: Message = {
    to: { department: stationOf(world.directory, areaId).id },
    rule: 'chatClosed',
    lines: [line('coordination:closedNeeded', name)],
    choices: [{ label: line('menu:calls'), action: { do: 'calls', page: 0 } }],
  };
  return { changes: [{ fact: 'callNeeded', ...task }], messages: [call] };
}
