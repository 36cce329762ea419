import { describe, expect, it } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { dayOf } from '../../src/calendar/day.ts';
import type { Department } from '../../src/organisation/directory.ts';
import { deadlinesInQueue, expectedDayDeadline, isCurrent, postponedDay } from '../../src/referrals/deadlines.ts';
import { type KindId, requestKinds } from '../../src/referrals/kinds.ts';
import { promiseOf, resumedDay } from '../../src/referrals/lifeCycle.ts';
import type { Referral, ReferralEventKind } from '../../src/referrals/referral.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const read = (instant: Date) =>
  new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const bureau: Department = {
  id: '00000000-0000-4000-8000-000000000005',
  areaId: '00000000-0000-4000-8000-000000000004',
  kind: 'humanResources',
  name: { 'zh-CN': '局', en: 'Bureau' },
  address: { 'zh-CN': '路', en: 'Road' },
  dutyPhone: '0000-5550100',
  officeHours: {
    periods: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
  },
};

function referralOf(kind: KindId, patch: Partial<Referral> = {}): Referral {
  return {
    id: '00000000-0000-4000-8000-000000000002',
    number: '000-000-000',
    personId: '00000000-0000-4000-8000-000000000003',
    areaId: bureau.areaId,
    departmentId: bureau.id,
    kind,
    state: 'new',
    urgent: requestKinds[kind].urgent,
    claimedBy: null,
    filedBy: '00000000-0000-4000-8000-000000000003',
    expectedOn: '2026-09-29',
    provisional: false,
    pausedOn: null,
    firstWordAt: null,
    helped: null,
    createdAt: '2026-09-21T02:00:00.000Z',
    version: 1,
    ...patch,
  };
}

describe('what is promised', () => {
  // The examples of domain.md, each as a kind that takes so many working days, and then its own cases.
  it.each([
    ['other', '2026-02-13 10:00', '2026-02-14'],
    ['jobSearch', '2026-09-18 10:00', '2026-09-29'],
    ['other', '2026-04-30 10:00', '2026-05-06'],
    ['businessLicence', '2026-09-30 10:00', '2026-10-10'],
    ['allowance', '2026-02-10 10:00', '2026-03-23'],
    ['identityCard', '2026-09-21 10:00', '2026-11-20'],
    ['legalAid', '2026-09-26 10:00', '2026-10-03'],
    // The same day, while somebody is there, and else the day on which somebody is.
    ['emergencyRelief', '2026-09-21 16:59', '2026-09-21'],
    ['emergencyRelief', '2026-09-21 17:00', '2026-09-22'],
    ['health', '2026-09-24 18:00', '2026-09-28'],
    ['transitionalStay', '2026-09-30 20:00', '2026-10-08'],
    // The day it is asked for does not count, at whatever hour, and in Beijing rather than in London.
    ['other', '2026-09-21 23:59', '2026-09-22'],
    ['other', '2026-09-22 00:01', '2026-09-23'],
  ] as const)('%s asked for at %s: %s', (kind, asked, expectedOn) => {
    expect(promiseOf(chinaCalendar, kind, bureau, at(asked)).expectedOn).toBe(expectedOn);
  });

  it('is provisional where the holidays are not published yet', () => {
    expect(promiseOf(chinaCalendar, 'destituteCare', bureau, at('2026-12-25 10:00')).provisional).toBe(true);
    expect(promiseOf(chinaCalendar, 'destituteCare', bureau, at('2026-09-21 10:00')).provisional).toBe(false);
  });

  it.each([
    ['on the day it paused', '2026-09-22', '2026-09-22', '2026-09-29'],
    ['the next day', '2026-09-22', '2026-09-23', '2026-09-30'],
    ['after a weekend and a holiday', '2026-09-24', '2026-09-28', '2026-09-30'],
    ['after the expected day has gone by', '2026-09-28', '2026-10-09', '2026-10-10'],
    ['on a Saturday', '2026-09-22', '2026-09-26', '2026-10-08'],
  ])('goes on when the paper came %s', (_when, pausedOn, today, expectedOn) => {
    expect(resumedDay(chinaCalendar, '2026-09-29', pausedOn, today).day).toBe(expectedOn);
  });

  it.each([
    ['training', '2026-09-30 09:00', '2026-10-13'],
    ['allowance', '2026-09-30 09:00', '2026-10-13'],
    ['businessLicence', '2026-09-30 09:00', '2026-10-10'],
    ['emergencyRelief', '2026-09-22 09:00', '2026-09-23'],
    ['other', '2026-09-23 09:00', '2026-09-24'],
  ] as const)('of %s is put off at %s to %s', (kind, now, expectedOn) => {
    expect(postponedDay(chinaCalendar, referralOf(kind), dayOf(at(now))).day).toBe(expectedOn);
  });
});

describe('when silence is noticed', () => {
  it.each([
    ['an ordinary one, in the morning', 'training', '2026-09-21 09:30', '2026-09-22 17:00', '2026-09-23 17:00'],
    ['an ordinary one, at night', 'training', '2026-09-21 23:30', '2026-09-22 17:00', '2026-09-23 17:00'],
    ['on the Friday before a swapped Saturday', 'training', '2026-02-13 10:00', '2026-02-14 17:00', '2026-02-24 17:00'],
    ['on a Saturday', 'training', '2026-09-12 10:00', '2026-09-14 17:00', '2026-09-15 17:00'],
    ['on a Saturday before a swapped Sunday', 'training', '2026-09-19 10:00', '2026-09-20 17:00', '2026-09-21 17:00'],
    ['before the National Day holiday', 'training', '2026-09-30 10:00', '2026-10-08 17:00', '2026-10-09 17:00'],
    ['an urgent one, in the morning', 'emergencyRelief', '2026-09-21 09:30', '2026-09-21 11:30', '2026-09-21 13:30'],
    ['an urgent one, over lunch', 'emergencyRelief', '2026-09-21 11:30', '2026-09-21 14:30', '2026-09-21 15:30'],
    ['an urgent one, late', 'emergencyRelief', '2026-09-21 16:00', '2026-09-22 10:00', '2026-09-22 11:00'],
    ['an urgent one, at night', 'emergencyRelief', '2026-09-21 23:00', '2026-09-22 11:00', '2026-09-22 12:00'],
    ['an urgent one, on a holiday', 'emergencyRelief', '2026-10-02 10:00', '2026-10-08 11:00', '2026-10-08 12:00'],
  ] as const)('%s', (_when, kind, asked, department, coordinator) => {
    const now = at(asked);
    const deadlines = deadlinesInQueue(chinaCalendar, referralOf(kind), bureau, now, dayOf(now));
    expect(deadlines.slice(0, 2).map((deadline) => [deadline.rule, read(deadline.at)])).toEqual([
      ['departmentReminder', department],
      ['coordinatorReminder', coordinator],
    ]);
  });

  it.each([
    ['2026-09-21', '2026-09-22 09:00'],
    ['2026-09-24', '2026-09-28 09:00'],
    ['2026-09-26', '2026-09-28 09:00'],
    ['2026-09-30', '2026-10-08 09:00'],
  ])('that an answer promised by %s is late: %s', (expectedOn, late) => {
    expect(read(expectedDayDeadline(chinaCalendar, referralOf('training', { expectedOn }), bureau).at)).toBe(late);
  });
});

describe('a deadline', () => {
  const events = (...kinds: ReferralEventKind[]) =>
    kinds.map((kind, index) => ({
      id: `00000000-0000-4000-8000-00000000001${index}`,
      position: index + 1,
      kind,
      byAccount: null,
      at: '2026-09-21T02:00:00.000Z',
      hasText: false,
    }));

  it.each([
    ['counts in the queue it was set in', bureau.id, '1', events('requested', 'personWrote'), true],
    ['counts for nothing in another', '00000000-0000-4000-8000-000000000009', '1', events('requested'), false],
    [
      'counts for nothing once the request went away and came back',
      bureau.id,
      '1',
      events('requested', 'passedOn', 'sentBack'),
      false,
    ],
    ['counts from when it came back', bureau.id, '3', events('requested', 'passedOn', 'sentBack'), true],
  ] as const)('%s', (_what, department, version, history, current) => {
    const file = { referral: referralOf('training'), events: history };
    for (const slot of [`${department}:${version}`, `${department}:${version}:2026-09-29`])
      expect(isCurrent(slot, file)).toBe(current);
  });
});
