import type { ChangeOf } from '../dialogue/outcome.ts';
import { hashName, hashPhone } from '../secrets/onFile.ts';
import type { Vault } from '../secrets/vault.ts';

/** The rows of somebody who is registered, but for a way in: who is in a list gets theirs when their card is printed. */
export interface RegisteredRows {
  readonly account: { readonly id: string; readonly key: string } & Readonly<Record<string, unknown>>;
  readonly person: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly arrival: { readonly id: string } & Readonly<Record<string, unknown>>;
}

export async function registeredRows(
  vault: Vault,
  now: Date,
  { person, name, phone, arrival }: Pick<ChangeOf<'personRegistered'>, 'person' | 'name' | 'phone' | 'arrival'>,
): Promise<RegisteredRows> {
  const id = person.accountId;
  const createdAt = now.toISOString();
  const owner = { id, key: await vault.newKey(id) };
  return {
    account: {
      id,
      kind: 'person',
      key: owner.key,
      name: await vault.seal(owner, `account.name:${id}`, name),
      phone: phone === null ? null : await vault.seal(owner, `account.phone:${id}`, phone),
      nameHash: await hashName(vault, name),
      phoneHash: await hashPhone(vault, phone),
      locale: 'zh-CN',
      state: 'active',
      createdAt,
      version: 1,
    },
    person: { ...person, createdAt },
    arrival: { ...arrival, personId: person.id, version: 1 },
  };
}
