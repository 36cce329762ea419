/** The program on Node: settings, database, HTTP, the clock's minute, and an orderly end. */
import { once } from 'node:events';
import { Server as HttpServer } from 'node:http';
import { serve } from '@hono/node-server';
import { telegramApi } from './channels/telegram/api.ts';
import { telegramPace } from './channels/telegram/limits.ts';
import { startPolling } from './channels/telegram/polling.ts';
import { seedDemo } from './commands/demo/seedDemo.ts';
import { withEntry } from './commands/entry.ts';
import { type Config, linkBase, readConfig } from './config.ts';
import { type OpenDatabase, openDatabase } from './db/open.ts';
import type { Links, Log } from './deps.ts';
import { createMeter } from './health/meter.ts';
import { openLog } from './log.ts';
import { PlainError } from './plainError.ts';
import { createProgram, type Program } from './program.ts';
import { everyMinute } from './schedule/minute.ts';
import { tick } from './schedule/tick.ts';
import { phoneNames } from './street/phones.ts';
import { createStreet } from './street/street.ts';

/** SIGTERM drains for at most this long, and lets requests under way end within the first. */
const drainMilliseconds = 9000;
const answerMilliseconds = 5000;
const sweepMilliseconds = 50;

await withEntry(async () => {
  const config = readConfig(process.env);
  const log = openLog(config.logLevel);
  const opened = await openDatabase(config, { forServer: true });
  try {
    await run(config, log, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
});

async function run(config: Config, log: Log, opened: OpenDatabase): Promise<void> {
  const street = config.street && (await seedDemo(opened));
  const bot = config.telegram === undefined ? undefined : await readBotName(config.telegram, log);
  const links: Links = { web: linkBase(config), ...(bot === undefined ? {} : { telegramBot: bot }) };
  const program = createProgram({
    database: opened.database,
    vault: opened.vault,
    links,
    log,
    metrics: { meter: createMeter({ ofProcess: true }), token: config.metricsToken },
    ...(config.telegram === undefined
      ? {}
      : {
          telegram: {
            ...config.telegram,
            webhookSecret: config.publicUrl === undefined ? undefined : config.telegram.webhookSecret,
            pace: telegramPace,
          },
        }),
    ...(street ? { street: (deps, web) => ({ app: createStreet(deps, web), phones: phoneNames }) } : {}),
  });
  const server = await listen(program, config).catch(async (error: unknown) => {
    await program.dispatcher.stop();
    throw error;
  });
  const stopClock = startClock(program, log);
  const polling =
    config.telegram === undefined || program.receiveUpdate === undefined || config.publicUrl !== undefined
      ? undefined
      : startPolling({ api: telegramApi(config.telegram), receiveUpdate: program.receiveUpdate, log });
  stopOnSignal(log, async () => {
    await Promise.all([stopClock(), polling?.stop(), drain(program, server)]);
    await program.dispatcher.stop();
    await opened.close();
  });
  // Whoever reads this may tell it to stop at once.
  process.stdout.write(
    `${street ? `http://localhost:${portOf(server)}` : `Guitu listens on port ${portOf(server)}`}\n`,
  );
}

type Server = ReturnType<typeof serve>;

function listen({ app }: Program, config: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: config.port }, () => resolve(server));
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      reject(
        new PlainError(
          code === 'EADDRINUSE'
            ? 'PORT: another program listens on this port; choose another'
            : `PORT: cannot listen here (${code})`,
        ),
      );
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Takes no new request; resolves when those under way are answered, or were given up. */
async function drain(program: Program, server: Server): Promise<void> {
  if (!(server instanceof HttpServer)) throw new Error('served without TLS');
  const closed = once(server, 'close');
  server.close();
  program.endStreams();
  // Browsers keep a connection that has been answered.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
  const patience = setTimeout(() => server.closeAllConnections(), answerMilliseconds);
  await closed;
  clearInterval(sweep);
  clearTimeout(patience);
}

/** The bot's own name. Where Telegram cannot be asked now, links leave the bot out. */
async function readBotName(
  telegram: { readonly token: string; readonly apiRoot: string },
  log: Log,
): Promise<string | undefined> {
  try {
    return (await telegramApi(telegram).getMe()).username;
  } catch {
    log.warn('telegram.unreachable');
    return undefined;
  }
}

/** What it gives stops the clock, and resolves when a tick under way is done. */
function startClock({ deps }: Program, log: Log): () => Promise<void> {
  return everyMinute(async () => {
    const startedAt = performance.now();
    try {
      const done = await tick(deps);
      const milliseconds = performance.now() - startedAt;
      deps.meter.ticked('done', milliseconds);
      if (done > 0) log.info('tick', { done, milliseconds: Math.round(milliseconds) });
    } catch (error) {
      deps.meter.ticked('failed', performance.now() - startedAt);
      log.error('tick.failed', { error: error instanceof Error ? error.name : typeof error });
    }
  });
}

function stopOnSignal(log: Log, stop: () => Promise<void>): void {
  const end = async () => {
    log.info('stopping');
    setTimeout(() => process.exit(1), drainMilliseconds).unref();
    await stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
}
