import { PlainError } from '../plainError.ts';
import { codeLifeDays, hashLinkCode, hashSpokenCode, newCode } from '../secrets/codes.ts';
import { hashName, hashPhone } from '../secrets/onFile.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Organisation, PersonEntry, WorkerEntry } from './file.ts';
import type { Existing, ExistingAccount } from './setupState.ts';

/** Somebody in the file, with the account they have or get. */
export interface PlannedAccount {
  readonly id: string;
  readonly entry: WorkerEntry | PersonEntry;
  readonly kind: 'worker' | 'person';
  /** Absent: the account is new. */
  readonly existing: ExistingAccount | undefined;
  /** The account's wrapped key. */
  readonly key: string;
}

/** Throws PlainError when a reference belongs to a person's account in the file and a worker's in the database, or back. */
export async function planAccounts(
  vault: Vault,
  organisation: Organisation,
  existing: Existing,
): Promise<PlannedAccount[]> {
  const known = new Map(existing.accounts.map((account) => [account.reference, account]));
  const plan = async (entry: WorkerEntry | PersonEntry, kind: PlannedAccount['kind'], place: string) => {
    const account = known.get(entry.reference);
    if (account !== undefined && account.kind !== kind) {
      throw new PlainError(`${place}.reference: belongs to a ${account.kind} in the database`);
    }
    const id = account?.id ?? crypto.randomUUID();
    return { id, entry, kind, existing: account, key: account?.key ?? (await vault.newKey(id)) };
  };
  return Promise.all([
    ...organisation.workers.map((entry, index) => plan(entry, 'worker', `workers[${index}]`)),
    ...organisation.people.map((entry, index) => plan(entry, 'person', `people[${index}]`)),
  ]);
}

/** Rows of `account` for those who are new or whose name or phone changed. */
export async function accountRows(vault: Vault, accounts: readonly PlannedAccount[], now: string) {
  const changed = await Promise.all(accounts.map((account) => hasChanged(vault, account)));
  const row = async ({ id, kind, key, entry }: PlannedAccount) => {
    const seal = (column: string, text: string) => vault.seal({ id, key }, `account.${column}:${id}`, text);
    return {
      id,
      kind,
      key,
      name: await seal('name', entry.name),
      phone: entry.phone === undefined ? null : await seal('phone', entry.phone),
      name_hash: await hashName(vault, entry.name),
      phone_hash: await hashPhone(vault, entry.phone ?? null),
      locale: entry.locale,
      state: 'active',
      reference: entry.reference,
      created_at: now,
      version: 1,
    };
  };
  return Promise.all(accounts.filter((_, index) => changed[index]).map(row));
}

async function hasChanged(vault: Vault, { id, key, existing, entry }: PlannedAccount): Promise<boolean> {
  if (existing === undefined || !existing.hashed) return true;
  const open = (column: string, sealed: string) => vault.open({ id, key }, `account.${column}:${id}`, sealed);
  const phone = existing.phone === null ? undefined : await open('phone', existing.phone);
  return phone !== entry.phone || (await open('name', existing.name)) !== entry.name;
}

/** A code for each of these accounts, with its row of `enrolment`, which holds only hashes. `now` is ISO 8601. */
export async function makeCodes(vault: Vault, accounts: readonly PlannedAccount[], now: string) {
  const expires = new Date(now);
  expires.setUTCDate(expires.getUTCDate() + codeLifeDays);
  return Promise.all(
    accounts.map(async (account) => {
      const code = newCode();
      const row = {
        id: crypto.randomUUID(),
        account_id: account.id,
        link_hash: await hashLinkCode(vault, code.link),
        spoken_hash: await hashSpokenCode(vault, code.spoken),
        made_by: null,
        created_at: now,
        expires_at: expires.toISOString(),
        used_at: null,
        replaced_at: null,
        version: 1,
      };
      return { account, code, row };
    }),
  );
}
