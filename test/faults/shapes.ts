/** Every distinct shape of a turn and of sending, by the flights to the database that it takes. */
import type { Update } from 'grammy/types';
import { updates } from '../bench/form.ts';
import type { Crowd } from './crowd.ts';
import { count, type Member } from './district.ts';
import type { Moment } from './proxy.ts';
import { strike } from './strike.ts';
import { until } from './until.ts';

export interface Shape {
  readonly name: string;
  /** Who it happens to: somebody who has joined, somebody new each time, or this worker. */
  readonly who?: 'stranger' | 'staff-human-resources' | 'coordinator-jianshe';
  /** The step of the form before which somebody who has joined stands; the first when absent. */
  readonly step?: number;
  /** What comes just before it. */
  prepare?(crowd: Crowd, member: Member): Promise<void>;
  /** Resolves when it was answered; what is to be killed. */
  act(crowd: Crowd, member: Member): Promise<void>;
  /** Whether looking for what the dead held belongs to it. */
  readonly recovers?: boolean;
  /** The flights that a run of `npm test` kills around, and when. */
  readonly bounded?: Readonly<Record<string, readonly Moment[]>>;
}

const lastStep = updates.length - 1;
const failed = '抱歉，刚';

/** One turn, after which the service remembers the chat. */
async function warm(crowd: Crowd, member: Member): Promise<void> {
  await crowd.goOn(member);
  await crowd.rest();
}

/** The service no longer remembers anything, not even the directory. */
async function restart(crowd: Crowd): Promise<void> {
  crowd.service.kill();
  await crowd.revive();
}

async function toMenu(crowd: Crowd, member: Member): Promise<void> {
  await crowd.say(member, '/menu', '您想做什');
  await crowd.rest();
}

/** Posts what is answered in no words of its own, until it is taken. */
async function tell(crowd: Crowd, member: Member, update: Update): Promise<void> {
  member.kept.set(`update ${update.update_id} ${update.my_chat_member?.date}`, 'done');
  await crowd.peer.send(member.chat, update);
}

/** Taps the button whose label has these words, under what was said last. */
async function tap(crowd: Crowd, member: Member, words: string, expected: string): Promise<void> {
  const shown = crowd.telegram.chat(member.chat).last;
  const place = shown?.choices.findIndex(({ text }) => text.includes(words)) ?? -1;
  if (shown === undefined) throw new Error('nothing was said yet');
  const update = crowd.telegram.tapUpdate(member.chat, shown, place);
  member.kept.set(`tap ${update.callback_query?.id}`, 'done');
  crowd.awaits(member, expected);
  const times = member.expected.filter((one) => one === expected).length;
  await crowd.peer.send(member.chat, update);
  await crowd.heard(member, expected, times);
}

function personIn({ members }: Crowd): Member {
  const person = members.find(({ account }) => account.role === 'person');
  if (person === undefined) throw new Error('nobody has joined');
  return person;
}

/** What this person is told is refused until it counts as a dead letter: after a second attempt, see `layTraps`. */
async function giveUp(crowd: Crowd, member: Member): Promise<void> {
  const { chat } = member;
  const update = crowd.telegram.textUpdate(chat, '/menu');
  member.kept.set(`message ${chat} ${update.message?.message_id}`, 'done');
  crowd.awaits(member, '您想做什');
  await crowd.sql`insert into hopeless select id from identity where external_id = ${String(chat)}`;
  crowd.telegram.failNext({ fault: 500, chat, times: 2 });
  await crowd.peer.send(chat, update);
  const isDead = async () => {
    const found =
      await crowd.sql`select 1 from outbox o join hopeless h on h.id = o.identity_id where o.state = 'dead'`;
    return found.length > 0;
  };
  await until(isDead, 'the message was not given up');
  await crowd.sql`delete from hopeless`;
}

const cold: Shape = {
  name: 'a turn for which everything is read',
  prepare: restart,
  act: (crowd, member) => crowd.goOn(member),
};

const remembered: Shape = {
  name: 'a turn that is only written',
  prepare: warm,
  act: (crowd, member) => crowd.goOn(member),
};

const stale: Shape = {
  name: 'a turn whose memory was out of date',
  async prepare(crowd, member) {
    await warm(crowd, member);
    await crowd.outdate(member);
  },
  act: (crowd, member) => crowd.goOn(member),
  bounded: { read_turn: ['executed'] },
};

const request: Shape = {
  name: 'a turn that makes a request',
  step: lastStep,
  act: (crowd, member) => crowd.goOn(member),
  bounded: { write_turn: ['before', 'executed'], settle_mail: ['before', 'executed'] },
};

const rows: Shape = {
  name: 'a turn that looks for rows',
  prepare: toMenu,
  act: (crowd, member) => crowd.say(member, '我的事项', member.written < updates.length ? '您还没有' : '您的事项'),
};

const people: Shape = {
  name: 'a turn that looks for people',
  prepare: toMenu,
  act: (crowd, member) => crowd.say(member, '/why', '这里最近'),
};

const register: Shape = {
  name: 'a turn that looks in the register',
  who: 'coordinator-jianshe',
  prepare: (crowd, member) => crowd.say(member, '/menu', '请选'),
  act: (crowd, member) => crowd.say(member, '3', '您这里的'),
};

const code: Shape = {
  name: 'a code that opens an account',
  who: 'stranger',
  act: (crowd, member) => crowd.openLink(member),
  bounded: { lease_mail: ['executed'] },
};

const joining: Shape = {
  name: 'a yes that lets in',
  who: 'stranger',
  async prepare(crowd, member) {
    await crowd.openLink(member);
    await crowd.rest();
  },
  act: (crowd, member) => crowd.agree(member),
};

const wrongCode: Shape = {
  name: 'a code that opens nothing',
  who: 'stranger',
  async act(crowd, member) {
    member.audited.set('', 0);
    await crowd.say(member, '/start nothing-at-all', '您好，这');
  },
};

const repeated: Shape = {
  name: 'an update that comes again',
  prepare: warm,
  act: (crowd, member) =>
    crowd.goOn(member, async (update) => {
      await crowd.peer.send(member.chat, update);
      await crowd.peer.send(member.chat, update);
    }),
};

const poison: Shape = {
  name: 'a turn that fails',
  prepare: toMenu,
  async act(crowd, member) {
    await crowd.say(member, 'poison', failed, async (update) => {
      const key = `message ${member.chat} ${update.message?.message_id}`;
      member.kept.set(key, 'failed');
      await crowd.sql`insert into poison values (${key})`;
      await crowd.peer.send(member.chat, update);
    });
  },
  bounded: { write_turn: ['executed'] },
};

const blocked: Shape = {
  name: 'a chat that closes, and opens',
  async act(crowd, member) {
    count(member, 'chatBlocked');
    await tell(crowd, member, crowd.telegram.blockedUpdate(member.chat));
    count(member, 'chatReopened');
    await tell(crowd, member, crowd.telegram.unblockedUpdate(member.chat));
  },
};

const unreachable: Shape = {
  name: 'an answer that is refused by a closed chat, and waits until it opens',
  prepare: warm,
  async act(crowd, member) {
    const { chat } = member;
    crowd.telegram.chat(chat).blocked = true;
    const closed = async () => {
      const [row] =
        await crowd.sql`select 1 from identity where external_id = ${String(chat)} and unreachable_at is not null`;
      return row !== undefined;
    };
    await crowd.goOn(member, async (update) => {
      await crowd.peer.send(chat, update);
      await until(closed, 'nobody noticed that the chat is closed');
      crowd.telegram.chat(chat).blocked = false;
      count(member, 'chatReopened');
      await tell(crowd, member, crowd.telegram.unblockedUpdate(chat));
    });
  },
};

const retried: Shape = {
  name: 'an answer that is sent again, and what is said after it',
  prepare: toMenu,
  async act(crowd, member) {
    crowd.telegram.failNext({ fault: 500, chat: member.chat });
    await Promise.all([crowd.say(member, '/why', '这里最近'), crowd.say(member, '/menu', '您想做什')]);
  },
  bounded: { settle_mail: ['executed'] },
};

const recovered: Shape = {
  name: 'what the dead held',
  async prepare(crowd, member) {
    const died = new Promise<void>((resolve) => {
      const kill = () => {
        crowd.service.kill();
        resolve();
      };
      strike(crowd.proxy, kill, { flight: 'settle_mail', nth: 0, moment: 'before' });
    });
    await Promise.all([crowd.goOn(member), died]);
    await crowd.service.gone();
    crowd.proxy.rest();
    await crowd.skipLeases();
  },
  // It may be killed before it listens, and is then started again by whoever revives it.
  act: (crowd) => crowd.service.start().catch(() => undefined),
  recovers: true,
};

const resent: Shape = {
  name: 'a message that was given up and is sent again',
  who: 'coordinator-jianshe',
  async prepare(crowd, member) {
    await giveUp(crowd, personIn(crowd));
    await crowd.say(member, '/menu', '请选');
    await tap(crowd, member, '过期的事', '这些事等');
    await tap(crowd, member, '没送到的消息', '这些消息');
    await crowd.rest();
  },
  async act(crowd, member) {
    count(member, 'messageResent');
    await tap(crowd, member, '对方刚问的答复', '已经再发');
    await crowd.rest();
  },
};

const claimed: Shape = {
  name: 'a request that is taken, and the person told',
  who: 'staff-human-resources',
  async prepare(crowd, member) {
    const person = personIn(crowd);
    while (person.written % updates.length !== lastStep) await crowd.goOn(person);
    crowd.awaits(member, '新的请求');
    await crowd.goOn(person);
    await crowd.rest();
  },
  async act(crowd, member) {
    count(member, 'claimed');
    crowd.awaits(personIn(crowd), '您的“');
    await crowd.say(member, '1', '已受理，');
    await crowd.rest();
  },
};

export const shapes: readonly Shape[] = [
  cold,
  remembered,
  stale,
  request,
  rows,
  people,
  code,
  joining,
  wrongCode,
  repeated,
  poison,
  blocked,
  unreachable,
  retried,
  recovered,
  register,
  resent,
  claimed,
];
