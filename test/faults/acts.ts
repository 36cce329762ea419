/** What happens before and within the shapes of turns. */
import type { Update } from 'grammy/types';
import type { Crowd } from './crowd.ts';
import type { Member } from './district.ts';
import { until } from './until.ts';

/** One turn, after which the service remembers the chat. */
export async function warm(crowd: Crowd, member: Member): Promise<void> {
  await crowd.goOn(member);
  await crowd.rest();
}

/** The service no longer remembers anything, not even the directory. */
export async function restart(crowd: Crowd): Promise<void> {
  crowd.service.kill();
  await crowd.revive();
}

export async function toMenu(crowd: Crowd, member: Member): Promise<void> {
  await crowd.say(member, '/menu', '您想做什');
  await crowd.rest();
}

/** Posts what is answered in no words of its own, until it is taken. */
export async function tell(crowd: Crowd, member: Member, update: Update): Promise<void> {
  member.kept.set(`update ${update.update_id} ${update.my_chat_member?.date}`, 'done');
  await crowd.peer.send(member.chat, update);
}

/** Taps the button whose label has these words, under what was said last. */
export async function tap(crowd: Crowd, member: Member, words: string, expected: string): Promise<void> {
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

export function personIn({ members }: Crowd): Member {
  const person = members.find(({ account }) => account.role === 'person');
  if (person === undefined) throw new Error('nobody has joined');
  return person;
}

/** What this person is told is refused until it counts as a dead letter: after a second attempt, see `layTraps`. */
export async function giveUp(crowd: Crowd, member: Member): Promise<void> {
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
