import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMove, isOpen, moved } from '../../src/referrals/lifeCycle.ts';
import {
  eventKinds,
  type Referral,
  type ReferralEventKind,
  type ReferralState,
  referralStates,
} from '../../src/referrals/referral.ts';

/** Where each move leads from each state; what is not listed is refused. */
const legal: Record<ReferralEventKind, Partial<Record<ReferralState, ReferralState>>> = {
  requested: {},
  claimed: { new: 'claimed' },
  takenOver: { claimed: 'claimed', waitingForPerson: 'waitingForPerson', answered: 'answered' },
  personWrote: { new: 'new', claimed: 'claimed', waitingForPerson: 'waitingForPerson', answered: 'answered' },
  staffWrote: { new: 'new', claimed: 'claimed', waitingForPerson: 'waitingForPerson', answered: 'answered' },
  helpAsked: {
    new: 'new',
    claimed: 'claimed',
    waitingForPerson: 'waitingForPerson',
    answered: 'answered',
    refused: 'refused',
  },
  paperAsked: { claimed: 'waitingForPerson', answered: 'waitingForPerson' },
  paperReceived: { waitingForPerson: 'claimed' },
  passedOn: { new: 'new', claimed: 'new', waitingForPerson: 'new' },
  sentBack: { new: 'new', claimed: 'new', waitingForPerson: 'new' },
  answered: { claimed: 'answered', waitingForPerson: 'answered', answered: 'answered' },
  refused: { claimed: 'refused', waitingForPerson: 'refused' },
  closed: { claimed: 'closed', answered: 'closed' },
  withdrawn: { new: 'withdrawn', claimed: 'withdrawn', waitingForPerson: 'withdrawn', answered: 'withdrawn' },
  reopened: { answered: 'claimed', closed: 'claimed', refused: 'claimed' },
  helpedSaid: { answered: 'answered', closed: 'closed', refused: 'refused' },
  expectedDayMoved: { new: 'new', claimed: 'claimed', waitingForPerson: 'waitingForPerson' },
  departmentReminded: { new: 'new', claimed: 'claimed', waitingForPerson: 'waitingForPerson' },
  coordinatorTold: { new: 'new', claimed: 'claimed', waitingForPerson: 'waitingForPerson' },
};

const me = '00000000-0000-4000-8000-000000000001';
const referral: Referral = {
  id: '00000000-0000-4000-8000-000000000002',
  number: '000-000-000',
  personId: '00000000-0000-4000-8000-000000000003',
  areaId: '00000000-0000-4000-8000-000000000004',
  departmentId: '00000000-0000-4000-8000-000000000005',
  kind: 'training',
  state: 'new',
  urgent: false,
  claimedBy: null,
  filedBy: '00000000-0000-4000-8000-000000000003',
  expectedOn: '2026-09-28',
  provisional: false,
  pausedOn: null,
  firstWordAt: null,
  helped: null,
  createdAt: '2026-09-21T02:00:00.000Z',
  version: 1,
};

describe('the life of a request', () => {
  it.each(eventKinds)('%s is made from these states only, and leads there', (move) => {
    const found = referralStates.flatMap((state) => {
      const after = moved({ ...referral, state }, move);
      expect(canMove({ ...referral, state }, move)).toBe(after !== undefined);
      return after === undefined ? [] : [[state, after.state]];
    });
    expect(Object.fromEntries(found)).toEqual(legal[move]);
  });

  it('ends for good only when the person takes it back', () => {
    const withoutWayOn = referralStates.filter((state) =>
      eventKinds.every((move) => (legal[move][state] ?? state) === state),
    );
    expect(withoutWayOn).toEqual(['withdrawn']);
  });

  it('is open exactly while somebody at a department owes an answer', () => {
    const open = referralStates.filter((state) => isOpen({ ...referral, state }));
    expect(open).toEqual(['new', 'claimed', 'waitingForPerson']);
  });

  it('stays in order whatever is tried in whatever order', () => {
    const patches: Partial<Record<ReferralEventKind, Partial<Referral>>> = {
      claimed: { claimedBy: me, firstWordAt: '2026-09-21T03:00:00.000Z' },
      paperAsked: { pausedOn: '2026-09-22' },
    };
    const moves = fc.array(fc.constantFrom(...eventKinds), { maxLength: 60 });
    fc.assert(
      fc.property(moves, (tried) => {
        let now = referral;
        for (const move of tried) {
          const after = moved(now, move, patches[move]);
          expect(after?.state).toBe(legal[move][now.state]);
          now = after ?? now;
          // What nobody has claimed has had no first word; the clock pauses while a paper is awaited, and only then.
          if (now.state === 'new') expect(now).toMatchObject({ claimedBy: null, firstWordAt: null });
          if (['claimed', 'waitingForPerson', 'answered', 'closed', 'refused'].includes(now.state))
            expect(now.claimedBy).toBe(me);
          expect(now.pausedOn !== null).toBe(now.state === 'waitingForPerson');
          expect(now).toMatchObject({ id: referral.id, number: referral.number, personId: referral.personId });
        }
      }),
    );
  });
});
