import { timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import type { Log } from '../../deps.ts';
import type { ReceiveUpdate } from './receive.ts';

const updateSchema = z.looseObject({ update_id: z.int() });
const mostBytes = 1024 * 1024;

/**
 * `POST /channels/telegram`: 401 before the body is read when the secret is wrong, 413 over 1 MB, 400 when it is no
 * update, 503 when the turn could not be taken (Telegram sends it again), else 200. A tap is answered in the response.
 */
export function telegramWebhook({
  secret,
  receiveUpdate,
  log,
}: {
  readonly secret: string;
  readonly receiveUpdate: ReceiveUpdate;
  readonly log: Log;
}): Hono {
  const app = new Hono();
  app.post(
    '/channels/telegram',
    async (context, next) => {
      const given = context.req.header('x-telegram-bot-api-secret-token') ?? '';
      if (!sameText(given, secret)) return context.json({ error: 'unauthorized' }, 401);
      return next();
    },
    bodyLimit({ maxSize: mostBytes, onError: (context) => context.json({ error: 'tooLarge' }, 413) }),
    async (context) => {
      const parsed = updateSchema.safeParse(await context.req.json().catch(() => undefined));
      if (!parsed.success) return context.json({ error: 'malformed' }, 400);
      const update = parsed.data as unknown as Update;
      try {
        await receiveUpdate(update);
      } catch (error) {
        log.warn('telegram.unavailable', { error: error instanceof Error ? error.name : typeof error });
        return context.json({ error: 'unavailable' }, 503);
      }
      const tap = update.callback_query?.id;
      return tap === undefined
        ? context.body(null, 200)
        : context.json({ method: 'answerCallbackQuery', callback_query_id: tap });
    },
  );
  return app;
}

/** In the same time whatever the difference. */
function sameText(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
