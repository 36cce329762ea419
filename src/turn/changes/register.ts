import type { RegisterFact } from '../../dialogue/facts/register.ts';
import type { ChangeOf } from '../../dialogue/outcome.ts';
import { registeredRows } from '../../people/registeredRows.ts';
import { codeLifeDays, hashLinkCode, hashSpokenCode } from '../../secrets/codes.ts';
import { type ApplyContext, accountOf, insertRow, updateRow } from '../context.ts';
import { endVolunteering } from './consent.ts';
import { addPlan } from './visits.ts';
import { coverAbsence, proposeWorker, takeOff } from './workers.ts';

/** The rows of what a coordinator did: people registered, teams formed, papers seen, accounts taken off. */
export async function applyRegisterFact(context: ApplyContext, change: RegisterFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'personRegistered':
      return registerPerson(context, change);
    case 'helperAdded':
      return addHelper(context, change);
    case 'helperRemoved':
      updateRow(context, 'team_member', {
        id: change.member.id,
        version: change.member.version,
        state: 'ended',
        until: at,
      });
      endVolunteering(context, change.personId, change.member.accountId);
      for (const { id, version } of change.swaps)
        updateRow(context, 'visit', { id, version, meetOn: null, answer: null });
      return;
    case 'visitsAgreed':
      return agreeVisits(context, change);
    case 'checkInsAgreed':
      updateRow(context, 'person', { ...versioned(change.person), checkInEveryMonths: change.months });
      return;
    case 'fileShielded':
      updateRow(context, 'person', { ...change.person, shielded: change.shielded });
      return;
    case 'paperSeen':
      updateRow(context, 'arrival', { ...change.arrival, paperSeenAt: at, paperSeenBy: accountOf(context.actor) });
      return;
    case 'arrivedInPerson':
      updateRow(context, 'arrival', { ...change.arrival, reportedAt: at });
      updateRow(context, 'person', { ...versioned(change.person), nextCheckInOn: change.nextCheckInOn });
      if (change.plan !== null) addPlan(context, change.plan);
      return;
    case 'arrivalLateTold':
      updateRow(context, 'arrival', { ...change.arrival, lateToldAt: at });
      return;
    case 'nudged':
      noteNudge(context, change.subject);
      return;
    case 'messageResent':
      context.rows.named.set('resend', change.message);
      return;
    case 'absenceCovered':
      return coverAbsence(context, change);
    case 'workerProposed':
      return proposeWorker(context, change);
    case 'accountTakenOff':
      takeOff(context, change);
  }
}

function versioned<Value extends { readonly id: string; readonly version: number }>({ id, version }: Value) {
  return { id, version };
}

function addHelper(context: ApplyContext, change: ChangeOf<'helperAdded'>): void {
  insertRow(context, 'team_member', {
    id: change.memberId,
    personId: change.personId,
    accountId: change.helper,
    state: change.isVolunteer ? 'asked' : 'active',
    since: context.world.now.toISOString(),
    version: 1,
  });
}

/** What somebody agreed to stands until they agree to something else. */
function agreeVisits(context: ApplyContext, { person, months, plan }: ChangeOf<'visitsAgreed'>): void {
  updateRow(context, 'person', { ...versioned(person), visitEveryMonths: months, visitReviewOn: null });
  if (plan !== null) addPlan(context, plan);
}

async function registerPerson(context: ApplyContext, change: ChangeOf<'personRegistered'>): Promise<void> {
  const { vault, world } = context;
  const { account, person, arrival } = await registeredRows(vault, world.now, change);
  insertRow(context, 'account', account);
  insertRow(context, 'person', person);
  insertRow(context, 'arrival', arrival);
  insertRow(context, 'enrolment', {
    id: crypto.randomUUID(),
    accountId: account.id,
    linkHash: await hashLinkCode(vault, change.code.link),
    spokenHash: await hashSpokenCode(vault, change.code.spoken),
    madeBy: accountOf(context.actor),
    createdAt: world.now.toISOString(),
    expiresAt: new Date(world.now.getTime() + codeLifeDays * 86_400_000).toISOString(),
    version: 1,
  });
}

/** A row of the clock's book that is done already: (rule, subject, day) is there once, so a second nudge is known. */
function noteNudge(context: ApplyContext, subjectId: string): void {
  const { now, today } = context.world;
  insertRow(context, 'timer', {
    id: crypto.randomUUID(),
    rule: 'nudged',
    subjectId,
    slot: today,
    dueAt: now.toISOString(),
    state: 'done',
  });
}

/** The person, the helper or the file that the audit names. */
export function subjectOfRegisterFact(change: RegisterFact): string | null {
  switch (change.fact) {
    case 'personRegistered':
    case 'visitsAgreed':
    case 'checkInsAgreed':
    case 'fileShielded':
      return change.person.id;
    case 'helperAdded':
      return change.memberId;
    case 'helperRemoved':
      return change.member.id;
    case 'paperSeen':
    case 'arrivedInPerson':
    case 'arrivalLateTold':
      return change.arrival.id;
    case 'nudged':
      return change.subject;
    case 'messageResent':
      return change.message;
    case 'absenceCovered':
      return change.absence?.id ?? change.absenceId;
    case 'workerProposed':
    case 'accountTakenOff':
      return change.account;
  }
}

const facts = new Set<string>([
  'personRegistered',
  'helperAdded',
  'helperRemoved',
  'visitsAgreed',
  'checkInsAgreed',
  'fileShielded',
  'paperSeen',
  'arrivedInPerson',
  'arrivalLateTold',
  'nudged',
  'messageResent',
  'absenceCovered',
  'workerProposed',
  'accountTakenOff',
] satisfies RegisterFact['fact'][]);

export function isRegisterFact(change: { readonly fact: string }): change is RegisterFact {
  return facts.has(change.fact);
}
