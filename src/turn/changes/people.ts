import type { ChangeOf } from '../../dialogue/outcome.ts';
import { type Code, codeLifeDays, hashLinkCode, hashSpokenCode } from '../../secrets/codes.ts';
import { type ApplyContext, accountOf, addRow } from '../context.ts';
import { consentRow } from './consent.ts';

export function agree(context: ApplyContext, { person }: ChangeOf<'contactAgreed'>): void {
  addRow(context, 'person', { ...person, state: 'agreed' });
  addRow(
    context,
    'newConsent',
    consentRow(context, { personId: person.id, purpose: 'contact', departmentId: null, referralId: null, fields: [] }),
  );
}

export function decline(context: ApplyContext, { person }: ChangeOf<'contactDeclined'>): void {
  addRow(context, 'person', { ...person, state: 'declined' });
  context.rows.named.set('withdrawConsent', { personId: person.id, purpose: 'contact' });
}

export async function reissueLink(context: ApplyContext, { account, code }: ChangeOf<'linkReissued'>): Promise<void> {
  context.rows.named.set('replaceEnrolmentsOf', account);
  addRow(context, 'newEnrolment', await enrolmentRow(context, account, code));
}

export async function enrolmentRow(context: ApplyContext, account: string, code: Code): Promise<object> {
  const { now } = context.world;
  return {
    id: crypto.randomUUID(),
    accountId: account,
    linkHash: await hashLinkCode(context.vault, code.link),
    spokenHash: await hashSpokenCode(context.vault, code.spoken),
    madeBy: accountOf(context.actor),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + codeLifeDays * 86_400_000).toISOString(),
    usedAt: null,
    replacedAt: null,
    version: 1,
  };
}

export function approve(context: ApplyContext, { membership }: ChangeOf<'membershipApproved'>): void {
  addRow(context, 'membership', { ...membership, state: 'approved', approvedBy: context.actor });
}

export function declineMembership(context: ApplyContext, { membership }: ChangeOf<'membershipDeclined'>): void {
  addRow(context, 'membership', { ...membership, state: 'ended', approvedBy: null });
}

export function callPerson(context: ApplyContext, { call, reached }: ChangeOf<'personCalled'>): void {
  addRow(context, 'task', {
    id: call.id,
    version: call.version,
    state: reached ? 'done' : 'open',
    outcome: reached ? 'reached' : 'missed',
    closedBy: reached ? context.actor : null,
  });
}

export function needCall(context: ApplyContext, change: ChangeOf<'callNeeded'>): void {
  addRow(context, 'newTask', {
    id: crypto.randomUUID(),
    kind: 'call',
    areaId: change.areaId,
    personId: change.personId,
    slot: change.slot,
    state: 'open',
    outcome: null,
    closedBy: null,
    createdAt: context.world.now.toISOString(),
    version: 1,
  });
}
