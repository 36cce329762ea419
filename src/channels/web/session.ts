import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const cookieName = '__Host-guitu';
const lifeSeconds = 180 * 86_400;

/** A web session: its cookie holds 256 random bits, the database only their SHA-256, which is the chat's external id. */
export interface Session {
  readonly token: string;
  readonly externalId: string;
}

/** Several phones on one page share a cookie jar, so each of them has a cookie of its own. */
export function cookieOf(phone: string | undefined): string {
  return phone === undefined ? cookieName : `${cookieName}-${phone}`;
}

export function readSession(context: Context, phone: string | undefined): Session | undefined {
  const token = getCookie(context, cookieOf(phone));
  return token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token) ? undefined : sessionOf(token);
}

export function newSession(): Session {
  return sessionOf(randomBytes(32).toString('base64url'));
}

/**
 * The session that a joining link opens. It follows from the code and the page's own random id, which nobody else has both,
 * so that a page that never heard our answer comes back to the same session, and not to a code that is used.
 */
export function joiningSession(code: string, postedId: string): Session {
  return sessionOf(createHash('sha256').update(`guitu joining ${postedId} ${code}`).digest('base64url'));
}

export function keepSession(context: Context, phone: string | undefined, { token }: Session): void {
  setCookie(context, cookieOf(phone), token, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: lifeSeconds,
  });
}

function sessionOf(token: string): Session {
  return { token, externalId: createHash('sha256').update(token).digest('hex') };
}
