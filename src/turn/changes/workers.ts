import { instantAt } from '../../calendar/day.ts';
import type { ChangeOf } from '../../dialogue/outcome.ts';
import { newAccountRow } from '../../people/registeredRows.ts';
import { codeLifeDays, hashLinkCode, hashSpokenCode } from '../../secrets/codes.ts';
import { type ApplyContext, accountOf, insertRow, updateRow } from '../context.ts';

/** The absence itself, who stands in with whom, and what wakes the clock where it begins on a later day. */
export function coverAbsence(context: ApplyContext, change: ChangeOf<'absenceCovered'>): void {
  const { absence, absenceId, helper, from, until, substitute } = change;
  const at = context.world.now.toISOString();
  if (absence === null)
    insertRow(context, 'absence', {
      id: absenceId,
      accountId: helper,
      fromDay: from,
      untilDay: until,
      substituteId: substitute,
      endedAt: null,
      version: 1,
    });
  else updateRow(context, 'absence', { ...absence, fromDay: from, untilDay: until, substituteId: substitute });
  for (const { id, version } of change.ends)
    updateRow(context, 'team_member', { id, version, state: 'ended', until: at });
  for (const { memberId, personId, substitute: accountId } of change.covers)
    insertRow(context, 'team_member', {
      id: memberId,
      personId,
      accountId,
      state: 'active',
      substituteFor: helper,
      since: at,
      version: 1,
    });
  if (!change.begins)
    insertRow(context, 'timer', {
      id: crypto.randomUUID(),
      rule: 'absenceBegins',
      subjectId: absence?.id ?? absenceId,
      slot: from,
      dueAt: instantAt(from, 0).toISOString(),
      state: 'waiting',
    });
}

/** An account, what it is to do where once a second human has said yes, and a way in. */
export async function proposeWorker(context: ApplyContext, change: ChangeOf<'workerProposed'>): Promise<void> {
  const { vault, world } = context;
  const { account: id, name, phone, membership, code } = change;
  const createdAt = world.now.toISOString();
  insertRow(context, 'account', await newAccountRow(vault, { id, kind: 'worker', name, phone, createdAt }));
  insertRow(context, 'membership', {
    ...membership,
    accountId: id,
    state: 'proposed',
    proposedBy: accountOf(context.actor),
    approvedBy: null,
    createdAt,
    version: 1,
  });
  insertRow(context, 'enrolment', {
    id: crypto.randomUUID(),
    accountId: id,
    linkHash: await hashLinkCode(vault, code.link),
    spokenHash: await hashSpokenCode(vault, code.spoken),
    madeBy: accountOf(context.actor),
    createdAt,
    expiresAt: new Date(world.now.getTime() + codeLifeDays * 86_400_000).toISOString(),
    version: 1,
  });
}

/** They work in none of the areas any more, stand in for nobody, and are no longer away. */
export function takeOff(context: ApplyContext, change: ChangeOf<'accountTakenOff'>): void {
  const at = context.world.now.toISOString();
  for (const { id, version } of change.members)
    updateRow(context, 'team_member', { id, version, state: 'ended', until: at });
  if (change.absence !== null) {
    updateRow(context, 'absence', { ...change.absence, endedAt: at });
    context.rows.named.set('standOut', change.account);
  }
  for (const { id, version } of change.memberships) updateRow(context, 'membership', { id, version, state: 'ended' });
  context.rows.named.set('silence', change.account);
}
