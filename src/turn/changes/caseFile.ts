import type { CaseFileFact } from '../../dialogue/facts/caseFile.ts';
import type { ChangeOf } from '../../dialogue/outcome.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import { type ApplyContext, accountOf, addRow, insertRow, ownerOf, updateRow } from '../context.ts';
import { reseal } from '../reseal.ts';
import { enrolmentRow } from './people.ts';
import { addPlan } from './visits.ts';

/** The rows of what was done with a file at the desk. */
export async function applyCaseFileFact(context: ApplyContext, change: CaseFileFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'fileCorrected':
      return correct(context, change);
    case 'closingProposed':
      insertRow(context, 'file_closing', {
        id: change.closingId,
        personId: change.personId,
        reason: change.reason,
        proposedBy: accountOf(context.actor),
        proposedAt: at,
        version: 1,
      });
      return;
    case 'closingDecided':
      updateRow(context, 'file_closing', {
        ...change.closing,
        outcome: change.outcome,
        decidedBy: accountOf(context.actor),
        decidedAt: at,
      });
      return;
    case 'fileReopened':
      updateRow(context, 'person', { ...change.person, periodEndedAt: null, nextCheckInOn: change.nextCheckInOn });
      if (change.plan !== null) addPlan(context, change.plan);
      return;
    case 'filesMerged':
      return merge(context, change);
    case 'cardMade':
      context.rows.named.set('replaceEnrolmentsOfAll', [...cardsSoFar(context), change.account]);
      addRow(context, 'newEnrolment', await enrolmentRow(context, change.account, change.code));
  }
}

function cardsSoFar({ rows: { named } }: ApplyContext): readonly string[] {
  return (named.get('replaceEnrolmentsOfAll') ?? []) as readonly string[];
}

async function correct(context: ApplyContext, change: ChangeOf<'fileCorrected'>): Promise<void> {
  const { vault } = context;
  const { person, account, name, phone, area, released, arrival, plan } = change;
  const owner = ownerOf(context, account.id);
  const named =
    name === undefined
      ? {}
      : { name: await vault.seal(owner, `account.name:${account.id}`, name), nameHash: await hashName(vault, name) };
  const reached =
    phone === undefined
      ? {}
      : {
          phone: phone === null ? null : await vault.seal(owner, `account.phone:${account.id}`, phone),
          phoneHash: await hashPhone(vault, phone),
        };
  if (name !== undefined || phone !== undefined) updateRow(context, 'account', { ...account, ...named, ...reached });
  const filed = {
    ...(area === undefined ? {} : { areaId: area }),
    ...(released === undefined ? {} : { releasedOn: released.on, helpedUntil: released.helpedUntil }),
  };
  if (Object.keys(filed).length > 0) updateRow(context, 'person', { ...person, ...filed });
  if (area !== undefined) context.rows.named.set('moveFile', { personId: person.id, areaId: area });
  if (arrival !== undefined)
    updateRow(context, 'arrival', { id: arrival.id, version: arrival.version, dueOn: arrival.dueOn, lateToldAt: null });
  if (plan !== null) addPlan(context, plan);
}

/** The audit names both files. */
async function merge(context: ApplyContext, { keep, gone }: ChangeOf<'filesMerged'>): Promise<void> {
  const [from, to] = [ownerOf(context, gone.accountId), ownerOf(context, keep.accountId)];
  if (from === null || to === null) throw new Error('both files have a key');
  const texts = await reseal(context.vault, from, to, context.texts);
  context.rows.named.set('mergeFiles', {
    keep: keep.accountId,
    keepVersion: keep.version,
    gone: gone.accountId,
    goneVersion: gone.version,
    texts,
  });
  addRow(context, 'audit', {
    actor: context.actor,
    action: 'fileMergedInto',
    subjectId: keep.personId,
    personId: gone.personId,
    fields: ['person'],
  });
}

/** The file or the proposal that the audit names. */
export function subjectOfCaseFileFact(change: CaseFileFact): string {
  switch (change.fact) {
    case 'fileCorrected':
    case 'fileReopened':
      return change.person.id;
    case 'closingProposed':
      return change.closingId;
    case 'closingDecided':
      return change.closing.id;
    case 'filesMerged':
      return change.gone.personId;
    case 'cardMade':
      return change.account;
  }
}

const facts = new Set<string>([
  'fileCorrected',
  'closingProposed',
  'closingDecided',
  'fileReopened',
  'filesMerged',
  'cardMade',
] satisfies CaseFileFact['fact'][]);

export function isCaseFileFact(change: { readonly fact: string }): change is CaseFileFact {
  return facts.has(change.fact);
}
