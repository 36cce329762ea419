import type { Api } from 'grammy';
import type { Log } from '../../deps.ts';
import type { ReceiveUpdate } from './receive.ts';

export interface Polling {
  stop(): Promise<void>;
}

/** Under the time that the API gives any call. */
const pollSeconds = 10;
const pauseMilliseconds = 3000;
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/**
 * Long polling, for where there is no public address. The offset moves only past updates whose turn is written, so what
 * was not comes again. Telegram itself lets one replica poll at a time: the others get 409, wait, and take over.
 */
export function startPolling({
  api,
  receiveUpdate,
  log,
}: {
  readonly api: Api;
  readonly receiveUpdate: ReceiveUpdate;
  readonly log: Log;
}): Polling {
  const abort = new AbortController();
  let offset = 0;
  let isOurs = false;
  const pollOnce = async () => {
    // As long as a webhook of an earlier start is set, Telegram lets nobody poll.
    if (!isOurs) await api.deleteWebhook();
    isOurs = true;
    const updates = await api.getUpdates(
      { offset, timeout: pollSeconds, allowed_updates: [...allowedUpdates] },
      abort.signal as never,
    );
    for (const update of updates) {
      await receiveUpdate(update);
      offset = update.update_id + 1;
      // The tap's spinner ends; that this fails loses nothing.
      if (update.callback_query !== undefined) await api.answerCallbackQuery(update.callback_query.id).catch(() => {});
    }
  };
  const run = async () => {
    let isFailing = false;
    while (!abort.signal.aborted) {
      try {
        await pollOnce();
        isFailing = false;
      } catch (error) {
        if (abort.signal.aborted) return;
        // A replica that waits for its turn fails every few seconds, and that is worth one line.
        if (!isFailing) log.warn('telegram.polling', { error: error instanceof Error ? error.name : typeof error });
        isFailing = true;
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      }
    }
  };
  const running = run();
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}
