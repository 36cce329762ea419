const minuteMilliseconds = 60_000;

/**
 * Does this once a minute, never two at a time. What it gives stops it, and resolves when work under way is done. It goes by
 * the steady clock: when the machine's own is set right by a day, the next minute does not come a day later.
 */
export function everyMinute(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work().finally(() => {
      running = undefined;
    });
  }, minuteMilliseconds);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
