import type { Context } from 'hono';
import type { Receive } from '../channels/channel.ts';
import { keepSession, newSession, readSession, type Session } from '../channels/web/session.ts';
import type { WebStore } from '../channels/web/store.ts';
import type { Deps } from '../deps.ts';
import type { Locale } from '../i18n/locale.ts';
import { readExisting } from '../organisation/setupState.ts';
import { newCode } from '../secrets/codes.ts';
import { readTurn } from '../turn/readTurn.ts';
import { writeClockTurn } from '../turn/writeTurn.ts';

/** Whose phones lie on the street: the demo's accounts by their reference. */
export const owners = {
  person: 'person-1',
  helper: 'helper-1',
  staff: 'staff-human-resources',
  coordinator: 'coordinator-jianshe',
} as const;
export type PhoneName = keyof typeof owners;
export const phoneNames = Object.keys(owners) as PhoneName[];

export interface PhoneOwner {
  readonly accountId: string;
  readonly name: string;
}

/** Who owns each phone, with the names opened. */
export async function readOwners({ database, vault }: Deps): Promise<Record<PhoneName, PhoneOwner>> {
  const { accounts } = await readExisting(database);
  const entries = phoneNames.map(async (phone) => {
    const account = accounts.find(({ reference }) => reference === owners[phone]);
    if (account === undefined) throw new Error(`the demo has no ${owners[phone]}`);
    const name = await vault.open(account, `account.name:${account.id}`, account.name);
    return [phone, { accountId: account.id, name }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<PhoneName, PhoneOwner>;
}

interface Joining {
  readonly deps: Deps;
  readonly receive: Receive;
  readonly store: WebStore;
  readonly locale: Locale;
}

/**
 * The sessions of this browser's four phones. A phone that has none, or was signed out because another browser opened the
 * street, joins as its owner by a new link, as anybody does.
 */
export async function openPhones(
  context: Context,
  joining: Joining,
  accounts: Record<PhoneName, PhoneOwner>,
  afresh: boolean,
): Promise<void> {
  for (const phone of phoneNames) {
    const known = afresh ? undefined : readSession(context, phone);
    if (known !== undefined && (await joining.store.read(known.externalId, 0)).joined) continue;
    keepSession(context, phone, await joinAs(joining, accounts[phone].accountId));
  }
}

async function joinAs({ deps, receive, locale }: Joining, accountId: string): Promise<Session> {
  const session = newSession();
  const code = newCode();
  const read = await readTurn(deps, {
    channel: 'clock',
    externalId: 'clock',
    updateId: `street ${session.externalId}`,
  });
  const reissued = { changes: [{ fact: 'linkReissued', account: accountId, code } as const], messages: [] };
  await writeClockTurn(deps, read, reissued, `street ${session.externalId}`, null);
  await receive({
    channel: 'web',
    externalId: session.externalId,
    updateId: `street ${session.externalId}`,
    languageTag: locale,
    content: { type: 'code', code: code.link },
  });
  return session;
}
