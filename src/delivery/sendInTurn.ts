import type { Outgoing, SendResult } from '../channels/channel.ts';
import type { Mail, Pacer } from '../mail/mail.ts';

const busy: SendResult = { result: 'retry', error: 'busy', afterSeconds: 0 };

/** Sends when the turn of this message has come, where its channel has turns. Where it does not come, the message waits on. */
export async function sendInTurn(
  pacer: Pacer | undefined,
  { identityId, urgent, slot }: Mail,
  send: (turn: Pick<Outgoing, 'mayGoOn'>) => Promise<SendResult>,
): Promise<SendResult> {
  if (pacer === undefined) return send({});
  if (!(await pacer.take({ identityId, urgent, slot }))) return busy;
  let isUnanswered = true;
  const mayGoOn = async () => {
    pacer.answered();
    // What was begun is not left half said for the sake of others.
    isUnanswered = await pacer.take({ identityId, urgent: true });
    return isUnanswered;
  };
  try {
    return await send({ mayGoOn });
  } finally {
    if (isUnanswered) pacer.answered();
  }
}
