import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Page = HtmlEscapedString | Promise<HtmlEscapedString>;

/** JSON that may stand inside a script element: nothing in it can end the element or open a comment. */
export function embeddedJson(value: unknown): HtmlEscapedString {
  const escaped = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return raw(escaped);
}

/**
 * What every page needs in its head. The title gives nothing away to someone looking over a shoulder, no address
 * leaves with a referrer, and the empty icon spares a request that could only fail. A page with forms says `same-origin`: with
 * no referrer at all a browser sends a form without its origin.
 */
export function quietHead(title: string, referrer: 'no-referrer' | 'same-origin' = 'no-referrer'): Page {
  return html`<meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="${referrer}">
    <meta name="robots" content="noindex, nofollow">
    <link rel="icon" href="data:,">
    <title>${title}</title>`;
}
