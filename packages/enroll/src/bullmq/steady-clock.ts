/** The reading of a clock that can be set, between two moments of this process's monotonic clock, in milliseconds. */
interface ClockReading {
  readonly other: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/**
 * Measures for how long a clock that can be set, such as that of Redis, has been steady, compared with a monotonic clock. Ages by
 * that clock are trusted only for this long: a clock that jumps ahead makes a request that was just sent look old.
 */
export class SteadyClock {
  readonly #tolerance: number;
  readonly #now: () => number;
  #offset: { readonly least: number; readonly most: number } | undefined;
  #steadySince: number | undefined;

  /**
   * @param tolerance How far the clocks may drift apart before it counts as a jump, in milliseconds.
   * @param now The monotonic clock.
   */
  constructor(tolerance: number, now = () => performance.now()) {
    this.#tolerance = tolerance;
    this.#now = now;
  }

  /** The monotonic clock, in milliseconds. */
  now(): number {
    return this.#now();
  }

  /** Compares the clocks, and returns whether they have been steady since the last reading. */
  saw({ other, askedAt, answeredAt }: ClockReading): boolean {
    const least = other - answeredAt;
    const most = other - askedAt;
    const old = this.#offset;
    const isSteady =
      old !== undefined && least <= old.most + this.#tolerance && most >= old.least - this.#tolerance;
    if (isSteady) return true;
    this.#offset = { least, most };
    this.#steadySince = answeredAt;
    return false;
  }

  /** For how many milliseconds the clocks have been steady; 0 before the first reading. */
  steadyFor(): number {
    return this.#steadySince === undefined ? 0 : this.#now() - this.#steadySince;
  }
}
