import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { isForeign, securePage } from '../../http/secure.ts';
import catalogue from '../../i18n/catalogue.ts';
import { type Locale, localeFor } from '../../i18n/locale.ts';
import type { Inbound, InboundContent, Receive } from '../channel.ts';
import { readChoiceToken } from '../channel.ts';
import { cardPage } from './card.ts';
import { copyPage, savedCopy } from './copy.ts';
import { chatPage } from './page.ts';
import { joiningSession, keepSession, newSession, readSession, type Session } from './session.ts';
import type { WebCopies, WebMessage, WebStore, WebWatch } from './store.ts';
import { streamChats } from './stream.ts';

export interface WebChatOptions {
  readonly receive: Receive;
  readonly store: WebStore;
  readonly watch: WebWatch;
  readonly copies: WebCopies;
  /** The street's phones, each with a session of its own on one page; none outside the street. */
  readonly phones?: readonly string[];
}

const mostUnits = 4000;
const mostBytes = 1024 * 1024;

const postedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), id: z.uuid(), text: z.string().min(1).max(mostUnits) }),
  z.object({ kind: z.literal('choice'), id: z.uuid(), choice: z.string().max(64) }),
  z.object({ kind: z.literal('code'), id: z.uuid(), code: z.string().max(64) }),
]);
type Posted = z.infer<typeof postedSchema>;

const copySchema = z.object({ link: z.string().max(64) });
const readSchema = z.object({ upTo: z.int().min(0) });
const cursorSchema = z.coerce.number().int().min(0).catch(0);

/** The web chat: a channel of its own, in the page at `/chat`. */
export function webChat(options: WebChatOptions): Hono {
  const app = new Hono();
  app.get('/chat', (context) => {
    const locale = pageLocale(context);
    return securePage(context, (nonce) => chatPage({ texts: catalogue[locale].page, locale, nonce }));
  });
  app.get('/card', (context) => {
    const locale = pageLocale(context);
    return securePage(context, (nonce) => cardPage(catalogue[locale].card, locale, nonce));
  });
  app.get('/copy', (context) => {
    const locale = pageLocale(context);
    return securePage(context, (nonce) => copyPage(catalogue[locale].copy, locale, nonce));
  });
  app.use('/chat/*', bodyLimit({ maxSize: mostBytes, onError: (context) => problem(context, 413, 'tooLarge') }));
  app.use('/chat/*', async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const phone = phoneOf(context);
    if (phone !== undefined && options.phones?.includes(phone) !== true) return problem(context, 404, 'noSuchPhone');
    return next();
  });
  app.post('/chat/messages', (context) => postMessage(context, options));
  app.get('/chat/messages', (context) => listMessages(context, options));
  app.get('/chat/events', (context) => streamMessages(context, options));
  app.post('/chat/read', (context) => markRead(context, options));
  app.post('/chat/copy', (context) => openCopy(context, options));
  return app;
}

function phoneOf(context: Context): string | undefined {
  return context.req.query('phone');
}

/** The language of the page: asked for, else what the browser prefers. */
export function pageLocale(context: Context): Locale {
  const asked = context.req.query('lang');
  return localeFor(asked ?? context.req.header('accept-language'));
}

type ProblemCode =
  | 'tooLarge'
  | 'malformed'
  | 'tooLong'
  | 'notJson'
  | 'foreign'
  | 'unavailable'
  | 'noSuchPhone'
  | 'noSession'
  | 'noCopy';

function problem(context: Context, status: 400 | 401 | 403 | 404 | 413 | 415 | 503, error: ProblemCode): Response {
  return context.json({ error, message: catalogue[pageLocale(context)].problem[error] }, status);
}

/** Another site's page cannot send JSON here without asking first, and its origin would tell. */
async function readJson<Value>(context: Context, schema: z.ZodType<Value>): Promise<Value | Response> {
  if (context.req.header('content-type')?.startsWith('application/json') !== true)
    return problem(context, 415, 'notJson');
  if (isForeign(context)) return problem(context, 403, 'foreign');
  const body = await context.req.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const tooLong = parsed.error.issues.some((issue) => issue.code === 'too_big' && issue.path[0] === 'text');
  return problem(context, 400, tooLong ? 'tooLong' : 'malformed');
}

async function postMessage(context: Context, options: WebChatOptions): Promise<Response> {
  const posted = await readJson(context, postedSchema);
  if (posted instanceof Response) return posted;
  const phone = phoneOf(context);
  const known = readSession(context, phone);
  // A joining link opens a session of its own, so that on a borrowed phone nobody sees what was said before.
  const session = posted.kind === 'code' ? joiningSession(posted.code, posted.id) : (known ?? newSession());
  try {
    await options.receive(toInbound(context, session, posted));
    const keep = session === known || known === undefined || (await options.store.read(session.externalId, 0)).joined;
    if (keep) keepSession(context, phone, session);
    // The code opened nothing: the chat that goes on says so.
    else await options.receive(toInbound(context, known, posted));
  } catch {
    return problem(context, 503, 'unavailable');
  }
  return context.json({});
}

function toInbound(context: Context, session: Session, posted: Posted): Inbound {
  // The id is made by the page, so it only counts within its own chat.
  const updateId = `${session.externalId.slice(0, 32)} ${posted.id}`;
  return {
    channel: 'web',
    externalId: session.externalId,
    updateId,
    languageTag: pageLocale(context),
    content: contentOf(posted),
  };
}

function contentOf(posted: Posted): InboundContent {
  switch (posted.kind) {
    case 'text':
      return { type: 'text', text: posted.text };
    case 'choice':
      return readChoiceToken(posted.choice);
    case 'code':
      return { type: 'code', code: posted.code };
  }
}

async function listMessages(context: Context, { store }: WebChatOptions): Promise<Response> {
  const session = readSession(context, phoneOf(context));
  const after = cursorSchema.parse(context.req.query('after') ?? 0);
  if (session === undefined) return context.json({ messages: [], cursor: after, ended: false, hiddenTo: 0 });
  try {
    const { messages, ended, hiddenTo } = await store.read(session.externalId, after);
    return context.json({ messages, cursor: messages.at(-1)?.cursor ?? after, ended, hiddenTo });
  } catch {
    return problem(context, 503, 'unavailable');
  }
}

async function markRead(context: Context, { store }: WebChatOptions): Promise<Response> {
  const body = await readJson(context, readSchema);
  if (body instanceof Response) return body;
  const session = readSession(context, phoneOf(context));
  if (session === undefined) return problem(context, 401, 'noSession');
  try {
    await store.markRead(session.externalId, body.upTo);
  } catch {
    return problem(context, 503, 'unavailable');
  }
  return context.body(null, 204);
}

async function openCopy(context: Context, { copies }: WebChatOptions): Promise<Response> {
  const body = await readJson(context, copySchema);
  if (body instanceof Response) return body;
  try {
    const copy = await copies.open(body.link);
    if (copy === undefined) return problem(context, 404, 'noCopy');
    const { json, sections, locale } = copy;
    return context.json({ json, sections, page: String(await savedCopy(sections, locale)) });
  } catch {
    return problem(context, 503, 'unavailable');
  }
}

function streamMessages(context: Context, options: WebChatOptions): Response {
  const session = readSession(context, phoneOf(context));
  if (session === undefined) return problem(context, 401, 'noSession');
  const after = cursorSchema.parse(context.req.header('last-event-id') ?? context.req.query('after') ?? 0);
  const chats = [{ externalId: session.externalId, cursor: after, data: (message: WebMessage): unknown => message }];
  return streamChats(context, options, chats);
}
