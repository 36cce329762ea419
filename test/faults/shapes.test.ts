/**
 * Case 1: the service is killed before, during and after each flight of each shape of a turn and of each step of sending,
 * started again, and the books balance. Bounded: where most is to be lost.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { updates } from '../bench/form.ts';
import { complaints, mustBalance } from './books.ts';
import { Crowd } from './crowd.ts';
import type { Member } from './district.ts';
import { sendingShapes } from './sendingShapes.ts';
import type { Shape } from './shape.ts';
import { full } from './size.ts';
import { type Blow, flightsOf, momentsOf, quiet, strike } from './strike.ts';
import { turnShapes } from './turnShapes.ts';

const postgresUrl = inject('postgresUrl');
/** In turn, so that a chat's limit of one message a second is not waited for. */
const people = full ? 6 : 4;
const strangers = full ? 100 : 8;
const mostAttempts = full ? 3 : 5;
/** Each with a crowd of its own: in full they are tried beside each other (`run.ts`). */
const groups = [
  ['turns', turnShapes],
  ['sending', sendingShapes],
] as const;

describe.runIf(postgresUrl).each(groups)('%s, killed around each flight of', { timeout: 1_800_000 }, (_, shapes) => {
  let crowd: Crowd;
  let turn = 0;
  const workers = new Map<string, Member>();

  beforeAll(async () => {
    crowd = await Crowd.gather(postgresUrl ?? '', people, { strangers });
    crowd.proxy.refused.add('read_due');
    // The clock goes on by a minute at each kill.
    if (full) await crowd.goToMorning();
    await layTraps();
    return () => crowd.end();
  }, 300_000);

  /**
   * An update that is in `poison` fails whenever it is taken for done, and can only be kept as failed. A chat that is in
   * `hopeless` has had eleven attempts after its first, which would take an hour and a half.
   */
  async function layTraps(): Promise<void> {
    await crowd.sql.unsafe(`
      create table poison (key text primary key);
      create function refuse_poison() returns trigger language plpgsql security definer as $$
      begin
        if new.state = 'done' and exists (select 1 from public.poison p where p.key = new.external_id) then
          raise exception 'poison' using errcode = '22P02';
        end if;
        return new;
      end $$;
      create trigger refuse_poison before insert on inbox for each row execute function refuse_poison();
      create table hopeless (id uuid);
      create function lose_hope() returns trigger language plpgsql security definer as $$
      begin
        if new.attempts = 1 and exists (select 1 from public.hopeless h where h.id = new.identity_id) then
          new.attempts := 11;
        end if;
        return new;
      end $$;
      create trigger lose_hope before update on outbox for each row when (new.state = 'waiting') execute function lose_hope()`);
  }

  async function whoeverIsNext({ who, step = 0 }: Shape): Promise<Member> {
    if (who === 'stranger') return crowd.stranger();
    if (who !== undefined) {
      const worker = workers.get(who) ?? (await crowd.worker(who));
      workers.set(who, worker);
      return worker;
    }
    const isThere = ({ written }: Member) => written % updates.length === step;
    const pool = crowd.members.slice(0, people);
    turn = (turn + 1) % people;
    // All of them together: each chat hears one message a second.
    if (!isThere(pool[turn]!)) {
      await Promise.all(
        pool.map(async (member) => {
          while (!isThere(member)) await crowd.goOn(member);
        }),
      );
      await crowd.rest();
    }
    return pool[turn]!;
  }

  /** Once, undisturbed. */
  async function look(shape: Shape): Promise<string[]> {
    const member = await whoeverIsNext(shape);
    await shape.prepare?.(crowd, member);
    const work = async () => {
      await shape.act(crowd, member);
      await crowd.rest();
    };
    return flightsOf(crowd.proxy, work, shape.recovers);
  }

  /** False when the work was done without that flight: what is sent together is settled together. */
  async function kill(shape: Shape, blow: Blow): Promise<boolean> {
    const member = await whoeverIsNext(shape);
    await shape.prepare?.(crowd, member);
    await quiet(crowd.proxy);
    let revived: Promise<void> | undefined;
    const kill = () => {
      crowd.service.kill();
      revived = crowd.revive();
    };
    strike(crowd.proxy, kill, blow);
    await shape.act(crowd, member);
    await crowd.rest();
    await quiet(crowd.proxy);
    await revived;
    await mustBalance(crowd);
    return revived !== undefined;
  }

  /** False when that flight never came again: some come only where something is late, or at once. */
  async function isKilled(shape: Shape, blow: Blow): Promise<boolean> {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) if (await kill(shape, blow)) return true;
    return false;
  }

  it.each(shapes.filter(({ bounded }) => full || bounded !== undefined))('$name', async (shape) => {
    const flights = await look(shape);
    const every = Object.fromEntries(flights.map((flight) => [flight, momentsOf(flight)]));
    const fell: Record<'yes' | 'no', string[]> = { yes: [], no: [] };
    const named = full ? (shape.around ?? every) : shape.bounded;
    for (const [flight, chosen] of Object.entries(named ?? {})) {
      const times = flights.filter((one) => one === flight).length;
      expect(times).toBeGreaterThan(0);
      for (let nth = 0; nth < (full && shape.around === undefined ? times : 1); nth += 1)
        for (const moment of chosen)
          fell[(await isKilled(shape, { flight, nth, moment })) ? 'yes' : 'no'].push(`${moment} ${flight}`);
    }
    expect(await complaints(crowd)).toEqual([]);
    if (full)
      console.log(`${shape.name}: ${flights.join(', ')}; killed ${fell.yes.length}, never came: ${fell.no.join(', ')}`);
    expect(fell.no.filter((blow) => blow.endsWith(' write_turns'))).toEqual([]);
    expect(fell.no.length, fell.no.join(', ')).toBeLessThanOrEqual(full ? fell.yes.length / 3 : 0);
  });
});
