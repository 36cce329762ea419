/** A token bucket: `burst` at once, then `perSecond`. Those who ask wait their turn in order. */
export interface Limiter {
  /** Resolves when one may go. */
  take(): Promise<void>;
}

export function createLimiter({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }): Limiter {
  /** The moment at which the bucket was, or will be, full again if nobody else takes. */
  let full = 0;
  const interval = 1000 / perSecond;
  return {
    async take() {
      const now = performance.now();
      full = Math.max(full, now) + interval;
      const wait = full - now - burst * interval;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    },
  };
}
