/** What a clock that can be set showed between two moments of this process's own clock, in milliseconds. */
interface ClockReading {
  readonly other: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/**
 * Knows for how long a clock, such as that of Redis, has gone evenly, by one that cannot be set. Ages by that clock are
 * believed only as far as this goes back: a clock that jumps ahead makes what has just left look old.
 */
export class SteadyClock {
  readonly #tolerance: number;
  readonly #now: () => number;
  #offset: { readonly least: number; readonly most: number } | undefined;
  #steadySince: number | undefined;

  /**
   * @param tolerance How far the clocks may drift apart before that counts as a jump, in milliseconds.
   * @param now The clock that cannot be set.
   */
  constructor(tolerance: number, now = () => performance.now()) {
    this.#tolerance = tolerance;
    this.#now = now;
  }

  /** The clock that cannot be set, in milliseconds. */
  now(): number {
    return this.#now();
  }

  /** Compares the clocks, and gives whether they have gone alike since they were last seen. */
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

  /** For how many milliseconds the clocks have gone alike; 0 before the first reading. */
  steadyFor(): number {
    return this.#steadySince === undefined ? 0 : this.#now() - this.#steadySince;
  }
}
