import type { ChannelName, Pace } from '../channels/channel.ts';
import type { Mail } from '../mail/mail.ts';
import { type Delivery, holder, leaseSeconds, sendInOrder } from './dispatch.ts';
import { Nap } from './nap.ts';
import { type OpenedMail, openMail } from './openMail.ts';
import { slotsAhead } from './pacer.ts';
import { settleMail } from './settle.ts';
import { SlotClock } from './slotClock.ts';

interface Leased {
  /** What the database's clock showed. */
  readonly now: number;
  readonly mails: readonly (Mail & { readonly slotIn: number | null })[];
  /** In how many milliseconds it is worth looking again. */
  readonly again: number | null;
}

/** So that a platform that hangs does not gather more and more in memory. */
const mostUnderWay = 300;
/** A process that has just started is slow, and what it holds would all be late together: it takes part by and by. */
const warmUpMilliseconds = 5000;
const mostUnderWayWhenCold = 2;
const moreEachSecond = 2;

/**
 * Sends what waits on a channel that lets through only so much: what is leased has its slot, and it comes back when the next
 * slots are given away. Each chat is settled by itself, so that one that hangs holds up no other.
 */
export class PacedDispatch {
  readonly #deps: Delivery;
  readonly #channel: ChannelName;
  readonly #pace: Pace;
  readonly #underWay = new Set<Promise<void>>();
  #leasing: Promise<void> | undefined;
  #nap: Nap | undefined;
  #isWanted = false;
  #isStopped = false;
  readonly #slotClock = new SlotClock();
  readonly #startedAt = performance.now();

  constructor(deps: Delivery, channel: ChannelName, pace: Pace) {
    this.#deps = deps;
    this.#channel = channel;
    this.#pace = pace;
  }

  wake(): void {
    this.#isWanted = true;
    if (this.#leasing !== undefined || !this.#mayLease()) return;
    this.#leasing = this.#leaseAll()
      .catch((error: unknown) => this.#reportFailure(error))
      .finally(() => {
        this.#leasing = undefined;
        if (this.#mayLease()) this.wake();
      });
  }

  isBusy(): boolean {
    return this.#leasing !== undefined || this.#underWay.size > 0 || this.#nap?.isOver === false;
  }

  /** Resolves when nothing that is due now is left, and nothing is under way. */
  async idle(): Promise<void> {
    while (this.isBusy()) await Promise.all([this.#leasing, this.#nap?.over, ...this.#underWay]);
  }

  /** Leases nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#nap?.end();
  }

  #mayLease(): boolean {
    return this.#isWanted && !this.#isStopped && this.#room() > 0;
  }

  #room(): number {
    const age = performance.now() - this.#startedAt;
    const most =
      age < warmUpMilliseconds ? mostUnderWayWhenCold + moreEachSecond * Math.floor(age / 1000) : mostUnderWay;
    return most - this.#underWay.size;
  }

  async #leaseAll(): Promise<void> {
    while (this.#mayLease()) {
      this.#isWanted = false;
      this.#nap?.end();
      const { mails, again } = await this.#lease();
      if (again !== null && !this.#isStopped) this.#nap = new Nap(again, () => this.wake());
      if (mails.length === 0) continue;
      const opened = await openMail(this.#deps, mails);
      for (const ofChat of Map.groupBy(mails, ({ identityId }) => identityId).values()) this.#start(ofChat, opened);
    }
  }

  async #lease(): Promise<{ readonly mails: readonly Mail[]; readonly again: number | null }> {
    const { database, clock } = this.#deps;
    const askedAt = performance.now();
    const [row] = await database.query<{ leased: Leased }>(
      'select lease_paced($1, $2, $3, $4, $5, $6, $7, $8, $9) as leased',
      [
        holder(),
        this.#channel,
        this.#room(),
        leaseSeconds,
        clock()?.toISOString() ?? null,
        slotsAhead.usual,
        slotsAhead.urgent,
        this.#pace.messageEvery,
        this.#pace.chatEvery,
      ],
    );
    if (row === undefined) throw new Error('lease_paced gave no row');
    const { now, mails, again } = row.leased;
    const momentIn = this.#slotClock.read(askedAt, now);
    const timed = mails.map(({ slotIn, ...mail }) => (slotIn === null ? mail : { ...mail, slot: momentIn(slotIn) }));
    return { mails: timed, again };
  }

  #start(mails: readonly Mail[], opened: OpenedMail): void {
    const running = this.#send(mails, opened)
      .catch((error: unknown) => this.#reportFailure(error))
      .finally(() => {
        this.#underWay.delete(running);
        // It may have been the one too many.
        if (this.#isWanted) this.wake();
      });
    this.#underWay.add(running);
  }

  async #send(mails: readonly Mail[], opened: OpenedMail): Promise<void> {
    const [mail] = mails;
    if (mail === undefined) return;
    const settled = await sendInOrder(this.#deps, mails, opened);
    const more = await settleMail(this.#deps, [{ identityId: mail.identityId, lease: holder() }], settled);
    this.#deps.spoken(mail);
    this.#deps.settled([mail]);
    // The next one there has to wait for its slot anyhow, and that is looked after.
    if (more && this.#nap?.isOver !== false) this.wake();
  }

  /** The leases run out, and the messages are sent then. */
  #reportFailure(error: unknown): void {
    this.#deps.log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
  }
}
