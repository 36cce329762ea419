import { toBase64Url } from './cipher.ts';
import type { Vault } from './vault.ts';

/** Letters and digits that are hard to confuse when read aloud or written by hand: no 0 O, 1 I L, U V, 2 Z, 5 S, 8 B. */
const spokenAlphabet = '34679ACDEFGHJKMNPQRTWXY';
const spokenLength = 10;
/** How long a code opens the door. */
export const codeLifeDays = 14;

export interface Code {
  /** 128 random bits for a link or QR card: 22 characters of `[A-Za-z0-9_-]`. */
  readonly link: string;
  /** Ten characters to say or write, 45 random bits, printed as `XXXXX-XXXXX`. */
  readonly spoken: string;
}

export function newCode(): Code {
  const link = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  let spoken = '';
  // A code without a digit could be mistaken for a word, so it is drawn again.
  while (!/\d/.test(spoken)) spoken = drawSpoken();
  return { link, spoken: `${spoken.slice(0, 5)}-${spoken.slice(5)}` };
}

function drawSpoken(): string {
  let spoken = '';
  while (spoken.length < spokenLength) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? 255;
    // Bytes past the last whole multiple would make the first letters likelier.
    if (byte < 256 - (256 % spokenAlphabet.length)) spoken += spokenAlphabet.charAt(byte % spokenAlphabet.length);
  }
  return spoken;
}

/** The number of a request or an arrival, to say on the phone: nine digits that tell nothing of how many there are. */
export function newNumber(): string {
  const digits = String(crypto.getRandomValues(new Uint32Array(1))[0])
    .padStart(10, '0')
    .slice(-9);
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
}

/** The ten characters of a spoken code in what was typed (any case, spaces or dashes between), or undefined. */
export function readSpokenCode(text: string): string | undefined {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Default_Ignorable_Code_Point}\u2212_.·]/gu, '');
  return /^[0-9A-Z]{10}$/.test(bare) && /\d/.test(bare) ? bare : undefined;
}

/** Whether this can be nothing else but a spoken code: in our alphabet, with letters and digits. */
export function looksLikeSpokenCode(text: string): boolean {
  const code = readSpokenCode(text);
  return code !== undefined && /[A-Z]/.test(code) && [...code].every((letter) => spokenAlphabet.includes(letter));
}

export function looksLikeLinkCode(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

export function hashLinkCode(vault: Vault, link: string): Promise<string> {
  return vault.hash('enrolment.link', link);
}

export function hashCopyLink(vault: Vault, link: string): Promise<string> {
  return vault.hash('copy.link', link);
}

export function hashSpokenCode(vault: Vault, spoken: string): Promise<string> {
  return vault.hash('enrolment.spoken', spoken.replace('-', ''));
}
