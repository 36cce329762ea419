import type { Context } from 'hono';
import { html } from 'hono/html';
import type { DeskRequest } from './deskRequest.ts';
import { layout, type Place } from './frame/layout.ts';
import type { DeskPage, Notice } from './route.ts';

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For every answer of the desk: nothing of it is kept anywhere, framed, or named to other sites. */
export function secure(context: Context): void {
  context.header('Content-Security-Policy', contentPolicy);
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'same-origin');
  context.header('X-Content-Type-Options', 'nosniff');
}

export async function answerPage(
  desk: DeskRequest,
  places: readonly Place[],
  page: DeskPage,
  notice?: Notice,
): Promise<Response> {
  return desk.context.html(await layout(desk, places, page, notice), page.status ?? 200);
}

/** Also for what is there and is not theirs: nobody can tell which. */
export function notFoundPage(desk: DeskRequest): DeskPage {
  return {
    title: desk.say('desk:notFound.title'),
    body: html`<p>${desk.say('desk:notFound.words')}</p><p><a class="button button-plain" href="/desk">${desk.say('desk:notFound.back')}</a></p>`,
    status: 404,
  };
}

/** What was on the page is gone from their sight, by what they have just done. */
export function donePage(desk: DeskRequest): DeskPage {
  return {
    title: desk.say('desk:done.title'),
    body: html`<p><a class="button button-main" href="/desk">${desk.say('desk:done.back')}</a></p>`,
  };
}

/** Whoever is not in: how one gets in. */
export function strangerPage(desk: DeskRequest): DeskPage {
  return {
    title: desk.say('desk:stranger.title'),
    body: html`<ol class="steps">
      <li>${desk.say('desk:stranger.first')}</li>
      <li>${desk.say('desk:stranger.second')}</li>
      <li>${desk.say('desk:stranger.third')}</li>
    </ol>`,
    status: 403,
  };
}

export function troublePage(
  desk: DeskRequest,
  kind: 'unavailable' | 'changed' | 'failed' | 'foreign' | 'malformed',
): DeskPage {
  const status = ({ unavailable: 503, changed: 409, failed: 409, foreign: 403, malformed: 400 } as const)[kind];
  return {
    title: desk.say(`desk:trouble.${kind}.title`),
    body: html`<p>${desk.say(`desk:trouble.${kind}.words`)}</p><p><a class="button button-plain" href="/desk">${desk.say('desk:notFound.back')}</a></p>`,
    status,
  };
}
