import { html } from 'hono/html';
import { line } from '../../dialogue/parameter.ts';
import { looksLikeLinkCode } from '../../secrets/codes.ts';
import { hashDeskLink, newDeskNumber } from '../../secrets/deskSecrets.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields } from '../fields.ts';
import { form, nothing } from '../frame/html.ts';
import { act, type DeskPage, type PageRoute } from '../route.ts';
import { deskCookie, forgetDeskToken, keepDeskToken, newDeskToken, readDeskToken } from '../session.ts';
import { browserIn } from './browser.ts';
import { numberNotice } from './notice.ts';

/** The cookie of a browser on its way in: 256 random bits. Lax, so that a link opened again finds its own browser. */
export const enteringCookie = '__Host-guitu-desk-in';
const waiting = '/desk/in';
const nilId = '00000000-0000-0000-0000-000000000000';

interface Entry {
  readonly number: string;
  readonly isConfirmed: boolean;
}

/**
 * `/desk/in/:code`: the link. Looking at it changes nothing and tells nothing of the code, so whoever looks links up in advance
 * uses none up. The button binds it to this browser.
 */
export const linkPage: PageRoute = {
  path: '/desk/in/:code',
  policy: 'everybody',
  acts: { enter: act({ policy: 'everybody', fields: noFields, perform: (desk) => bind(desk) }) },
  show: async (desk) => {
    const { context } = desk;
    if (readDeskToken(context, enteringCookie) === undefined) keepDeskToken(context, newDeskToken(), enteringCookie);
    return {
      title: desk.say('deskLogin:page.title'),
      body: html`<p>${desk.say('deskLogin:page.ask')}</p>
        <p class="hint">${desk.say('deskLogin:page.warning')}</p>
        ${form(desk, linkPage, { act: 'enter', button: desk.say('deskLogin:page.goOn'), weight: 'main' })}`,
    };
  },
};

async function bind(desk: DeskRequest): Promise<Response> {
  const { context, deps } = desk;
  // The page has set it. A page of another site has it not sent along, whatever an old browser tells of where a form is from.
  const token = readDeskToken(context, enteringCookie);
  const code = desk.path('code');
  if (token !== undefined && looksLikeLinkCode(code)) {
    const browser = browserIn(context.req.header('user-agent') ?? '');
    const [row] = await deps.database.query<{ bound: boolean }>(
      'select bind_desk_login($1, $2, $3, $4, $5::jsonb, $6) as bound',
      [
        await hashDeskLink(deps.vault, code),
        token.hash,
        browser,
        newDeskNumber(),
        numberNotice(line('deskLogin:bound', { browser: { browser } }), nilId),
        deps.clock()?.toISOString() ?? null,
      ],
    );
    if (row?.bound === true) deps.wake();
  }
  return context.redirect(waiting, 303);
}

/** `/desk/in`: the number, until it was typed into the chat; then the session. */
export const waitingPage: PageRoute = {
  path: waiting,
  policy: 'everybody',
  show: async (desk) => {
    const token = readDeskToken(desk.context, enteringCookie);
    const entry = token === undefined ? null : await readEntry(desk, token.hash);
    if (token === undefined || entry === null) return gonePage(desk);
    if (!entry.isConfirmed) return numberPage(desk, entry.number);
    return (await enter(desk, token.hash)) ? desk.context.redirect('/desk', 303) : gonePage(desk);
  },
};

async function readEntry({ deps }: DeskRequest, hash: string): Promise<Entry | null> {
  const [row] = await deps.database.query<{ entry: Entry | null }>('select read_desk_entry($1, $2) as entry', [
    hash,
    deps.clock()?.toISOString() ?? null,
  ]);
  return row?.entry ?? null;
}

/** A new token, whatever this browser had before: nobody can have put one there that they know. True with a session. */
async function enter({ deps, context }: DeskRequest, entering: string): Promise<boolean> {
  const before = readDeskToken(context);
  const token = newDeskToken();
  const [row] = await deps.database.query<{ entered: boolean }>('select enter_desk($1, $2, $3, $4, $5) as entered', [
    entering,
    crypto.randomUUID(),
    token.hash,
    before?.hash ?? null,
    deps.clock()?.toISOString() ?? null,
  ]);
  if (row?.entered !== true) return false;
  keepDeskToken(context, token, deskCookie);
  forgetDeskToken(context, enteringCookie);
  return true;
}

function numberPage(desk: DeskRequest, number: string): DeskPage {
  return {
    title: desk.say('deskLogin:page.numberTitle'),
    body: html`${digits(number)}
      <p>${desk.say('deskLogin:page.numberWords')}</p>
      <p><a href="/chat" target="_blank" rel="noopener">${desk.say('deskLogin:page.webChat')}</a></p>
      <p class="hint">${desk.say('deskLogin:page.waits')}</p>`,
    refreshSeconds: 3,
  };
}

/** Two digits to be read from where one types. */
export function digits(number: string) {
  return html`<p class="digits">${number}</p>`;
}

/** The same for a link that is unknown, used, dropped, too old, or another browser's. Who is in already goes on. */
function gonePage(desk: DeskRequest): DeskPage {
  return {
    title: desk.say('deskLogin:page.goneTitle'),
    body: html`<p>${desk.say('deskLogin:page.gone')}</p>
      ${desk.isSignedIn ? html`<p><a class="button button-main" href="/desk">${desk.say('deskLogin:page.isIn')}</a></p>` : nothing}`,
    status: 403,
  };
}
