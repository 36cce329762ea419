import { Hono } from 'hono';
import { type WebChatOptions, webChat } from './channels/web/chat.ts';
import type { Log } from './deps.ts';
import { type AssetFolder, type ReadAsset, serveAsset } from './http/assets.ts';
import { sameText } from './secrets/sameText.ts';

export interface AppOptions {
  readonly web: WebChatOptions;
  /** The Telegram webhook, where there is one. */
  readonly telegram?: Hono;
  readonly street?: Hono;
  readonly desk: Hono;
  readonly readAsset: ReadAsset;
  /** Whether the database answers and is migrated. */
  readonly ready: () => Promise<boolean>;
  /** `GET /metrics` for whoever has the token; absent: there is no such page. */
  readonly metrics?: { readonly token: string; readonly text: () => Promise<string> } | undefined;
  readonly log: Log;
}

/** Everything that is served over HTTP. It knows no runtime: `app.request()` is enough to test it. */
export function createApp({ web, telegram, street, desk, readAsset, ready, metrics, log }: AppOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    const isReady = await ready().catch(() => false);
    return context.json({ status: isReady ? 'ready' : 'unavailable' }, isReady ? 200 : 503);
  });
  if (metrics !== undefined) {
    app.get('/metrics', async (context) => {
      const given = context.req.header('authorization') ?? '';
      if (!sameText(given, `Bearer ${metrics.token}`)) return context.json({ error: 'unauthorized' }, 401);
      return context.text(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    });
  }
  const folders: readonly AssetFolder[] = street === undefined ? ['chat', 'desk'] : ['chat', 'desk', 'street'];
  for (const folder of folders)
    app.get(`/${folder}/assets/:name`, (context) => serveAsset(context, readAsset, folder, context.req.param('name')));
  if (telegram !== undefined) app.route('/', telegram);
  if (street !== undefined) app.route('/', street);
  app.route('/', desk);
  app.route('/', webChat(web));
  app.get('/', (context) => context.redirect('/chat'));
  app.onError((error, context) => {
    log.error('http.failed', { error: error.name, path: context.req.routePath });
    return context.json({ error: 'internal' }, 500);
  });
  return app;
}
