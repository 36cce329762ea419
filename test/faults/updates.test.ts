/** Cases 3, 6 and 9: updates that come again, together, late or out of order; and turns that the database refuses. */
import type { Update } from 'grammy/types';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { updates } from '../bench/form.ts';
import { mustBalance } from './books.ts';
import { Crowd } from './crowd.ts';
import type { Member } from './district.ts';
import { full } from './size.ts';

const postgresUrl = inject('postgresUrl');
const times = full ? 20 : 1;
const lastStep = updates.length - 1;

describe.runIf(postgresUrl)('updates', { timeout: 600_000 }, () => {
  let crowd: Crowd;
  let number = 500_000;
  let taken = 0;

  beforeAll(async () => {
    crowd = await Crowd.gather(postgresUrl ?? '', 11);
    await crowd.goOnTo(lastStep);
    return () => crowd.end();
  });
  afterEach(async () => {
    await mustBalance(crowd);
  });

  /** Somebody who stands before the last step: going there takes seconds, because a chat hears one message a second. */
  function next(): Member {
    taken += 1;
    return crowd.members[taken - 1]!;
  }

  /** The last word of the form, as an update under an id of our own choosing. */
  function lastWord(member: Member, id?: number): Update {
    number += 1;
    return { ...crowd.telegram.textUpdate(member.chat, updates[lastStep] ?? ''), update_id: id ?? number };
  }

  /** Brings a member to the last step, sends that in an own way, and waits for the one answer. */
  async function finish(member: Member, send: (update: Update) => Promise<unknown>, id?: number): Promise<void> {
    while (member.written % updates.length !== lastStep) await crowd.goOn(member);
    await crowd.goOn(member, async (update) => {
      await send(id === undefined ? update : { ...update, update_id: id });
    });
  }

  it('that come 50 times at once are taken once', async () => {
    const member = next();
    for (let time = 0; time < times; time += 1) {
      await finish(member, async (update) => {
        const statuses = await Promise.all(Array.from({ length: 50 }, () => crowd.peer.post(update)));
        expect(new Set(statuses)).toEqual(new Set([200]));
      });
    }
  });

  it('that come again, shuffled, do nothing more', async () => {
    const seen: Update[] = [];
    const member = next();
    const keep = (update: Update) => {
      seen.push(update);
      return crowd.peer.send(member.chat, update);
    };
    for (let step = 0; step < 3; step += 1) await crowd.goOn(member, keep);
    const shuffled = [2, 0, 1, 1, 2, 0].map((place) => seen[place]!);
    expect(new Set(await Promise.all(shuffled.map((update) => crowd.peer.post(update))))).toEqual(new Set([200]));
  });

  it('whose ids jump back, or are used again, are taken all the same', async () => {
    for (const id of [900_000, 5, 5]) {
      const member = next();
      await finish(member, (update) => crowd.peer.send(member.chat, update), id);
    }
  });

  it.each(['40P01', '40001'])('that the database refuses with %s four times are taken the fifth', async (sqlState) => {
    for (const flight of ['read_turn', 'write_turns']) {
      const member = next();
      if (flight === 'read_turn') await crowd.outdate(member);
      const refusals = refuse(flight, sqlState, 4);
      await finish(member, (update) => crowd.peer.send(member.chat, update));
      expect(refusals()).toBe(4);
    }
  });

  it('that are refused for good fail alone, are kept, and later ones flow', async () => {
    const member = next();
    refuse('write_turns', '22P02', 1);
    const poison = lastWord(member);
    crowd.awaits(member, '抱歉');
    expect(await crowd.peer.post(poison)).toBe(200);
    member.kept.set(`message ${member.chat} ${poison.message?.message_id}`, 'failed');
    await crowd.heard(member, '抱歉', 1);
    await finish(member, (update) => crowd.peer.send(member.chat, update));
  });

  it('whose turn is refused five times is not tried for ever', async () => {
    const member = next();
    const refusals = refuse('write_turns', '40P01', 5);
    crowd.awaits(member, '抱歉');
    expect(await crowd.peer.post(lastWord(member))).toBe(200);
    expect(refusals()).toBe(5);
  });

  /** Answers calls of this function in the server's place, so many times. */
  function refuse(flight: string, sqlState: string, most: number): () => number {
    let count = 0;
    crowd.proxy.watch = (seen, moment) => {
      if (seen !== flight || moment !== 'before' || count === most) return 'forward';
      count += 1;
      return { sqlState };
    };
    return () => count;
  }
});
