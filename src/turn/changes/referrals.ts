import type { ChangeOf } from '../../dialogue/outcome.ts';
import { type Deadline, deadlinesInQueue, expectedDayDeadline } from '../../referrals/deadlines.ts';
import type { Referral, ReferralEventKind } from '../../referrals/referral.ts';
import type { Owner } from '../../secrets/vault.ts';
import { type ApplyContext, accountOf, addRow, ownerOf } from '../context.ts';
import { consentRow } from './consent.ts';

export async function requestReferral(context: ApplyContext, change: ChangeOf<'referralRequested'>): Promise<void> {
  const { referral, answers } = change;
  const owner = ownerOf(context, change.personAccountId);
  const sealedAnswers = await context.vault.seal(owner, `referral.answers:${referral.id}`, JSON.stringify(answers));
  addRow(context, 'newReferral', { ...referral, answers: sealedAnswers });
  await addEvent(context, { referral, kind: 'requested', eventId: change.eventId, text: change.text, owner });
  addRow(
    context,
    'newConsent',
    consentRow(context, {
      personId: referral.personId,
      purpose: 'passOn',
      departmentId: referral.departmentId,
      referralId: referral.id,
      fields: change.fields,
      spokenTo: change.spokenTo,
    }),
  );
  addDeadlines(context, referral, 'requested');
}

export async function moveReferral(context: ApplyContext, change: ChangeOf<'referralMoved'>): Promise<void> {
  const { before, after } = change;
  addRow(context, 'referral', { ...after, version: before.version });
  const counted = { ...after, version: before.version + 1 };
  const owner = ownerOf(context, change.personAccountId);
  await addEvent(context, { referral: counted, kind: change.move, eventId: change.eventId, text: change.text, owner });
  addDeadlines(context, counted, change.move);
  // What is withdrawn no longer rests on a yes.
  if (change.move === 'withdrawn')
    context.rows.named.set('withdrawConsent', { personId: after.personId, purpose: 'passOn', referralId: after.id });
}

interface NewEvent {
  readonly referral: Referral;
  readonly kind: ReferralEventKind;
  readonly eventId: string;
  readonly text: string | null;
  readonly owner: Owner;
}

async function addEvent(context: ApplyContext, { referral, kind, eventId, text, owner }: NewEvent): Promise<void> {
  addRow(context, 'newReferralEvent', {
    id: eventId,
    referralId: referral.id,
    position: referral.version,
    kind,
    byAccount: accountOf(context.actor),
    at: context.world.now.toISOString(),
    text: text === null ? null : await context.vault.seal(owner, `referral_event.text:${eventId}`, text),
    data: { state: referral.state, departmentId: referral.departmentId, expectedOn: referral.expectedOn },
  });
}

function addDeadlines(context: ApplyContext, referral: Referral, made: ReferralEventKind): void {
  const department = context.world.directory.departments.get(referral.departmentId);
  if (department === undefined) return;
  const { calendar, now, today } = context.world;
  const deadlines: Deadline[] = [];
  if (made === 'requested' || made === 'passedOn' || made === 'sentBack')
    deadlines.push(...deadlinesInQueue(calendar, referral, department, now, today));
  if (made === 'paperReceived' || made === 'expectedDayMoved' || made === 'reopened')
    deadlines.push(expectedDayDeadline(calendar, referral, department));
  for (const { rule, slot, at } of deadlines) {
    addRow(context, 'newTimer', {
      id: crypto.randomUUID(),
      rule,
      subjectId: referral.id,
      slot,
      dueAt: at.toISOString(),
      state: 'waiting',
    });
  }
}
