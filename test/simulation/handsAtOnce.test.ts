/** Case 8: two colleagues, the clock and the person have one request in hand at the same moment, in random schedules. */
import fc, { type Scheduler } from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { addDays, dayOf, instantAt } from '../../src/calendar/day.ts';
import type { Database } from '../../src/db/database.ts';
import type { Program } from '../../src/program.ts';
import { tick } from '../../src/schedule/tick.ts';
import { full } from '../faults/size.ts';
import { ask, beginning, hasWayOn, said } from '../support/person.ts';
import { Town } from '../support/town.ts';
import { Actor, type Move } from './actor.ts';
import { type Happened, type Stands, wrongIn } from './history.ts';

const locale = 'zh-CN';
const tap = (key: Parameters<typeof said>[1]): Move => ({ tap: said(locale, key) });
const words: Move = { type: '写几句话' };

const staffMoves: Readonly<Record<string, readonly Move[]>> = {
  claim: [tap('queue:claim')],
  answer: [tap('queue:answer'), words, tap('composing:send')],
  askPaper: [tap('queue:askPaper'), words, tap('composing:send')],
  paperReceived: [tap('queue:paperReceived')],
  refuse: [tap('queue:refuse'), words, words, tap('composing:send')],
  close: [tap('queue:close'), tap('queue:closeYes')],
};
const personMoves: Readonly<Record<string, readonly Move[]>> = {
  withdraw: [tap('help:seeIt'), tap('matters:withdraw'), tap('matters:withdrawYes')],
  reopen: [tap('help:seeIt'), tap('matters:reopen')],
  review: [tap('help:seeIt'), tap('matters:review')],
};
const everything = [
  ...['answered', 'claimed', 'closed', 'coordinatorTold', 'departmentReminded', 'expectedDayMoved'],
  ...['paperAsked', 'paperReceived', 'refused', 'reopened', 'requested', 'withdrawn'],
];
/** How many hours later the clock ticks. */
const hours = [1, 25, 75, 240];

/** What happens at one moment. Claiming is what colleagues race for, and withdrawing is what comes between. */
const moment = fc.record({
  first: fc.option(fc.constantFrom('claim', ...Object.keys(staffMoves))),
  second: fc.option(fc.constantFrom('claim', ...Object.keys(staffMoves))),
  person: fc.option(fc.constantFrom(...Object.keys(personMoves)), { freq: 2 }),
  clock: fc.option(fc.constantFrom(...hours), { freq: 2 }),
});
type Moment = typeof moment extends fc.Arbitrary<infer Value> ? Value : never;

let town: Town;
let first: Actor;
let second: Actor;
let person: Actor;
let clock: Program;
/** Holds up every flight of a turn to the database until it is its time; absent while nothing is at once. */
let schedule: Scheduler | undefined;

beforeAll(async () => {
  town = await Town.open();
  const join = async (reference: string) => {
    const phone = await town.joined(reference);
    phone.program = town.replica(scheduled(town.database));
    return new Actor(town, phone, town.account(reference).id);
  };
  first = await join('staff-human-resources');
  second = await join('staff-human-resources-2');
  person = await join('person-1');
  clock = town.replica(scheduled(town.database));
});
afterAll(() => town.close());

function scheduled(database: Database): Database {
  return {
    query: async (text, parameters) => {
      if (/read_turn|write_turn/.test(text)) await schedule?.schedule(Promise.resolve(), text.slice(7, 17));
      return database.query(text, parameters);
    },
    execute: (script) => database.execute(script),
    close: () => database.close(),
  };
}

/** All of it at once, in the order in which the schedule lets the flights go. */
async function happen(at: Moment, order: Scheduler): Promise<void> {
  if (at.clock !== null) town.setClock(new Date(town.now.getTime() + at.clock * 3_600_000));
  schedule = order;
  await order.waitFor(
    Promise.all([
      first.does(staffMoves[at.first ?? ''] ?? []),
      second.does(staffMoves[at.second ?? ''] ?? []),
      person.does(personMoves[at.person ?? ''] ?? []),
      at.clock === null ? 0 : tick(clock.deps),
    ]),
  );
  schedule = undefined;
  await town.settle();
}

interface Life extends Stands {
  readonly number: string;
  readonly history: readonly Happened[];
}

async function lifeOf(id: string): Promise<Life> {
  const [life] = await town.rows<Life>(
    `select r.number, r.state, r.claimed_by as "claimedBy", r.version, (select json_agg(json_build_object(
       'kind', e.kind, 'by', e.by_account, 'position', e.position) order by e.position) from referral_event e where e.referral_id = r.id) as history
     from referral r where r.id = $1`,
    [id],
  );
  return life!;
}

/** How often each was told that they did something, beside how often they did. */
function toldAndDone({ heard, account }: Actor, { history, number }: Life): [told: number, done: number][] {
  const told = (text: string) => heard.filter((message) => message.text.startsWith(text)).length;
  const done = (...kinds: string[]) => history.filter(({ kind, by }) => by === account && kinds.includes(kind)).length;
  return [
    [told(said(locale, 'queue:claimed')), done('claimed')],
    [told(said(locale, 'composing:sent')), done('answered', 'paperAsked', 'refused')],
    [told(said(locale, 'queue:paperTicked')), done('paperReceived')],
    [told(said(locale, 'queue:closed', { number })), done('closed')],
    [told(said(locale, 'matters:withdrawn', { kind: said(locale, 'kinds:training.name') })), done('withdrawn')],
    [told(beginning(locale, 'matters:reopened')), done('reopened')],
  ];
}

/** Updates of a chat after this place that were done, and answers to them that arrived. */
async function answeredSince(place: string, { phone }: Actor): Promise<number[]> {
  const [row] = await town.rows<{ done: number; answered: number }>(
    `select (select count(*)::integer from inbox e where e.identity_id = i.id and e.seq > $1::bigint and e.state = 'done') as done,
       (select count(*)::integer from outbox o where o.identity_id = i.id and o.sent_seq > $1::bigint and o.screen and o.state = 'sent') as answered
     from identity i where i.external_id = $2`,
    [place, String(phone.id)],
  );
  return [row?.done ?? 0, row?.answered ?? 0];
}

/** A request that lives through these moments, by every rule there is. Gives what happened to it. */
async function live(moments: readonly Moment[], order: Scheduler): Promise<string[]> {
  town.setClock(instantAt(addDays(dayOf(town.now), 1), 10));
  const id = await ask(town, person.phone, 'training');
  const [place] = await town.rows<{ seq: string }>("select nextval('said')::text as seq");
  for (const actor of [first, second, person]) actor.begin();
  for (const at of moments) await happen(at, order);
  const life = await lifeOf(id);
  expect(wrongIn(life.history, person.account, life)).toEqual([]);
  for (const actor of [first, second, person]) {
    for (const [told, done] of toldAndDone(actor, life)) expect(told).toBe(done);
    expect(await answeredSince(place?.seq ?? '', actor)).toEqual([actor.sent, actor.sent]);
    expect(actor.heard.every(hasWayOn)).toBe(true);
  }
  expect(town.complaints).toEqual([]);
  // What is left open would be talked of in the lives that follow, and be taken for theirs.
  await town.rows("update referral set state = 'closed', version = version + 1 where id = $1 and state <> 'closed'", [
    id,
  ]);
  return life.history.map(({ kind }) => kind);
}

const seed = 20_261_129;
/** PGlite has one connection, and so little happens at once. */
const bounded = inject('postgresUrl') === undefined ? 3 : 10;

it('are reminded, claim and withdraw where nothing is in the way', async () => {
  const [order] = fc.sample(fc.scheduler(), { seed, numRuns: 1 });
  const nothing: Moment = { first: null, second: null, person: null, clock: null };
  const happened = await live(
    [
      { ...nothing, clock: 75 },
      { ...nothing, first: 'claim', second: 'claim' },
      { ...nothing, person: 'withdraw' },
    ],
    order!,
  );
  // The two reminders are due at the same moment.
  expect(happened.toSorted()).toEqual(['claimed', 'coordinatorTold', 'departmentReminded', 'requested', 'withdrawn']);
});

it('keep to the life cycle, and each is told what became of it', { timeout: full ? 3_600_000 : 120_000 }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 2, maxLength: 5 }), fc.scheduler(), async (moments, order) => {
      for (const kind of await live(moments, order)) seen.add(kind);
    }),
    { seed, numRuns: full ? 300 : bounded },
  );
  // In so many everything that may happen does.
  if (full) expect([...seen].sort()).toEqual(everything);
});
