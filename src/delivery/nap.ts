/** A wait that calls `whenOver`, unless it is ended before. */
export class Nap {
  /** Resolves either way. */
  readonly over: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  readonly #resolve: () => void;
  #isOver = false;

  constructor(milliseconds: number, whenOver: () => void) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => {
      this.end();
      whenOver();
    }, milliseconds);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#resolve();
  }
}
