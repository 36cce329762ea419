import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { dayOf } from '../../src/calendar/day.ts';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { type Action, actionSchema } from '../../src/dialogue/action.ts';
import type { Event } from '../../src/dialogue/event.ts';
import type { ChangeOf, Message, Outcome } from '../../src/dialogue/outcome.ts';
import { step } from '../../src/dialogue/step.ts';
import { dialogueSchema, type Topic } from '../../src/dialogue/topic.ts';
import { type Account, nothingFound, type Person, type World } from '../../src/dialogue/world.ts';
import { keywords } from '../../src/i18n/keywords.ts';
import type { Area, Department, Directory } from '../../src/organisation/directory.ts';
import { directoryRows } from '../../src/organisation/directoryRows.ts';
import type { Referral, ReferralEvent } from '../../src/referrals/referral.ts';
import { onReferralDeadline } from '../../src/schedule/referralDeadlines.ts';
import { draw } from '../../src/turn/draw.ts';

/** One request among many hands, as a step sees it: no database, so thousands of ways through it take seconds. */

const directory = ((): Directory => {
  const rows = directoryRows(demoOrganisation());
  const areas = rows.area.map(({ parent_id, ...area }): [string, Area] => [area.id, { ...area, parentId: parent_id }]);
  const departments = rows.department.map(({ area_id, duty_phone, office_hours, ...rest }): [string, Department] => [
    rest.id,
    { ...rest, areaId: area_id, dutyPhone: duty_phone, officeHours: office_hours },
  ]);
  return {
    version: 1,
    demo: true,
    areas: new Map(areas),
    departments: new Map(departments),
    routes: [],
    settings: new Map(),
    wordings: new Map(),
    calendar: chinaCalendar,
  };
})();
const all = [...directory.departments.values()];
const street = [...directory.areas.values()].find(({ level }) => level === 'street');
if (street === undefined) throw new Error('the demo has a street');
const departmentOf = (kind: Department['kind']) => {
  const found = all.find((department) => department.kind === kind && street.path.includes(department.areaId));
  if (found === undefined) throw new Error(`the demo has no ${kind}`);
  return found;
};

const uuid = (count: number) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
const accountOf = (id: string, kind: Account['kind']): Account => ({
  id,
  kind,
  hasPhone: true,
  locale: 'en',
  version: 1,
});
const person: Person = {
  id: uuid(90),
  accountId: uuid(91),
  areaId: street.id,
  state: 'agreed',
  releasedOn: null,
  helpedUntil: null,
  periodEndedAt: null,
  checkInEveryMonths: 1,
  nextCheckInOn: null,
  remindersPausedAt: null,
  plainlySince: null,
  visitEveryMonths: 6,
  visitReviewOn: null,
  shielded: false,
  version: 1,
};
const departments = [
  departmentOf('humanResources'),
  departmentOf('humanResources'),
  departmentOf('housing'),
  departmentOf('station'),
];
const workers = departments.map((department, index) => ({
  account: accountOf(uuid(index), 'worker'),
  memberships: [
    {
      id: uuid(50 + index),
      accountId: uuid(index),
      role: 'staff' as const,
      areaId: department.areaId,
      departmentId: department.id,
      state: 'approved' as const,
      version: 1,
    },
  ],
}));
const referralId = uuid(70);
const asked: Referral = {
  id: referralId,
  number: '000-000-000',
  personId: person.id,
  areaId: street.id,
  departmentId: departmentOf('humanResources').id,
  kind: 'training',
  state: 'new',
  urgent: false,
  claimedBy: null,
  filedBy: person.accountId,
  expectedOn: '2026-09-29',
  provisional: false,
  pausedOn: null,
  firstWordAt: null,
  helped: null,
  createdAt: '2026-09-21T02:00:00.000Z',
  version: 1,
};

/** What somebody does: `who` is a worker's place, or -1 for the person. A tap may be an old one; `place` picks a department. */
type Deed =
  | { readonly who: number; readonly act: Action['do']; readonly place?: number }
  | { readonly who: number; readonly say: string }
  | { readonly days: number };

const staffActs = ['open', 'claim', 'paperReceived', 'close', 'confirm', 'change', 'back', 'passOn'] as const;
const purposes = ['answer', 'ask', 'askPaper', 'refuse', 'passOnTo', 'sendBack'] as const;
const personActs = ['matter', 'write', 'withdraw', 'reopen', 'needHelp', 'helped', 'confirm', 'back'] as const;
// The first has it in hand more often than not, so that there is something to finish.
const worker = fc.constantFrom(0, 0, 0, 0, 1, 2, 3);

/** Something written and sent, or left half-way. */
const written = fc
  .record({ who: worker, act: fc.constantFrom(...purposes), place: fc.nat(30), steps: fc.integer({ min: 1, max: 5 }) })
  .map(({ who, act, place, steps }): Deed[] => {
    const says: Deed[] = [{ who, say: 'some words' }];
    if (act === 'refuse') says.push({ who, say: 'other words' });
    const then: Deed[] = act === 'askPaper' ? [{ who, act: 'paperReceived' }] : [];
    return [{ who, act, place } as const, ...says, { who, act: 'confirm' } as const, ...then].slice(0, steps);
  });
const deeds: fc.Arbitrary<Deed[]> = fc.oneof(
  { weight: 8, arbitrary: written },
  { weight: 4, arbitrary: worker.map((who) => [{ who, act: 'claim' as const }]) },
  { weight: 6, arbitrary: fc.record({ who: worker, act: fc.constantFrom(...staffActs) }).map((deed) => [deed]) },
  {
    weight: 2,
    arbitrary: worker.map((who) => [
      { who, act: 'close' as const },
      { who, act: 'confirm' as const },
    ]),
  },
  { weight: 1, arbitrary: worker.map((who) => [{ who, say: '9' }]) },
  {
    weight: 2,
    arbitrary: fc.record({ who: fc.constant(-1), act: fc.constantFrom(...personActs) }).map((deed) => [deed]),
  },
  { weight: 1, arbitrary: fc.constantFrom('some words', '0').map((say) => [{ who: -1, say }]) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }).map((days) => [{ days }]) },
);

/** Moves that only the one who claimed the request may make. */
const onlyMine = new Set(['answered', 'staffWrote', 'paperAsked', 'paperReceived', 'refused', 'closed']);
const byStaff = new Set([...onlyMine, 'claimed', 'passedOn', 'sentBack']);

class Hands {
  referral = asked;
  events: ReferralEvent[] = [];
  now = new Date(asked.createdAt);
  readonly topics = new Map<number, Topic>();

  do(deed: Deed): void {
    if ('days' in deed) {
      this.#pass(deed.days);
      return;
    }
    const world = this.#worldOf(deed.who);
    const topic = this.topics.get(deed.who) ?? { name: 'menu' };
    const event: Event =
      'say' in deed
        ? { type: 'text', text: deed.say }
        : { type: 'chosen', action: this.#action(deed.act, deed.place ?? 0), onScreen: true };
    let outcome = step(topic, event, world);
    if ('search' in outcome)
      outcome = step(topic, event, {
        ...world,
        found: nothingFound,
      });
    if ('search' in outcome) throw new Error('a step may search once');
    // What was said is kept as JSON and read back.
    const kept = dialogueSchema.parse(JSON.parse(JSON.stringify({ version: 1, topic: outcome.topic })));
    expect(kept.topic).toEqual(outcome.topic);
    this.topics.set(deed.who, kept.topic);
    this.#check(deed.who, outcome);
    for (const change of outcome.changes)
      if (change.fact === 'referralMoved') this.#apply(change, world.account?.id ?? null);
  }

  #action(act: Action['do'], place: number): Action {
    const department = all[place % all.length]?.id;
    return actionSchema.parse({ do: act, referral: referralId, page: 0, helped: true, department });
  }

  #worldOf(who: number): World {
    const worker = workers[who];
    const sees =
      worker === undefined ||
      worker.memberships.some(({ departmentId }) => departmentId === this.referral.departmentId);
    return {
      now: this.now,
      today: dayOf(this.now),
      lastHere: this.now,
      locale: 'en',
      calendar: chinaCalendar,
      directory,
      account: worker?.account ?? accountOf(person.accountId, 'person'),
      memberships: worker?.memberships ?? [],
      person: worker === undefined ? person : null,
      enrolment: null,
      attempts: { here: 0, everywhere: 0 },
      focus: sees
        ? {
            referral: this.referral,
            person: { ...person, hasPhone: true },
            events: this.events.slice(-20),
            isAgreed: true,
            standsIn: false,
          }
        : null,
      found: null,
      keywords,
      draw,
    };
  }

  /** Time goes by, and every deadline there could be falls due. */
  #pass(days: number): void {
    this.now = new Date(this.now.getTime() + days * 86_400_000);
    const { departmentId, version, expectedOn } = this.referral;
    const slot = `${departmentId}:${version}:${expectedOn}`;
    for (const rule of ['departmentReminder', 'coordinatorReminder', 'expectedDay'] as const) {
      const file = {
        referral: this.referral,
        person: { ...person, hasPhone: true },
        events: this.events,
        isAgreed: true,
        standsIn: false,
      };
      const outcome = onReferralDeadline(rule, slot, file, this.#worldOf(-1));
      for (const change of outcome.changes) if (change.fact === 'referralMoved') this.#apply(change, null);
      if (rule === 'expectedDay' && this.referral.state === 'waitingForPerson') expect(outcome.changes).toEqual([]);
    }
  }

  #check(who: number, { changes, messages }: Outcome): void {
    const moves = changes.filter((change) => change.fact === 'referralMoved');
    expect(moves.length).toBeLessThanOrEqual(1);
    const [move] = moves;
    for (const message of messages) if (message.to !== 'chat') expectNothingTyped(message);
    if (move === undefined || workers[who] === undefined) return;
    const me = workers[who].account.id;
    expect(byStaff).toContain(move.move);
    expect(workers[who].memberships[0]?.departmentId).toBe(move.before.departmentId);
    if (onlyMine.has(move.move)) expect(move.before.claimedBy).toBe(me);
    else expect([null, me]).toContain(move.before.claimedBy);
    // Whatever is done with it, the person hears of it; and whoever gets it, too.
    const toPerson = messages.filter(
      ({ to }) => typeof to === 'object' && 'account' in to && to.account === person.accountId,
    );
    expect(toPerson).toHaveLength(1);
    expect(toPerson[0]?.discreet).toBe(true);
    const police = directory.departments.get(move.after.departmentId)?.kind === 'police';
    expect(police).toBe(false);
    const announced = messages.some(
      ({ to }) => typeof to === 'object' && 'department' in to && to.department === move.after.departmentId,
    );
    expect(announced).toBe(move.move === 'passedOn' || move.move === 'sentBack');
  }

  #apply(change: ChangeOf<'referralMoved'>, by: string | null): void {
    expect(change.before).toEqual(this.referral);
    this.referral = { ...change.after, version: change.before.version + 1 };
    this.events.push({
      id: change.eventId,
      position: this.referral.version,
      kind: change.move,
      byAccount: by,
      at: this.now.toISOString(),
      hasText: change.text !== null,
    });
    const { state, claimedBy, pausedOn, firstWordAt } = this.referral;
    if (state === 'new') expect({ claimedBy, firstWordAt }).toEqual({ claimedBy: null, firstWordAt: null });
    else if (state !== 'withdrawn')
      expect({ claimedBy: claimedBy !== null, firstWordAt: firstWordAt !== null }).toEqual({
        claimedBy: true,
        firstWordAt: true,
      });
    expect(pausedOn !== null).toBe(state === 'waitingForPerson');
    if (['expectedDayMoved', 'passedOn', 'sentBack', 'reopened'].includes(change.move))
      expect(this.referral.expectedOn >= dayOf(this.now)).toBe(true);
  }
}

/** What somebody typed is pointed at, never written into what others are sent. */
function expectNothingTyped({ lines, choices }: Message): void {
  for (const { parameters } of [...lines, ...choices.map(({ label }) => label)])
    for (const value of Object.values(parameters ?? {})) expect(Object.keys(value)).not.toContain('secret');
}

describe('a request among many hands', () => {
  it('stays in order whatever they do in whatever order', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(deeds, { minLength: 10, maxLength: 60 }), (done) => {
        const hands = new Hands();
        for (const each of done.flat()) hands.do(each);
        for (const { kind } of hands.events) reached.add(kind);
      }),
      { numRuns: 600 },
    );
    // The check is worth something only where it went everywhere.
    expect([...byStaff].filter((move) => !reached.has(move))).toEqual([]);
  });
});
