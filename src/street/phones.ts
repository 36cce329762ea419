import type { Context } from 'hono';
import { keepSession, newSession, readSession } from '../channels/web/session.ts';
import type { WebStore } from '../channels/web/store.ts';
import { joinAs } from '../commands/joinAs.ts';
import type { Locale } from '../i18n/locale.ts';
import { readExisting } from '../organisation/setupState.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';

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
export async function readOwners({ database, vault }: TurnDeps): Promise<Record<PhoneName, PhoneOwner>> {
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
  readonly deps: TurnDeps;
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
    const session = newSession();
    await joinAs(
      joining.deps,
      { externalId: session.externalId, languageTag: joining.locale },
      accounts[phone].accountId,
    );
    keepSession(context, phone, session);
  }
}
