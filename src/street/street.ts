import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { AppOptions } from '../app.ts';
import { addDays, dayOf, instantAt } from '../calendar/day.ts';
import { pageLocale } from '../channels/web/chat.ts';
import { readSession } from '../channels/web/session.ts';
import { type StreamedChat, streamChats } from '../channels/web/stream.ts';
import { isForeign, securePage } from '../http/secure.ts';
import catalogue from '../i18n/catalogue.ts';
import { tick } from '../schedule/tick.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { streetPage } from './page.ts';
import { openPhones, phoneNames, readOwners } from './phones.ts';

/** Remembers in which language this browser's phones were opened. */
const languageCookie = 'guitu-street-language';
const morningHour = 8;
const morningMinute = 30;

/**
 * The demonstration at `/`: four phones side by side on the fictional district, each a web chat of its own over the real
 * engine, and one clock that can be moved. Only ever mounted on a demo.
 */
export function createStreet(deps: TurnDeps, web: AppOptions['web']): Hono {
  const app = new Hono();
  let owners: ReturnType<typeof readOwners> | undefined;
  const readOwnersOnce = () => {
    owners ??= readOwners(deps).catch((error: unknown) => {
      owners = undefined;
      throw error;
    });
    return owners;
  };
  app.get('/', async (context) => {
    const locale = pageLocale(context);
    const afresh = getCookie(context, languageCookie) !== locale;
    await openPhones(context, { deps, store: web.store, locale }, await readOwnersOnce(), afresh);
    setCookie(context, languageCookie, locale, { path: '/', httpOnly: true, sameSite: 'Lax' });
    const { page, street } = catalogue[locale];
    return securePage(context, (nonce) => streetPage({ texts: { page, street }, locale, nonce }));
  });
  app.get('/street/state', async (context) => {
    const accounts = await readOwnersOnce();
    const phones = phoneNames.map((phone) => ({ phone, name: accounts[phone].name, title: titleOf(context, phone) }));
    return context.json({ now: (await readClock(deps)).toISOString(), phones });
  });
  app.get('/street/events', (context) => {
    const chats = streamedPhones(context);
    return chats.length === 0 ? context.json({ error: 'noSession' }, 401) : streamChats(context, web, chats);
  });
  app.post('/street/clock', async (context) => {
    if (isForeign(context)) return context.json({ error: 'foreign' }, 403);
    const now = await readClock(deps);
    const morning = nextMorning(now);
    await moveClock(deps, (morning.getTime() - now.getTime()) / 1000);
    await tick(deps);
    deps.wake();
    return context.json({ now: (await readClock(deps)).toISOString() });
  });
  return app;
}

function titleOf(context: Context, phone: (typeof phoneNames)[number]): string {
  const { street } = catalogue[pageLocale(context)];
  return {
    person: street.titlePerson,
    helper: street.titleHelper,
    staff: street.titleStaff,
    coordinator: street.titleCoordinator,
  }[phone];
}

/** The page knows its messages by their ids, so the newest of each phone may come again. */
function streamedPhones(context: Context): StreamedChat[] {
  return phoneNames.flatMap((phone) => {
    const session = readSession(context, phone);
    if (session === undefined) return [];
    return [{ externalId: session.externalId, cursor: 0, data: (message) => ({ phone, message }) }];
  });
}

async function readClock({ database }: TurnDeps): Promise<Date> {
  const [row] = await database.query<{ now: string }>('select clock_now() as now');
  return new Date(row?.now ?? Number.NaN);
}

function nextMorning(now: Date): Date {
  const today = instantAt(dayOf(now), morningHour, morningMinute);
  return now < today ? today : instantAt(addDays(dayOf(now), 1), morningHour, morningMinute);
}

async function moveClock({ database }: TurnDeps, seconds: number): Promise<void> {
  await database.query('select move_clock($1)', [Math.ceil(seconds)]);
}
