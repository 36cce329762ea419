/** Longer than that, and the platform is taken to gather what it is sent instead of taking it. */
const mostSilence = 400;
const longestWait = 1000;

/**
 * Notices when a platform, or the way there, stands still: what is sent meanwhile would arrive there all at once. One chat
 * that hangs is no silence, as long as others are answered.
 */
export class Silence {
  #open = 0;
  /** When something was answered last, or is awaited since. */
  #since = 0;
  #listeners: (() => void)[] = [];

  sent(): void {
    if (this.#open === 0) this.#since = performance.now();
    this.#open += 1;
  }

  answered(): void {
    this.#open -= 1;
    this.#end();
  }

  reigns(): boolean {
    return this.#open > 1 && performance.now() - this.#since > mostSilence;
  }

  /** Resolves when something is answered, or when it is worth a try. */
  async over(): Promise<void> {
    const timer = setTimeout(() => this.#end(), longestWait);
    await new Promise<void>((resolve) => this.#listeners.push(resolve));
    clearTimeout(timer);
  }

  #end(): void {
    this.#since = performance.now();
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
