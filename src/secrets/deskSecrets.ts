/** What opens the desk, as it is kept: hashes, keyed where there are few enough to try them all. */
import { randomBytes, randomInt } from 'node:crypto';
import { highestDeskNumber, lowestDeskNumber } from '../organisation/deskAccess.ts';
import { sameText } from './sameText.ts';
import type { Vault } from './vault.ts';

export function hashDeskLink(vault: Vault, link: string): Promise<string> {
  return vault.hash('desk.link', link);
}

/** A PIN as it is kept: a salt of 128 random bits, a dot, and base64url of HMAC-SHA-256. Another each time. */
export function hashPin(vault: Vault, account: string, pin: string): Promise<string> {
  return saltedPin(vault, account, pin, randomBytes(16).toString('base64url'));
}

/** Whether it was made of this PIN for this account. */
export async function isPin(vault: Vault, account: string, pin: string, kept: string): Promise<boolean> {
  const [salt = ''] = kept.split('.');
  return sameText(await saltedPin(vault, account, pin, salt), kept);
}

async function saltedPin(vault: Vault, account: string, pin: string, salt: string): Promise<string> {
  return `${salt}.${await vault.hash('desk.pin', `${account} ${salt} ${pin}`)}`;
}

/** The two digits that a browser shows. */
export function newDeskNumber(): string {
  return String(randomInt(lowestDeskNumber, highestDeskNumber + 1));
}
