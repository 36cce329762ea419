import { html } from 'hono/html';
import { embeddedJson, type Page, quietHead } from '../../http/page.ts';
import type { CopySection } from './store.ts';

/** The texts of locales/<locale>/copy.json. */
export interface CopyTexts {
  readonly title: string;
  readonly ask: string;
  readonly open: string;
  readonly opening: string;
  readonly keep: string;
  readonly page: string;
  readonly json: string;
  readonly gone: string;
  readonly failed: string;
  readonly noScript: string;
}

/**
 * The page that opens a copy. It is the same for every link: the secret stands behind the # of the address, which no browser
 * sends, and only a press of the button posts it, so that whoever looks a link up in advance opens nothing.
 */
export function copyPage(texts: CopyTexts, locale: string, nonce: string): Page {
  return html`<!doctype html>
<html lang="${locale}">
  <head>
    ${quietHead(texts.title)}
    <link rel="stylesheet" href="/chat/assets/card.css">
  </head>
  <body class="card-page">
    <p id="hint" class="card-note" role="status">${texts.ask}</p>
    <button id="open" class="card-print" type="button">${texts.open}</button>
    <div id="saving" class="card-saving" hidden>
      <p class="card-note">${texts.keep}</p>
      <p><a id="page" class="card-print">${texts.page}</a></p>
      <p><a id="json" class="card-print">${texts.json}</a></p>
    </div>
    <main id="copy" class="card copy" hidden></main>
    <noscript><p class="card-note">${texts.noScript}</p></noscript>
    <script type="application/json" id="texts" nonce="${nonce}">${embeddedJson(texts)}</script>
    <script src="/chat/assets/copy.js" nonce="${nonce}"></script>
  </body>
</html>`;
}

/** The copy as a page of its own that needs nothing else, to be kept or printed. */
export function savedCopy(sections: readonly CopySection[], locale: string): Page {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>-</title><style>body{font-family:sans-serif;max-width:40rem;margin:1rem auto;padding:0 1rem}p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0}</style></head>
<body>
${sections.map(({ title, lines }) => html`<h2>${title}</h2>${lines.map((line) => html`<p>${line}</p>`)}`)}
</body></html>
`;
}
