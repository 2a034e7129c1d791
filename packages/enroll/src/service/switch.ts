/** Something that works until it is ended. */
export interface Work {
  /** @returns How many calls were in progress after so many milliseconds, and were aborted. */
  end(within: number): Promise<number>;
}

/** Starts and stops something. What was asked for last counts, also while it is stopping. */
export class Switch<Working extends Work> {
  readonly #begin: () => Working;
  #current: Working | undefined;
  #isStopping = false;
  #startsAgain = false;
  #isOver = false;

  constructor(begin: () => Working) {
    this.#begin = begin;
  }

  /** What works now; undefined when it is stopped. */
  get current(): Working | undefined {
    return this.#current;
  }

  start(): void {
    if (this.#isOver) return;
    if (this.#current === undefined) this.#current = this.#begin();
    else this.#startsAgain = this.#isStopping;
  }

  /** @returns How many calls were aborted. */
  async stop(within: number): Promise<number> {
    this.#startsAgain = false;
    const work = this.#current;
    if (work === undefined) return 0;
    this.#isStopping = true;
    const abandoned = await work.end(within);
    if (this.#current === work) {
      this.#current = undefined;
      this.#isStopping = false;
      if (this.#startsAgain) this.start();
    }
    return abandoned;
  }

  /** Stops for good. @returns How many calls were aborted. */
  end(within: number): Promise<number> {
    this.#isOver = true;
    return this.stop(within);
  }
}
