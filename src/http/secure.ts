import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import type { Page } from './page.ts';

/** Whether a page of another site asks, or one that does not tell of which site it is. */
export function isForeign(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return true;
  const origin = context.req.header('origin');
  return origin !== undefined && URL.parse(origin)?.host !== context.req.header('host');
}

/** A page that runs its own scripts and styles only, is never framed, kept, or named to other sites. */
export async function securePage(context: Context, page: (nonce: string) => Page): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  context.header(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'no-referrer');
  context.header('X-Content-Type-Options', 'nosniff');
  return context.html(await page(nonce));
}
