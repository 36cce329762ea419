/** Every distinct shape of a turn. */
import { updates } from '../bench/form.ts';
import { personIn, restart, toMenu, warm } from './acts.ts';
import { count } from './district.ts';
import { moments } from './proxy.ts';
import type { Shape } from './shape.ts';

const lastStep = updates.length - 1;
const failed = '抱歉，刚';

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
  bounded: { write_turns: ['before', 'executed'], settle_answers: ['executed'] },
};

const together: Shape = {
  name: 'turns that are written together, with what was sent meanwhile',
  async act(crowd, member) {
    const others = crowd.members.filter((one) => one.account.role === 'person' && one !== member && one.written > 0);
    const all = [member, ...others.slice(0, 3)];
    // Once to warm them all up, and once more, in which the first answers are settled.
    for (let round = 0; round < 2; round += 1) await Promise.all(all.map((one) => crowd.goOn(one)));
  },
  around: { write_turns: moments, settle_answers: moments },
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
  bounded: { lease_paced: ['executed'] },
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
  act: (crowd, member) => crowd.say(member, `/start ${'x'.repeat(22)}`, '这个码现'),
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
  bounded: { write_turns: ['executed'] },
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

/** The last one lets somebody join who hears of every request. */
export const turnShapes: readonly Shape[] = [
  cold,
  remembered,
  stale,
  request,
  together,
  rows,
  people,
  register,
  code,
  joining,
  wrongCode,
  repeated,
  poison,
  claimed,
];
