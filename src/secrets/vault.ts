/**
 * Field encryption. Every account has a key of its own, wrapped by `DATA_KEY`; what an account owns is sealed with it by
 * AES-256-GCM, and the place (table, column, row) is authenticated too, so that ciphertext cannot be moved elsewhere.
 * Whoever has no account yet is sealed with a key of the installation. It is node:crypto, not WebCrypto: the same bytes,
 * but 12 µs of processor time a text instead of 62, four times a turn.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt } from './cipher.ts';
import { openKeyRing } from './keyRing.ts';

/** Whose key: an account's id with its wrapped key, or null for somebody without an account. */
export type Owner = { readonly id: string; readonly key: string } | null;

export interface Vault {
  /** A new key for the account, wrapped: `k1.`, the wrapping key's id, and base64url. */
  newKey(accountId: string): Promise<string>;
  /** Ciphertext as `s1.` and base64url. `place` is `table.column:row`. */
  seal(owner: Owner, place: string, text: string): Promise<string>;
  /** Throws when the ciphertext was made for another owner or place, or was tampered with. */
  open(owner: Owner, place: string, sealed: string): Promise<string>;
  /** A keyed hash for look-up: base64url of HMAC-SHA-256, different for each purpose. */
  hash(purpose: string, value: string): Promise<string>;
  /** For changing DATA_KEY. */
  readonly keys: {
    readonly id: string;
    readonly previousId: string | undefined;
    /** The same key, wrapped by DATA_KEY as it is now. */
    rewrap(owner: NonNullable<Owner>): string;
    /** The installation's own keys, wrapped by DATA_KEY as it is now: they stay what they are when it changes. */
    installation(): Record<InstallationKey, string>;
  };
}

/** Keys that no account has: what strangers type, and the look-up by name, number and code. */
export const installationKeys = ['strangers', 'hash'] as const;
export type InstallationKey = (typeof installationKeys)[number];

export interface VaultKeys {
  /** The data key before this one, while some keys are still wrapped by it. */
  readonly previous?: Uint8Array<ArrayBuffer> | undefined;
  /** The installation's keys as they are stored; until DATA_KEY is first changed they follow from it. */
  readonly installation?: Partial<Record<InstallationKey, string>>;
}

const cachedKeys = 20_000;

/** `dataKey` is 32 bytes. */
export async function openVault(dataKey: Uint8Array<ArrayBuffer>, keys: VaultKeys = {}): Promise<Vault> {
  const ring = openKeyRing(dataKey, keys.previous);
  const installationKey = (name: InstallationKey): KeyObject => {
    const stored = keys.installation?.[name];
    return stored === undefined
      ? ring.derive(`guitu ${name} 1`)
      : createSecretKey(ring.unwrap(`installation_key.wrapped:${name}`, stored));
  };
  const strangers = installationKey('strangers');
  const hashing = installationKey('hash');

  const unwrapped = new Map<string, { readonly id: string; readonly key: KeyObject }>();
  const keyOf = (owner: Owner): KeyObject => {
    if (owner === null) return strangers;
    const known = unwrapped.get(owner.key);
    // Whose key it is was authenticated for the owner it was unwrapped for, and for nobody else.
    if (known?.id === owner.id) return known.key;
    if (unwrapped.size >= cachedKeys) unwrapped.delete(unwrapped.keys().next().value ?? '');
    const key = createSecretKey(ring.unwrap(`account.key:${owner.id}`, owner.key));
    unwrapped.set(owner.key, { id: owner.id, key });
    return key;
  };
  const wrapOwn = (name: InstallationKey, key: KeyObject) =>
    ring.wrap(`installation_key.wrapped:${name}`, key.export());

  return {
    async newKey(accountId) {
      return ring.wrap(`account.key:${accountId}`, crypto.getRandomValues(new Uint8Array(32)));
    },
    async seal(owner, place, text) {
      return `s1.${encrypt(keyOf(owner), place, text)}`;
    },
    async open(owner, place, sealed) {
      return decrypt(keyOf(owner), place, sealed.slice('s1.'.length)).toString();
    },
    async hash(purpose, value) {
      return createHmac('sha256', hashing).update(`${purpose}\0${value}`).digest('base64url');
    },
    keys: {
      id: ring.id,
      previousId: ring.previousId,
      rewrap: ({ id, key }) => ring.wrap(`account.key:${id}`, ring.unwrap(`account.key:${id}`, key)),
      installation: () => ({ strangers: wrapOwn('strangers', strangers), hash: wrapOwn('hash', hashing) }),
    },
  };
}
