import type { HelperTask, NeedsSaid, PersonFact } from '../../dialogue/facts/person.ts';
import { hashPhone } from '../../secrets/onFile.ts';
import { type ApplyContext, insertRow, ownerOf, updateRow } from '../context.ts';
import { consentRow, endVolunteering } from './consent.ts';
import { addNeeds, addPlan, helperTasksDone } from './visits.ts';

type FactOf<Fact extends PersonFact['fact']> = Extract<PersonFact, { fact: Fact }>;

/** The rows of what became true about a person's arrival, check-ins and helpers. */
export async function applyPersonFact(context: ApplyContext, change: PersonFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'arrivalReported':
      return reportArrival(context, change);
    case 'checkInOpened':
      insertRow(context, 'check_in', change.checkIn);
      updatePlan(context, change.person);
      return;
    case 'checkInNudged':
      updateRow(context, 'check_in', { ...change.checkIn, nudgedAt: at });
      return;
    case 'checkInClosed':
      updateRow(context, 'check_in', { ...change.checkIn, state: change.state });
      addTask(context, change.task);
      return;
    case 'checkedIn':
      return checkIn(context, change);
    case 'chatClosedNoticed':
      addTask(context, change.task);
      return;
    case 'helperDeclined': {
      const { id, version, accountId } = change.member;
      updateRow(context, 'team_member', { id, version, state: 'ended', until: at });
      endVolunteering(context, change.personId, accountId);
      return;
    }
    case 'volunteerAnswered':
      return answerVolunteer(context, change);
    case 'visitAsked':
      updateRow(context, 'visit', { ...change.visit, askedAt: at });
      return;
    case 'visitAnswered':
      updateRow(context, 'visit', {
        ...change.visit,
        answer: change.answer,
        ...(change.meetOn === undefined ? {} : { meetOn: change.meetOn }),
      });
      return;
    case 'remindersPaused':
      updateRow(context, 'person', { ...change.person, remindersPausedAt: at });
      return;
    case 'remindersResumed':
      updateRow(context, 'person', { ...change.person, remindersPausedAt: null });
      return;
    case 'periodEnded':
      return endPeriod(context, change);
    case 'visitsReviewed':
      updateRow(context, 'person', { ...change.person, visitEveryMonths: 6, visitReviewOn: null });
      if (change.plan !== null) addPlan(context, change.plan);
  }
}

async function reportArrival(context: ApplyContext, change: FactOf<'arrivalReported'>): Promise<void> {
  const { arrival, account, person } = change;
  const owner = ownerOf(context, account.id);
  updateRow(context, 'arrival', {
    ...arrival,
    reportedAt: context.world.now.toISOString(),
    staying: await context.vault.seal(owner, `arrival.staying:${arrival.id}`, JSON.stringify(change.staying)),
  });
  if (change.phone !== null) {
    const phone = await context.vault.seal(owner, `account.phone:${account.id}`, change.phone);
    updateRow(context, 'account', { ...account, phone, phoneHash: await hashPhone(context.vault, change.phone) });
  }
  updatePlan(context, person);
  addNeedsSaid(context, person.id, change.needs);
  if (change.plan !== null) addPlan(context, change.plan);
}

/** When the person is asked and seen next. */
function updatePlan(context: ApplyContext, person: FactOf<'checkInOpened'>['person']): void {
  const { id, version, nextCheckInOn, visitEveryMonths, visitReviewOn } = person;
  updateRow(context, 'person', { id, version, nextCheckInOn, visitEveryMonths, visitReviewOn });
}

function checkIn(context: ApplyContext, change: FactOf<'checkedIn'>): void {
  const { id, version, state, feeling, callMe, answeredAt } = change.checkIn;
  if (change.wasOpen) updateRow(context, 'check_in', { id, version, state, feeling, callMe, answeredAt });
  else insertRow(context, 'check_in', change.checkIn);
  if (change.person !== null) updatePlan(context, change.person);
  addNeedsSaid(context, change.personId, change.needs);
  helperTasksDone(context, change.personId, true);
  addTask(context, change.task);
}

function addNeedsSaid(context: ApplyContext, personId: string, { kinds, replaces }: NeedsSaid): void {
  const endedAt = context.world.now.toISOString();
  for (const { id, version } of replaces) updateRow(context, 'need', { id, version, endedAt });
  addNeeds(context, personId, kinds);
}

function addTask(context: ApplyContext, task: HelperTask | null): void {
  if (task === null) return;
  insertRow(context, 'task', {
    id: crypto.randomUUID(),
    kind: 'checkIn',
    ...task,
    state: 'open',
    createdAt: context.world.now.toISOString(),
    version: 1,
  });
}

/** The yes is kept as any other: a volunteer sees the file from now on, and only because of it. */
function answerVolunteer(context: ApplyContext, { member, personId, yes }: FactOf<'volunteerAnswered'>): void {
  const { id, version, accountId } = member;
  if (!yes) {
    updateRow(context, 'team_member', { id, version, state: 'ended', until: context.world.now.toISOString() });
    return;
  }
  updateRow(context, 'team_member', { id, version, state: 'active' });
  const given = { personId, purpose: 'volunteer', departmentId: null, referralId: null, fields: ['name', 'phone'] };
  insertRow(context, 'consent', { ...consentRow(context, given), accountId });
}

/** What was planned is called off; the file and every open request stay. */
function endPeriod(context: ApplyContext, { person, cancelled, checkIn }: FactOf<'periodEnded'>): void {
  updateRow(context, 'person', { ...person, periodEndedAt: context.world.now.toISOString(), nextCheckInOn: null });
  for (const { id, version } of cancelled) updateRow(context, 'visit', { id, version, state: 'cancelled' });
  if (checkIn !== null) updateRow(context, 'check_in', { ...checkIn, state: 'paused' });
}

/** The person, the visit or the row that the audit names. */
export function subjectOfPersonFact(change: PersonFact): string {
  switch (change.fact) {
    case 'arrivalReported':
      return change.arrival.id;
    case 'checkInOpened':
    case 'checkInNudged':
    case 'checkInClosed':
    case 'checkedIn':
      return change.checkIn.id;
    case 'chatClosedNoticed':
      return change.task.personId;
    case 'helperDeclined':
    case 'volunteerAnswered':
      return change.member.id;
    case 'visitAsked':
    case 'visitAnswered':
      return change.visit.id;
    case 'remindersPaused':
    case 'remindersResumed':
    case 'periodEnded':
    case 'visitsReviewed':
      return change.person.id;
  }
}

const facts = new Set<string>([
  'arrivalReported',
  'checkInOpened',
  'checkInNudged',
  'checkInClosed',
  'checkedIn',
  'chatClosedNoticed',
  'helperDeclined',
  'volunteerAnswered',
  'visitAsked',
  'visitAnswered',
  'remindersPaused',
  'remindersResumed',
  'periodEnded',
  'visitsReviewed',
] satisfies PersonFact['fact'][]);

export function isPersonFact(change: { readonly fact: string }): change is PersonFact {
  return facts.has(change.fact);
}
