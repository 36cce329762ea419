import type { OwnDataFact } from '../../dialogue/facts/ownData.ts';
import { messageIdIn } from '../../mail/requestId.ts';
import { copyLinkMinutes } from '../../people/consent.ts';
import { hashCopyLink } from '../../secrets/codes.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import { type ApplyContext, insertRow, ownerOf, updateRow } from '../context.ts';
import { consentRow } from './consent.ts';

type FactOf<Fact extends OwnDataFact['fact']> = Extract<OwnDataFact, { fact: Fact }>;

/** The rows of what a person decided about what is held about them. */
export async function applyOwnDataFact(context: ApplyContext, change: OwnDataFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'consentWithdrawn':
      updateRow(context, 'consent', { ...change.consent, withdrawnAt: at });
      return;
    case 'volunteerStopped':
      updateRow(context, 'consent', { ...change.consent, withdrawnAt: at });
      if (change.member !== null) updateRow(context, 'team_member', { ...change.member, state: 'ended', until: at });
      return;
    case 'storyAgreed': {
      const given = { purpose: 'story', departmentId: null, referralId: null, fields: [] };
      insertRow(context, 'consent', consentRow(context, { personId: change.personId, ...given }));
      return;
    }
    case 'needDropped':
      updateRow(context, 'need', { ...change.need, endedAt: at });
      return;
    case 'nameCorrected':
      return correctName(context, change);
    case 'phoneCorrected':
      return correctPhone(context, change);
    case 'stayingCorrected':
      return correctStaying(context, change);
    case 'copyAsked':
      return askCopy(context, change);
    case 'personErased':
      return erase(context, change);
  }
}

async function correctName(context: ApplyContext, { account, name }: FactOf<'nameCorrected'>): Promise<void> {
  updateRow(context, 'account', {
    ...account,
    name: await context.vault.seal(ownerOf(context, account.id), `account.name:${account.id}`, name),
    nameHash: await hashName(context.vault, name),
  });
}

async function correctPhone(context: ApplyContext, { account, phone }: FactOf<'phoneCorrected'>): Promise<void> {
  updateRow(context, 'account', {
    ...account,
    phone: await context.vault.seal(ownerOf(context, account.id), `account.phone:${account.id}`, phone),
    phoneHash: await hashPhone(context.vault, phone),
  });
}

async function correctStaying(context: ApplyContext, change: FactOf<'stayingCorrected'>): Promise<void> {
  const { account, arrival, staying } = change;
  const place = `arrival.staying:${arrival.id}`;
  updateRow(context, 'arrival', {
    ...arrival,
    staying: await context.vault.seal(ownerOf(context, account.id), place, JSON.stringify(staying)),
  });
}

async function askCopy(context: ApplyContext, { account, link }: FactOf<'copyAsked'>): Promise<void> {
  const { now } = context.world;
  insertRow(context, 'copy_link', {
    id: crypto.randomUUID(),
    accountId: account,
    linkHash: await hashCopyLink(context.vault, link),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + copyLinkMinutes * 60_000).toISOString(),
    version: 1,
  });
}

/** The chat is a stranger's from now on. */
function erase(context: ApplyContext, { person, openRequests }: FactOf<'personErased'>): void {
  context.identity = { ...context.identity, accountId: null };
  context.rows.named.set('erase', { personId: person.id, openRequests });
  // On a page that is open just now, too.
  context.rows.named.set('hide', messageIdIn(context.request));
}

/** The row that the audit names. */
export function subjectOfOwnDataFact(change: OwnDataFact): string {
  switch (change.fact) {
    case 'consentWithdrawn':
    case 'volunteerStopped':
      return change.consent.id;
    case 'storyAgreed':
      return change.personId;
    case 'needDropped':
      return change.need.id;
    case 'nameCorrected':
    case 'phoneCorrected':
      return change.account.id;
    case 'stayingCorrected':
      return change.arrival.id;
    case 'copyAsked':
      return change.account;
    case 'personErased':
      return change.person.id;
  }
}

const facts = new Set<string>([
  'consentWithdrawn',
  'volunteerStopped',
  'storyAgreed',
  'needDropped',
  'nameCorrected',
  'phoneCorrected',
  'stayingCorrected',
  'copyAsked',
  'personErased',
] satisfies OwnDataFact['fact'][]);

export function isOwnDataFact(change: { readonly fact: string }): change is OwnDataFact {
  return facts.has(change.fact);
}
