import type { Deps } from '../deps.ts';
import { dispatch } from './dispatch.ts';

export interface Dispatcher {
  /** Something was written that may be due. */
  wake(): void;
  /** Resolves when nothing that is due now is left, and nothing is under way. */
  idle(): Promise<void>;
  /** Takes up nothing more; resolves when what is under way is settled. */
  stop(): Promise<void>;
}

/** More loops than one, so that a chat that hangs holds up only the batch it is in. */
const mostLoops = 4;
const pollMilliseconds = 1000;

/** Keeps sending while there is something due: woken after each commit, and once a second for what fell due by itself. */
export function startDispatcher(
  deps: Omit<Deps, 'wake'>,
  { poll = true }: { readonly poll?: boolean } = {},
): Dispatcher {
  const loops = new Set<Promise<void>>();
  let stopped = false;
  let wanted = false;

  const loop = async () => {
    while (wanted && !stopped) {
      wanted = false;
      // A full batch may have left more behind it.
      while (!stopped && (await dispatch({ ...deps, wake }).catch(reportFailure)) > 0);
    }
  };
  const reportFailure = (error: unknown): number => {
    deps.log.error('dispatch.failed', { error: error instanceof Error ? error.name : typeof error });
    return 0;
  };
  const wake = () => {
    wanted = true;
    if (stopped || loops.size >= mostLoops) return;
    const running = loop().finally(() => loops.delete(running));
    loops.add(running);
  };
  const idle = async () => {
    while (loops.size > 0) await Promise.all(loops);
  };
  const timer = poll ? setInterval(wake, pollMilliseconds) : undefined;
  return {
    wake,
    idle,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await idle();
    },
  };
}
