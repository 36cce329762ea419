/** Keyed hashes that tell whether somebody is already on file, however the name and the number were typed. */
import type { Vault } from './vault.ts';

export function hashName(vault: Vault, name: string): Promise<string> {
  return vault.hash('account.name', bare(name).toLowerCase());
}

/** Null when there are no digits in it. */
export async function hashPhone(vault: Vault, phone: string | null): Promise<string | null> {
  const digits = bare(phone ?? '')
    .replace(/^(?:\+|00)86/, '')
    .replace(/\D/g, '');
  return digits === '' ? null : vault.hash('account.phone', digits);
}

function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '');
}
