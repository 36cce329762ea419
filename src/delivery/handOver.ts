import type { Deps } from '../deps.ts';
import type { Hand, Mail } from '../mail/mail.ts';
import { type Delivery, openMail, sendInOrder } from './dispatch.ts';
import { type Settled, settleMail } from './settle.ts';

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

interface Done {
  readonly mail: Mail;
  readonly settled: readonly Settled[];
}

/**
 * The short way: what a turn has just said to its own chat is sent from memory, by the same steps as what was leased from
 * the database. What was sent meanwhile is settled together. When this process dies, the leases run out, and a dispatcher
 * finds the messages waiting.
 */
export function createHandOver(deps: Needs): HandOver {
  const underWay = new Set<Promise<void>>();
  let done: Done[] = [];
  let settling: Promise<void> | undefined;
  let stopped = false;

  const settleAll = async () => {
    while (done.length > 0) {
      const batch = done;
      done = [];
      await settleBatch(deps, batch);
    }
    // In the same breath as the last look at `done`, so that nothing is left there.
    settling = undefined;
  };
  const send = async (mail: Mail) => {
    const opened = await openMail(deps, [mail]);
    const settled = await sendInOrder(deps, [mail], opened);
    done.push({ mail, settled });
    settling ??= settleAll();
  };
  return {
    isBusy: () => underWay.size > 0 || settling !== undefined,
    isFree: () => !stopped && underWay.size < mostInHand,
    take(mail) {
      const running = send(mail)
        .catch((error: unknown) => reportFailure(deps, error))
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async idle() {
      while (underWay.size > 0 || settling !== undefined) await Promise.all([...underWay, settling]);
    },
    stop() {
      stopped = true;
    },
  };
}

async function settleBatch(deps: Needs, batch: readonly Done[]): Promise<void> {
  try {
    const leases = batch.map(({ mail }) => ({ identityId: mail.identityId, lease: mail.id }));
    const more = await settleMail(
      deps,
      leases,
      batch.flatMap(({ settled }) => settled),
    );
    deps.settled(batch.map(({ mail }) => ({ channel: mail.channel, externalId: mail.externalId })));
    if (more || deps.wasMissed()) deps.wake();
  } catch (error) {
    reportFailure(deps, error);
  }
}

/** The lease runs out, and the message is sent then. */
function reportFailure({ log }: Pick<Deps, 'log'>, error: unknown): void {
  log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
}
