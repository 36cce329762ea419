import type { WebWatch } from './store.ts';

/** Lets event streams of this process sleep until their chat has something new. */
export class Watchers implements WebWatch {
  readonly #waiting = new Map<string, Set<() => void>>();
  closed = false;

  async wait(externalIds: readonly string[], milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        for (const id of externalIds) {
          const waiting = this.#waiting.get(id);
          waiting?.delete(done);
          if (waiting?.size === 0) this.#waiting.delete(id);
        }
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      for (const id of externalIds) {
        const waiting = this.#waiting.get(id) ?? new Set();
        waiting.add(done);
        this.#waiting.set(id, waiting);
      }
    });
  }

  notify(externalId: string): void {
    for (const done of [...(this.#waiting.get(externalId) ?? [])]) done();
  }

  /** Wakes every stream for the last time. */
  close(): void {
    this.closed = true;
    for (const externalId of [...this.#waiting.keys()]) this.notify(externalId);
  }
}
