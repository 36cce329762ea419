import { html } from 'hono/html';
import { embeddedJson, type Page, quietHead } from '../../http/page.ts';

/** The texts of locales/<locale>/page.json as they stand in the file: the script fills in the {variables} itself. */
export interface PageTexts {
  readonly title: string;
  readonly subtitle: string;
  readonly log: string;
  readonly assistant: string;
  readonly you: string;
  readonly field: string;
  readonly placeholder: string;
  readonly send: string;
  readonly sending: string;
  readonly notSent: string;
  readonly retry: string;
  readonly newMessages: string;
  readonly jump: string;
  readonly unread: string;
  readonly unreadTitle: string;
  readonly typing: string;
  readonly offline: string;
  readonly enterCode: string;
  readonly choices: string;
  readonly date: string;
  readonly months: string;
  readonly weekdays: string;
  readonly noScript: string;
}

export interface ChatPageOptions {
  readonly texts: PageTexts;
  readonly locale: string;
  /** The nonce of this response's Content-Security-Policy. */
  readonly nonce: string;
  /** Which of the street's phones this is; absent for a person's own chat. */
  readonly phone?: string | undefined;
}

/** The head of a page with a chat in it. */
export function headTags(title: string): Page {
  return html`${quietHead(title)}
    <meta name="color-scheme" content="light dark">
    <link rel="stylesheet" href="/chat/assets/chat.css">`;
}

/** The shell of /chat; chat.js mounts the conversation into it. */
export function chatPage({ texts, locale, nonce, phone }: ChatPageOptions): Page {
  return html`<!doctype html>
<html lang="${locale}" class="chat-page">
  <head>
    ${headTags(texts.title)}
  </head>
  <body class="chat-page-body">
    <header class="chat-header">
      <h1>${texts.title}</h1>
      <p>${texts.subtitle}</p>
    </header>
    <main id="chat" class="chat-main" data-phone="${phone ?? ''}"></main>
    <noscript><p class="chat-hint">${texts.noScript}</p></noscript>
    <script type="application/json" id="texts" nonce="${nonce}">${embeddedJson(texts)}</script>
    <script src="/chat/assets/chat.js" nonce="${nonce}"></script>
  </body>
</html>`;
}
