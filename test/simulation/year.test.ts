import { describe, expect, inject, it } from 'vitest';
import { addDays, instantAt } from '../../src/calendar/day.ts';
import type { Outgoing, SendResult } from '../../src/channels/channel.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { createProgram } from '../../src/program.ts';
import { tick } from '../../src/schedule/tick.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { openTestDatabase } from '../support/openDatabase.ts';
import { books } from './books.ts';
import { Chance } from './chance.ts';
import { Chat } from './chat.ts';
import { simulatedDistrict } from './district.ts';
import { helperLooks, type Manner, personArrives, personAsks, personLooks, staffLooks } from './people.ts';

const firstDay = '2025-11-24';
/** A year on PostgreSQL, two months on PGlite, which takes several times as long; `SIMULATED_DAYS` says otherwise. */
const days = Number(process.env.SIMULATED_DAYS ?? (inject('postgresUrl') === undefined ? 60 : 365));
const seed = Number(process.env.SIMULATION_SEED ?? 2009278);

/** When the clock is run on a day: now and then it stood still for six hours, now and then it runs at night. */
function hoursOf(chance: Chance): number[] {
  if (chance.happens(0.03)) return [14.5, 17];
  return chance.happens(0.1) ? [0.25, 8.5, 17, 20.5] : [8.5, 12, 17];
}

/** 200 people, 20 helpers, 10 departments: late, silent, blocked, moved; and in the end the books balance. */
describe('a simulated year', () => {
  it('forgets nobody', { timeout: 600_000 }, async () => {
    const chance = new Chance(seed);
    const test = await openTestDatabase();
    const { database } = test;
    const vault = await openVault(new Uint8Array(32).fill(7));
    const links = { web: 'https://guitu.test' };
    let now = instantAt(firstDay, 8);
    const accounts = await setUp({ database, vault, now, links }, simulatedDistrict(chance, firstDay), { demo: true });
    const problems: string[] = [];
    const log = {
      info: () => {},
      // Who has blocked the chat cannot be told: that is part of the year.
      warn: (event: string, properties?: Readonly<Record<string, unknown>>) =>
        void (properties?.result === 'unreachable' || problems.push(event)),
      error: (event: string, properties?: object) => void problems.push(`${event} ${JSON.stringify(properties)}`),
    };
    const program = createProgram({ database, vault, links, log, clock: () => now, poll: false });
    const chats = new Map<string, Chat>();
    const send = async (message: Outgoing): Promise<SendResult> => {
      const chat = chats.get(message.externalId);
      if (chat === undefined || chat.isBlocked) return { result: 'unreachable', error: 'http403' };
      chat.take(message);
      return { result: 'sent', channelMessageId: '1' };
    };
    Object.assign(program.deps.senders, { telegram: send });

    const joined: {
      readonly reference: string;
      readonly role: string;
      readonly chat: Chat;
      readonly manner: Manner;
    }[] = [];
    for (const { reference, role, links: own } of accounts) {
      const chat = new Chat(program, reference);
      const manner = role === 'person' ? chance.pick<Manner>(['answers', 'sometimes', 'silent']) : 'answers';
      // One in ten never joins, and is helped without a phone.
      if (role === 'person' && chance.happens(0.1)) continue;
      chats.set(reference, chat);
      await chat.join(own.web.split('#')[1] ?? '');
      if (role === 'person') await chat.tap(['consentYes']);
      chat.unread = [];
      joined.push({ reference, role, chat, manner });
    }
    const settle = async () => {
      program.dispatcher.wake();
      await program.dispatcher.idle();
    };
    const people = joined.filter(({ role }) => role === 'person');
    const helpers = joined.filter(({ role }) => role === 'helper');
    const staff = joined.filter(({ role }) => role === 'staff');

    for (let day = 0; day < days; day += 1) {
      const today = addDays(firstDay, day);
      const hours = hoursOf(chance);
      for (const hour of hours) {
        now = instantAt(today, Math.floor(hour), (hour % 1) * 60);
        await tick(program.deps);
        await settle();
        // What a tick says behind something else comes within a minute; here nobody looks by themselves.
        now = new Date(now.getTime() + 61_000);
        await settle();
        if (hour > 20 || hour < 8) continue;
        for (const { chat, manner } of people) if (chat.unread.length > 0) await personLooks(chat, manner, chance);
        for (const [index, { chat }] of helpers.entries())
          if (chat.unread.length > 0) await helperLooks(chat, chance, index % 5 === 0 ? 0.2 : 0.8);
        for (const { chat } of staff) if (chat.unread.length > 0) await staffLooks(chat, chance);
      }
      // Before the quiet hours what fell due since the last tick is sent, as by whoever looks once a second.
      now = instantAt(today, 18);
      await settle();
      for (const { chat } of people) {
        if (chance.happens(0.002)) await personAsks(chat, chance);
        if (chance.happens(0.0005)) chat.isBlocked = !chat.isBlocked;
      }
      if (day % 3 === 0) await personArrives(chance.pick(people).chat);
      await settle();
    }

    const lastDay = addDays(firstDay, days - 1);
    for (const [question, statement] of Object.entries(books))
      expect(await test.rows(statement, [lastDay]), question).toEqual([]);
    expect(problems).toEqual([]);
    const [counts] = await test.rows<Record<string, number>>(`select
      (select count(*)::integer from visit where state = 'done') as "visitsDone",
      (select count(*)::integer from check_in where state = 'done') as "checkInsDone",
      (select count(*)::integer from check_in where state = 'missed') as "checkInsMissed",
      (select count(*)::integer from referral) as referrals,
      (select count(*)::integer from inbox) as turns,
      (select count(*)::integer from outbox where state = 'sent') as messages`);
    console.log(JSON.stringify(counts));
    expect(counts?.visitsDone).toBeGreaterThan(100);
    await program.dispatcher.stop();
    await test.close();
  });
});
