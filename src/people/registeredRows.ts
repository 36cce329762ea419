import type { ChangeOf } from '../dialogue/outcome.ts';
import { hashName, hashPhone } from '../secrets/onFile.ts';
import type { Vault } from '../secrets/vault.ts';

/** The rows of somebody who is registered, but for a way in: who is in a list gets theirs when their card is printed. */
export interface RegisteredRows {
  readonly account: { readonly id: string; readonly key: string } & Readonly<Record<string, unknown>>;
  readonly person: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly arrival: { readonly id: string } & Readonly<Record<string, unknown>>;
}

/** A new account: its own key, its name and phone sealed with that, and the hashes that it is looked up by. */
export async function newAccountRow(
  vault: Vault,
  { id, kind, name, phone, createdAt }: NewAccount,
): Promise<Readonly<Record<string, unknown>> & { readonly id: string; readonly key: string }> {
  const owner = { id, key: await vault.newKey(id) };
  return {
    id,
    kind,
    key: owner.key,
    name: await vault.seal(owner, `account.name:${id}`, name),
    phone: phone === null ? null : await vault.seal(owner, `account.phone:${id}`, phone),
    nameHash: await hashName(vault, name),
    phoneHash: await hashPhone(vault, phone),
    locale: 'zh-CN',
    state: 'active',
    createdAt,
    version: 1,
  };
}

interface NewAccount {
  readonly id: string;
  readonly kind: 'person' | 'worker';
  readonly name: string;
  readonly phone: string | null;
  readonly createdAt: string;
}

export async function registeredRows(
  vault: Vault,
  now: Date,
  { person, name, phone, arrival }: Pick<ChangeOf<'personRegistered'>, 'person' | 'name' | 'phone' | 'arrival'>,
): Promise<RegisteredRows> {
  const createdAt = now.toISOString();
  return {
    account: await newAccountRow(vault, { id: person.accountId, kind: 'person', name, phone, createdAt }),
    person: { ...person, createdAt },
    arrival: { ...arrival, personId: person.id, version: 1 },
  };
}
