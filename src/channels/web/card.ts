import { html } from 'hono/html';
import { type Page, quietHead } from '../../http/page.ts';

/** The texts of locales/<locale>/card.json. */
export interface CardTexts {
  readonly title: string;
  readonly how: string;
  readonly once: string;
  readonly print: string;
  readonly forThem: string;
  readonly incomplete: string;
  readonly noScript: string;
}

/**
 * A card with a joining link's QR code, to print or to hold out for scanning. The page is the same for every code: the
 * browser takes the code from behind the # of the address and draws it, so that no server ever learns it.
 */
export function cardPage(texts: CardTexts, locale: string, nonce: string): Page {
  return html`<!doctype html>
<html lang="${locale}">
  <head>
    ${quietHead(texts.title)}
    <link rel="stylesheet" href="/chat/assets/card.css">
  </head>
  <body class="card-page">
    <main id="card" class="card" hidden>
      <h1>${texts.title}</h1>
      <div id="code" class="card-code" role="img" aria-label="${texts.how}"></div>
      <p>${texts.how}</p>
      <p id="link" class="card-link"></p>
      <p>${texts.once}</p>
    </main>
    <button id="print" class="card-print" type="button">${texts.print}</button>
    <p class="card-note">${texts.forThem}</p>
    <p id="incomplete" class="card-note" hidden>${texts.incomplete}</p>
    <noscript><p class="card-note">${texts.noScript}</p></noscript>
    <script src="/chat/assets/qr.generated.js" nonce="${nonce}"></script>
    <script src="/chat/assets/card.js" nonce="${nonce}"></script>
  </body>
</html>`;
}
