import type { Deps } from '../deps.ts';
import type { Hand, Mail, SentAnswer } from '../mail/mail.ts';
import { type Delivery, sendInOrder } from './dispatch.ts';
import { openMail } from './openMail.ts';
import { settleAnswers, settleMail } from './settle.ts';

/** So many at once that even a channel that lets through 30 a second has sent them long before their leases run out. */
const mostInHand = 300;

export interface HandOver extends Hand {
  isBusy(): boolean;
  /** Resolves when nothing is in hand, and nothing is left to settle. */
  idle(): Promise<void>;
  /** Takes nothing more. */
  stop(): void;
}

interface Needs extends Delivery, Pick<Deps, 'wake'> {
  /** Whether somebody looked for mail while chats were in hand. */
  wasMissed(): boolean;
}

/**
 * How long what was sent waits for a statement that goes to the database anyhow. When this process is killed meanwhile,
 * the message is said again, as when it was on its way.
 */
const settleMilliseconds = 25;

interface Done {
  readonly mail: Mail;
  readonly row: SentAnswer;
}

/**
 * The short way: what a turn has just said to its own chat is sent from memory, by the same steps as what was leased from
 * the database. What was sent is settled along with the next turn that is written, or soon by itself. When this process
 * dies, the leases run out, and a dispatcher finds the messages waiting.
 */
export function createHandOver(deps: Needs): HandOver {
  const underWay = new Set<Promise<void>>();
  let done: Done[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const follow = (work: Promise<void>) => {
    const running = work.catch((error: unknown) => reportFailure(deps, error)).finally(() => underWay.delete(running));
    underWay.add(running);
  };
  const takeDone = () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = done;
    done = [];
    return batch;
  };
  const flush = () => {
    const batch = takeDone();
    if (batch.length > 0) follow(settleAlone(batch));
  };
  const settleAlone = async (batch: readonly Done[]) => {
    const more = await settleAnswers(
      deps,
      batch.map(({ row }) => row),
    );
    report(deps, batch, more);
  };
  const send = async (mail: Mail) => {
    const opened = await openMail(deps, [mail]);
    const [settled] = await sendInOrder(deps, [mail], opened);
    if (settled === undefined) return;
    if (settled.state !== 'sent') {
      const more = await settleMail(deps, [{ identityId: mail.identityId, lease: mail.id }], [settled]);
      return report(deps, [{ mail }], more);
    }
    const { id, body = null, channel_message_id = null } = settled;
    done.push({ mail, row: { id, body, channel_id: channel_message_id } });
    // A page shows what is settled, so there it is what the reader waits for.
    if (mail.channel === 'web') flush();
    else timer ??= setTimeout(flush, settleMilliseconds);
  };
  return {
    isBusy: () => underWay.size > 0 || done.length > 0,
    isFree: () => !stopped && underWay.size < mostInHand,
    take: (mail) => follow(send(mail)),
    sent() {
      const batch = takeDone();
      if (batch.length === 0) return undefined;
      const riding = Promise.withResolvers<void>();
      follow(riding.promise);
      return {
        rows: batch.map(({ row }) => row),
        settled(more) {
          report(deps, batch, more);
          riding.resolve();
        },
        failed() {
          follow(settleAlone(batch));
          riding.resolve();
        },
      };
    },
    async idle() {
      while (underWay.size > 0 || done.length > 0) {
        flush();
        await Promise.all(underWay);
      }
    },
    stop() {
      stopped = true;
    },
  };
}

function report(deps: Needs, batch: readonly Pick<Done, 'mail'>[], more: boolean): void {
  deps.settled(batch.map(({ mail: { channel, externalId } }) => ({ channel, externalId })));
  if (more || deps.wasMissed()) deps.wake();
}

/** The lease runs out, and the message is sent then. */
function reportFailure({ log }: Pick<Deps, 'log'>, error: unknown): void {
  log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
}
