import type { DeskFact } from '../../dialogue/facts/desk.ts';
import { confirmedMinutes, deskLinkMinutes, minutesAfter, steppedUpMinutes } from '../../organisation/deskAccess.ts';
import { hashDeskLink } from '../../secrets/deskSecrets.ts';
import { type ApplyContext, insertRow, updateRow } from '../context.ts';

type FactOf<Fact extends DeskFact['fact']> = Extract<DeskFact, { fact: Fact }>;

/** The rows of getting in to the desk, and of a PIN. */
export async function applyDeskFact(context: ApplyContext, change: DeskFact): Promise<void> {
  const { now } = context.world;
  const at = now.toISOString();
  switch (change.fact) {
    case 'deskLinkMade':
      return makeLink(context, change);
    case 'deskNumberMissed':
      updateRow(context, 'desk_login', { ...change.login, attempts: change.attempts });
      return;
    case 'deskRefused':
      updateRow(context, 'desk_login', { ...change.login, attempts: change.attempts, endedAt: at });
      return;
    case 'deskConfirmed':
      updateRow(context, 'desk_login', {
        ...change.login,
        confirmedAt: at,
        expiresAt: minutesAfter(now, confirmedMinutes),
      });
      return;
    case 'deskSteppedUp':
      updateRow(context, 'desk_login', { ...change.login, confirmedAt: at, endedAt: at });
      updateRow(context, 'desk_session', { ...change.session, steppedUpUntil: minutesAfter(now, steppedUpMinutes) });
      return;
    case 'deskSessionEnded':
      updateRow(context, 'desk_session', { ...change.session, endedAt: at });
      return;
    case 'deskPinSet':
      return setPin(context, change);
    case 'deskPinMissed':
      updateRow(context, 'desk_pin', { ...change.pin, attempts: change.attempts });
      return;
    case 'deskPinLocked':
      updateRow(context, 'desk_pin', { ...change.pin, attempts: change.attempts, lockedUntil: change.until });
      return;
    case 'deskPinUnlocked':
      updateRow(context, 'desk_pin', { ...change.pin, attempts: 0, lockedUntil: null });
  }
}

async function makeLink(context: ApplyContext, { login, link, replaced }: FactOf<'deskLinkMade'>): Promise<void> {
  const { now } = context.world;
  const at = now.toISOString();
  for (const unused of replaced) updateRow(context, 'desk_login', { ...unused, endedAt: at });
  insertRow(context, 'desk_login', {
    id: login,
    accountId: context.actor,
    purpose: 'enter',
    linkHash: await hashDeskLink(context.vault, link),
    attempts: 0,
    createdAt: at,
    expiresAt: minutesAfter(now, deskLinkMinutes),
    version: 1,
  });
}

function setPin(context: ApplyContext, { account, before, hash }: FactOf<'deskPinSet'>): void {
  const setAt = context.world.now.toISOString();
  const fresh = { hash, attempts: 0, lockedUntil: null, setAt };
  if (before === null) insertRow(context, 'desk_pin', { id: account, ...fresh, version: 1 });
  else updateRow(context, 'desk_pin', { ...before, ...fresh });
}

/** The way in, the session or the account that the audit names. */
export function subjectOfDeskFact(change: DeskFact): string {
  if ('session' in change) return change.session.id;
  if ('pin' in change) return change.pin.id;
  if (change.fact === 'deskPinSet') return change.account;
  return typeof change.login === 'string' ? change.login : change.login.id;
}

const facts = new Set<string>([
  'deskLinkMade',
  'deskNumberMissed',
  'deskRefused',
  'deskConfirmed',
  'deskSteppedUp',
  'deskSessionEnded',
  'deskPinSet',
  'deskPinMissed',
  'deskPinLocked',
  'deskPinUnlocked',
] satisfies DeskFact['fact'][]);

export function isDeskFact(change: { readonly fact: string }): change is DeskFact {
  return facts.has(change.fact);
}
