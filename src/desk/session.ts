import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** The cookie of who is in: 256 random bits, of which the database has the SHA-256. It goes with the browser. */
export const deskCookie = '__Host-guitu-desk';

export interface DeskToken {
  readonly token: string;
  readonly hash: string;
}

export function newDeskToken(): DeskToken {
  return tokenOf(randomBytes(32).toString('base64url'));
}

export function readDeskToken(context: Context, cookie: string = deskCookie): DeskToken | undefined {
  const token = getCookie(context, cookie);
  return token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token) ? undefined : tokenOf(token);
}

export function keepDeskToken(context: Context, { token }: DeskToken, cookie: string = deskCookie): void {
  setCookie(context, cookie, token, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
}

export function forgetDeskToken(context: Context, cookie: string = deskCookie): void {
  deleteCookie(context, cookie, { path: '/', secure: true });
}

function tokenOf(token: string): DeskToken {
  return { token, hash: createHash('sha256').update(token).digest('hex') };
}
