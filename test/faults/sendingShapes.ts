/** Every distinct shape of sending that a turn leaves behind. */
import { updates } from '../bench/form.ts';
import { giveUp, personIn, tap, tell, toMenu, warm } from './acts.ts';
import { count } from './district.ts';
import type { Shape } from './shape.ts';
import { strike } from './strike.ts';
import { until } from './until.ts';

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
      strike(crowd.proxy, kill, { flight: 'settle_answers', nth: 0, moment: 'before' });
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
    const person = personIn(crowd);
    // Not in the middle of the form, which the menu ends.
    while (person.written % updates.length !== 0) await crowd.goOn(person);
    await giveUp(crowd, person);
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

export const sendingShapes: readonly Shape[] = [blocked, unreachable, retried, recovered, resent];
