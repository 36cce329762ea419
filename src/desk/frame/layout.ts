import { html } from 'hono/html';
import { type Page, quietHead } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { allows, type Policy } from '../policy.ts';
import type { DeskPage, Notice } from '../route.ts';
import { nothing } from './html.ts';

/** A place in the navigation. */
export interface Place {
  readonly href: `/desk${string}`;
  readonly label: MessageKey;
  readonly policy: Policy;
  /** Not for every day: it stands behind "more". */
  readonly rare?: true;
  /** Absent: for everybody whom the policy allows. */
  readonly isFor?: (desk: DeskRequest) => boolean;
}

/** The frame around every page: who is in, where one may go, and what was just done. */
export function layout(desk: DeskRequest, places: readonly Place[], page: DeskPage, notice: Notice | undefined): Page {
  const { title, body, refreshSeconds } = page;
  return html`<!doctype html>
<html lang="${desk.locale}">
  <head>
    ${quietHead(`${title} · ${desk.say('desk:title')}`, 'same-origin')}
    <meta name="color-scheme" content="light dark">
    ${refreshSeconds === undefined ? nothing : html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
    <link rel="stylesheet" href="/desk/assets/desk.css">
    <script src="/desk/assets/desk.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#main">${desk.say('desk:skip')}</a>
    <header class="top">
      <p class="brand"><a href="/desk">${desk.say('desk:title')}</a></p>
      ${desk.isSignedIn ? navigation(desk, places) : nothing}
      ${desk.isSignedIn ? whoIsIn(desk) : nothing}
    </header>
    <main id="main" tabindex="-1" ${refreshSeconds === undefined ? nothing : html`data-again="${refreshSeconds}"`}>
      <h1>${title}</h1>
      ${notice === undefined ? nothing : html`<p class="notice notice-${notice.tone}" role="${notice.tone === 'done' ? 'status' : 'alert'}">${notice.text}</p>`}
      ${body}
    </main>
  </body>
</html>`;
}

function navigation(desk: DeskRequest, places: readonly Place[]): Page {
  const here = desk.context.req.path;
  const mine = places.filter(
    ({ policy, isFor }) => allows(policy, desk.actor.memberships) && (isFor === undefined || isFor(desk)),
  );
  const current = mine.filter(({ href }) => here === href || here.startsWith(`${href}/`)).at(-1);
  const list = (some: readonly Place[]) =>
    html`<ul>${some.map((place) => html`<li><a href="${place.href}" ${place === current ? html`aria-current="page"` : nothing}>${desk.say(place.label)}</a></li>`)}</ul>`;
  const rare = mine.filter((place) => place.rare === true);
  return html`<nav class="places" aria-label="${desk.say('desk:places')}">
    ${list(mine.filter((place) => place.rare !== true))}
    ${rare.length === 0 ? nothing : html`<details class="more" ${current?.rare === true ? html`open` : nothing}><summary>${desk.say('desk:more')}</summary>${list(rare)}</details>`}
  </nav>`;
}

function whoIsIn(desk: DeskRequest): Page {
  const other = desk.locale === 'en' ? 'zh-CN' : 'en';
  const { pathname, search } = new URL(desk.context.req.url);
  return html`<div class="who">
    <a href="/desk/sessions" class="who-name">${desk.actor.name}</a>
    <form method="post" action="/desk/language">
      <input type="hidden" name="language" value="${other}">
      <input type="hidden" name="back" value="${pathname}${search}">
      <button class="button button-quiet" lang="${other}">${desk.say('desk:otherLanguage')}</button>
    </form>
  </div>`;
}
