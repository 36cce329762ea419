import type { Update } from 'grammy/types';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import type { Log } from '../../deps.ts';
import { sameText } from '../../secrets/sameText.ts';
import type { ReceiveUpdate } from './receive.ts';

/** As much of an update as what reads it takes for granted; the rest is left as it came. */
const chatSchema = z.object({ id: z.int(), type: z.string() });
const updateSchema = z.object({
  update_id: z.int(),
  message: z.object({ message_id: z.int(), chat: chatSchema, text: z.string().optional() }).optional(),
  callback_query: z
    .object({
      id: z.string().regex(/^[\w-]{1,64}$/),
      data: z.string().optional(),
      message: z.object({ chat: chatSchema }).optional(),
    })
    .optional(),
  my_chat_member: z
    .object({ chat: chatSchema, date: z.int().optional(), new_chat_member: z.object({ status: z.string() }) })
    .optional(),
});
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
  const take = async (context: Context): Promise<Response> => {
    const update: Update = await context.req.json().catch(() => undefined);
    if (!updateSchema.safeParse(update).success) return context.json({ error: 'malformed' }, 400);
    try {
      await receiveUpdate(update);
    } catch (error) {
      log.warn('telegram.unavailable', { error: error instanceof Error ? error.name : typeof error });
      return context.json({ error: 'unavailable' }, 503);
    }
    const tap = update.callback_query?.id;
    return tap === undefined
      ? context.body('', 200)
      : context.json({ method: 'answerCallbackQuery', callback_query_id: tap });
  };
  // One handler, not a chain of them: Hono then calls it without composing one for each update.
  return new Hono().post('/channels/telegram', async (context) => {
    const given = context.req.header('x-telegram-bot-api-secret-token') ?? '';
    if (!sameText(given, secret)) return context.json({ error: 'unauthorized' }, 401);
    return isShort(context) ? take(context) : takeCounted(context, take);
  });
}

const limited = bodyLimit({ maxSize: mostBytes, onError: (context) => context.json({ error: 'tooLarge' }, 413) });

async function takeCounted(context: Context, take: (context: Context) => Promise<Response>): Promise<Response> {
  const refused = await limited(context, async () => {
    context.res = await take(context);
  });
  return refused ?? context.res;
}

/** Node holds a body to the length it declares; only one that declares none has to be counted as it comes, which costs. */
function isShort({ req }: Context): boolean {
  const declared = req.header('content-length');
  return declared !== undefined && req.header('transfer-encoding') === undefined && Number(declared) <= mostBytes;
}
