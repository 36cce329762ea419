import type { ChannelName } from '../channels/channel.ts';
import type { Mail, Pacer } from '../mail/mail.ts';
import { type Delivery, holder, leaseSeconds, type OpenedMail, openMail, sendInOrder } from './dispatch.ts';
import { slotsAhead } from './pacer.ts';
import { settleMail } from './settle.ts';

export interface PacedDispatch {
  wake(): void;
  isBusy(): boolean;
  /** Resolves when nothing that is due now is left, and nothing is under way. */
  idle(): Promise<void>;
  /** Leases nothing more. */
  stop(): void;
}

interface Leased {
  readonly mails: readonly (Mail & { readonly slotIn: number | null })[];
  readonly again: number | null;
}

interface Nap {
  readonly over: Promise<void>;
  end(): void;
}

/** So that a platform that hangs does not gather more and more in memory. */
const mostUnderWay = 300;

/**
 * Sends what waits on a channel that lets through only so much: what is leased has its slot, and it comes back when the next
 * slots are given away. Each chat is settled by itself, so that one that hangs holds up no other.
 */
export function createPacedDispatch(deps: Delivery, channel: ChannelName, { pace }: Pacer): PacedDispatch {
  const underWay = new Set<Promise<void>>();
  let leasing: Promise<void> | undefined;
  let nap: Nap | undefined;
  let wanted = false;
  let stopped = false;

  const mayLease = () => wanted && !stopped && underWay.size < mostUnderWay;
  const wake = () => {
    wanted = true;
    if (leasing !== undefined || !mayLease()) return;
    leasing = leaseAll()
      .catch((error: unknown) => reportFailure(deps, error))
      .finally(() => {
        leasing = undefined;
        if (mayLease()) wake();
      });
  };
  const leaseAll = async () => {
    while (mayLease()) {
      wanted = false;
      nap?.end();
      const { mails, again } = await lease();
      const opened = mails.length === 0 ? undefined : await openMail(deps, mails);
      if (opened !== undefined) for (const mail of mails) start(mail, opened);
      if (again !== null && !stopped) nap = startNap(again, wake);
    }
  };
  const lease = async (): Promise<{ mails: readonly Mail[]; again: number | null }> => {
    const [row] = await deps.database.query<{ leased: Leased }>(
      'select lease_paced($1, $2, $3, $4, $5, $6, $7, $8, $9) as leased',
      [
        holder,
        channel,
        mostUnderWay - underWay.size,
        leaseSeconds,
        deps.clock()?.toISOString() ?? null,
        slotsAhead.usual,
        slotsAhead.urgent,
        pace.messageEvery,
        pace.chatEvery,
      ],
    );
    const heardAt = performance.now();
    const { mails = [], again = null } = row?.leased ?? {};
    return { mails: mails.map(({ slotIn, ...mail }) => ({ ...mail, slot: heardAt + (slotIn ?? 0) })), again };
  };
  const start = (mail: Mail, opened: OpenedMail) => {
    const running = send(mail, opened)
      .catch((error: unknown) => reportFailure(deps, error))
      .finally(() => {
        underWay.delete(running);
        // It may have been the one too many.
        if (wanted) wake();
      });
    underWay.add(running);
  };
  const send = async (mail: Mail, opened: OpenedMail) => {
    const settled = await sendInOrder(deps, [mail], opened);
    const more = await settleMail(deps, [{ identityId: mail.identityId, lease: holder }], settled);
    deps.spoken(mail);
    deps.settled([mail]);
    // The next one there has to wait for its slot anyhow, and that is looked after.
    if (more && nap === undefined) wake();
  };
  return {
    wake,
    isBusy: () => leasing !== undefined || underWay.size > 0 || nap !== undefined,
    async idle() {
      while (this.isBusy()) await Promise.all([leasing, nap?.over, ...underWay]);
    },
    stop() {
      stopped = true;
      nap?.end();
    },
  };

  function startNap(milliseconds: number, whenOver: () => void): Nap {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      mine.end();
      whenOver();
    }, milliseconds);
    const mine: Nap = {
      over,
      end() {
        clearTimeout(timer);
        if (nap === mine) nap = undefined;
        resolve();
      },
    };
    return mine;
  }
}

function reportFailure({ log }: Pick<Delivery, 'log'>, error: unknown): void {
  log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
}
