const halfLife = 30_000;

/**
 * Tells when a slot is by this process's steady clock. The database says what its own clock showed, somewhere between the
 * question and the hearing of the answer; the answers that came fastest tell how the two clocks stand to each other. So an
 * answer that is heard late, because the process or the machine was busy, does not move the slot.
 */
export class SlotClock {
  #offset = Number.POSITIVE_INFINITY;
  #earlierOffset = Number.POSITIVE_INFINITY;
  #turnedAt = performance.now();

  /** `now`: what the database's clock showed, in milliseconds. What it gives says of a wait from then when it is over. */
  read(askedAt: number, now: number): (wait: number) => number {
    const heardAt = performance.now();
    // The clocks drift, so what is old counts no more.
    if (heardAt - this.#turnedAt > halfLife) {
      this.#earlierOffset = this.#offset;
      this.#offset = Number.POSITIVE_INFINITY;
      this.#turnedAt = heardAt;
    }
    this.#offset = Math.min(this.#offset, heardAt - now);
    const guess = now + Math.min(this.#offset, this.#earlierOffset);
    // Whatever happened to one of the clocks, it was neither before the question nor after the answer.
    const shown = Math.min(heardAt, Math.max(askedAt, guess));
    return (wait) => shown + wait;
  }
}
