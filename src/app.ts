import { Hono } from 'hono';
import { type WebChatOptions, webChat } from './channels/web/chat.ts';
import type { Log } from './deps.ts';

export interface AppOptions {
  readonly web: WebChatOptions;
  /** The Telegram webhook, where there is one. */
  readonly telegram?: Hono;
  readonly street?: Hono;
  /** Whether the database answers and is migrated. */
  readonly ready: () => Promise<boolean>;
  readonly log: Log;
}

/** Everything that is served over HTTP. It knows no runtime: `app.request()` is enough to test it. */
export function createApp({ web, telegram, street, ready, log }: AppOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    const isReady = await ready().catch(() => false);
    return context.json({ status: isReady ? 'ready' : 'unavailable' }, isReady ? 200 : 503);
  });
  if (telegram !== undefined) app.route('/', telegram);
  if (street !== undefined) app.route('/', street);
  app.route('/', webChat(web));
  app.get('/', (context) => context.redirect('/chat'));
  app.onError((error, context) => {
    log.error('http.failed', { error: error.name, path: context.req.routePath });
    return context.json({ error: 'internal' }, 500);
  });
  return app;
}
