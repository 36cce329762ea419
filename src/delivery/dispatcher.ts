import { channelNames } from '../channels/channel.ts';
import type { Hand } from '../mail/mail.ts';
import { type Delivery, dispatch, recoverMail } from './dispatch.ts';
import { PacedDispatch } from './dispatchPaced.ts';
import { createHandOver } from './handOver.ts';

export interface Dispatcher {
  /** Something was written that may be due. */
  wake(): void;
  readonly hand: Hand;
  /** Resolves when nothing that is due now is left, and nothing is under way. */
  idle(): Promise<void>;
  /** Takes up nothing more; resolves when what is under way is settled. */
  stop(): Promise<void>;
}

/** More loops than one, so that a chat that hangs holds up only the batch it is in. */
const mostLoops = 4;
const pollMilliseconds = 1000;
/** How often it is looked whether somebody died with something in hand. */
const recoveryMilliseconds = 10_000;

/** Keeps sending while something is due: woken after each commit, and at the start and every second for what fell due by itself. */
export function startDispatcher(deps: Delivery, { poll = true }: { readonly poll?: boolean } = {}): Dispatcher {
  const loops = new Set<Promise<void>>();
  const pacers = channelNames.flatMap((channel) => {
    const pacer = deps.pacers[channel];
    return pacer === undefined ? [] : [{ channel, pacer }];
  });
  const paced = pacers.map(({ channel, pacer }) => new PacedDispatch(deps, channel, pacer.pace));
  let stopped = false;
  let wanted = false;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let missed = false;

  const loop = async () => {
    while (wanted && !stopped) {
      wanted = false;
      // A full batch may have left more behind it.
      while (!stopped && (await sendDue().catch(reportFailure)) > 0);
    }
  };
  const sendDue = async () => (await dispatch(deps, () => stopped)) || (await recover());
  const recover = async () => {
    // Not by the machine's own time, which may be set right meanwhile.
    const now = deps.clock()?.getTime() ?? performance.now();
    if (now - recoveredAt < recoveryMilliseconds) return 0;
    recoveredAt = now;
    const found = await recoverMail(deps);
    if (found > 0) for (const one of paced) one.wake();
    return found;
  };
  const reportFailure = (error: unknown): number => {
    deps.log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
    return 0;
  };
  const run = () => {
    wanted = true;
    for (const one of paced) one.wake();
    if (stopped || loops.size >= mostLoops) return;
    const running = loop().finally(() => loops.delete(running));
    loops.add(running);
  };
  const hand = createHandOver({
    ...deps,
    wake() {
      missed = false;
      run();
    },
    wasMissed: () => missed,
  });
  const wake = () => {
    // What was written for a chat that is in hand cannot be leased yet: it is looked for again once that is settled.
    missed ||= hand.isBusy();
    run();
  };
  const idle = async () => {
    await hand.idle();
    while (loops.size > 0 || paced.some((one) => one.isBusy())) {
      await Promise.all([...loops, ...paced.map((one) => one.idle())]);
      await hand.idle();
    }
  };
  const timer = poll ? setInterval(wake, pollMilliseconds) : undefined;
  // Whoever ran before may have left something.
  if (poll) wake();
  return {
    wake,
    hand,
    idle,
    async stop() {
      stopped = true;
      hand.stop();
      for (const one of [...paced, ...pacers.map(({ pacer }) => pacer)]) one.stop();
      clearInterval(timer);
      await idle();
    },
  };
}
