import type { SendResult } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import type { Mail } from '../mail/mail.ts';
import { requestOf } from '../mail/requestId.ts';

/** Sends one message, then counts it and writes its one line: ids, enums and durations. */
export async function watchSend(
  { log, meter }: Pick<Deps, 'log' | 'meter'>,
  { id, identityId, channel, attempts }: Mail,
  send: () => Promise<SendResult>,
): Promise<SendResult> {
  const startedAt = performance.now();
  const sent = await send();
  const milliseconds = performance.now() - startedAt;
  const { result } = sent;
  meter.sent({ channel, result, milliseconds });
  const properties = {
    request: requestOf(id),
    message: id,
    chat: identityId,
    channel,
    result,
    attempt: attempts + 1,
    milliseconds: Math.round(milliseconds),
  };
  if (sent.result === 'sent') log.info('message', properties);
  else log.warn('message', { ...properties, error: sent.error });
  return sent;
}
