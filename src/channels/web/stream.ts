import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { WebHistory, WebMessage, WebStore, WebWatch } from './store.ts';

/** How often a stream looks by itself, for what another replica or a command has sent. */
const lookMilliseconds = 2000;
const heartbeatLooks = 7;

export interface StreamedChat {
  readonly externalId: string;
  cursor: number;
  readonly data: (message: WebMessage) => unknown;
}

/**
 * Several chats in one event stream: each message once, as an event `message` with its cursor as id. Once all of them have
 * ended, so does the stream, with an event `ended`; an event `hidden` says that what is to be seen has changed.
 */
export function streamChats(
  context: Context,
  { store, watch }: { readonly store: WebStore; readonly watch: WebWatch },
  chats: StreamedChat[],
): Response {
  // Otherwise nginx collects the events until its buffer is full.
  context.header('X-Accel-Buffering', 'no');
  const ids = chats.map(({ externalId }) => externalId);
  const response = streamSSE(context, async (stream) => {
    let known: string | undefined;
    for (let look = 0; !stream.aborted && !watch.closed; look += 1) {
      // Waiting begins before reading, so that what is settled in between is not slept over.
      const woken = watch.wait(ids, lookMilliseconds);
      const histories = await readAll(store, chats);
      const hidden = histories.map(({ hiddenTo }) => hiddenTo).join();
      // Another page of the same chat put away what was said, or brought it back: catching up tells.
      if (known !== undefined && histories.length > 0 && hidden !== known)
        await stream.writeSSE({ event: 'hidden', data: '{}' });
      if (histories.length > 0) known = hidden;
      for (const [index, chat] of chats.entries()) {
        for (const message of histories[index]?.messages ?? []) {
          chat.cursor = message.cursor;
          const data = JSON.stringify(chat.data(message));
          await stream.writeSSE({ event: 'message', id: String(message.cursor), data });
        }
      }
      if (histories.length > 0 && histories.every(({ ended }) => ended)) {
        await stream.writeSSE({ event: 'ended', data: '{}' });
        return;
      }
      if (look % heartbeatLooks === 0) await stream.write(': still here\n\n');
      await woken;
    }
  });
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** Nothing while the database is away: the stream stays, and looks again. */
async function readAll(store: WebStore, chats: readonly StreamedChat[]): Promise<WebHistory[]> {
  try {
    return await Promise.all(chats.map(({ externalId, cursor }) => store.read(externalId, cursor)));
  } catch {
    return [];
  }
}
