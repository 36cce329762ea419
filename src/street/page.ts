import { html } from 'hono/html';
import { headTags, type PageTexts } from '../channels/web/page.ts';
import { embeddedJson, type Page } from '../http/page.ts';

/** The texts of locales/<locale>/street.json as they stand in the file. */
export interface StreetTexts {
  readonly title: string;
  readonly introduction: string;
  readonly clock: string;
  readonly clockUnknown: string;
  readonly nextMorning: string;
  readonly guidedTour: string;
  readonly stopTour: string;
  readonly closeTour: string;
  readonly language: string;
  readonly phones: string;
  readonly phoneNew: string;
  readonly titlePerson: string;
  readonly titleHelper: string;
  readonly titleStaff: string;
  readonly titleCoordinator: string;
  readonly unavailable: string;
  readonly clockFailed: string;
  readonly noScript: string;
  /** A caption for each step of the guided tour, and the answer it types: see the steps in street.js. */
  readonly [tourText: `tour${string}`]: string;
}

export interface StreetPageOptions {
  /** The street's own texts, and the chat's for the phones. */
  readonly texts: { readonly page: PageTexts; readonly street: StreetTexts };
  readonly locale: string;
  /** The nonce of this response's Content-Security-Policy. */
  readonly nonce: string;
}

interface Phone {
  readonly phone: string;
  readonly title: string;
}

/** The phones in the order they stand; the names of their owners come with the street's state. */
function phonesOf(street: StreetTexts): readonly Phone[] {
  return [
    { phone: 'person', title: street.titlePerson },
    { phone: 'helper', title: street.titleHelper },
    { phone: 'staff', title: street.titleStaff },
    { phone: 'coordinator', title: street.titleCoordinator },
  ];
}

function phoneTab({ phone, title }: Phone, street: StreetTexts): Page {
  return html`<button type="button" class="street-tab" data-tab="${phone}">
      <span class="street-tab-name">${title}</span>
      <span class="street-new" hidden>${street.phoneNew}</span>
    </button>`;
}

function phoneFrame({ phone, title }: Phone, street: StreetTexts): Page {
  return html`<section class="street-phone" data-phone="${phone}" aria-labelledby="name-${phone}">
      <header class="street-plate">
        <h2 id="name-${phone}">${title}</h2>
        <p></p>
        <span class="street-new" hidden>${street.phoneNew}</span>
      </header>
      <div class="street-screen"></div>
    </section>`;
}

function toolbar(street: StreetTexts, locale: string): Page {
  const otherLocale = locale === 'en' ? 'zh-CN' : 'en';
  return html`<div class="street-toolbar">
      <p class="street-clock">
        <span class="street-clock-label">${street.clock}</span>
        <time id="clock">${street.clockUnknown}</time>
      </p>
      <button type="button" id="next-morning">${street.nextMorning}</button>
      <button type="button" id="guided-tour" class="street-primary">${street.guidedTour}</button>
      <a href="?lang=${otherLocale}" lang="${otherLocale}" hreflang="${otherLocale}">${street.language}</a>
    </div>`;
}

function tourBar(street: StreetTexts): Page {
  return html`<div class="street-tour" id="tour" hidden>
      <p><span id="tour-progress"></span> <span id="tour-caption" role="status"></span></p>
      <button type="button" id="tour-stop">${street.stopTour}</button>
    </div>`;
}

/** The demonstration: four phones side by side, each a web chat of its own, over one clock. */
export function streetPage({ texts, locale, nonce }: StreetPageOptions): Page {
  const { street } = texts;
  const phones = phonesOf(street);
  return html`<!doctype html>
<html lang="${locale}" class="street-page">
  <head>
    ${headTags(street.title)}
    <link rel="stylesheet" href="/street/assets/street.css">
  </head>
  <body class="street-body">
    <header class="street-header">
      <div class="street-top">
        <h1>${street.title}</h1>
        ${toolbar(street, locale)}
      </div>
      <p class="street-introduction" id="introduction">${street.introduction}</p>
      <p class="chat-offline" id="notice" role="status" hidden></p>
      <noscript><p class="chat-offline">${street.noScript}</p></noscript>
    </header>
    ${tourBar(street)}
    <nav class="street-tabs" aria-label="${street.phones}">${phones.map((phone) => phoneTab(phone, street))}</nav>
    <main class="street-phones" id="phones">${phones.map((phone) => phoneFrame(phone, street))}</main>
    <script type="application/json" id="texts" nonce="${nonce}">${embeddedJson(texts)}</script>
    <script src="/chat/assets/chat.js" nonce="${nonce}"></script>
    <script src="/street/assets/street.js" nonce="${nonce}"></script>
  </body>
</html>`;
}
