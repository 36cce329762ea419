/** Nobody waits for longer than this behind others that hang. */
const patienceMilliseconds = 1000;

/** Lets through so many at once, and the others in the order in which they came. */
export class Gate {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inside < this.#most) this.#inside += 1;
    else await this.#opening();
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      const [next] = this.#waiting;
      if (this.#inside < this.#most) next?.();
    }
  }

  #opening(): Promise<void> {
    return new Promise((resolve) => {
      const open = () => {
        clearTimeout(timer);
        this.#waiting.delete(open);
        this.#inside += 1;
        resolve();
      };
      const timer = setTimeout(open, patienceMilliseconds);
      this.#waiting.add(open);
    });
  }
}
