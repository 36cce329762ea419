/** AES-256-GCM with the place of a text authenticated, and the two ways of writing bytes down. */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

export function encrypt(key: KeyObject, place: string, clear: string | Uint8Array): string {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  return toBase64Url(Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]));
}

export function decrypt(key: KeyObject, place: string, text: string): Buffer {
  const joined = fromBase64Url(text);
  const decipher = createDecipheriv('aes-256-gcm', key, joined.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place)).setAuthTag(joined.subarray(-tagBytes));
  return Buffer.concat([decipher.update(joined.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}

/** Chance is fetched for many nonces at a time: asking the system for twelve bytes costs as much as sealing with them. */
const chance = Buffer.alloc(nonceBytes * 512);
let used = chance.length;

/** Each part of the pool is given out once; it is copied, since the pool is filled anew. */
function newNonce(): Uint8Array {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  used += nonceBytes;
  return Uint8Array.prototype.slice.call(chance, used - nonceBytes, used);
}

export function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text, { alphabet: 'base64url' });
}
