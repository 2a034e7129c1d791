import type { QueueFacts } from "./row-states.ts";

/** What the clock of Redis showed between two moments of this process's own clock, in milliseconds. */
export interface ClockReading {
  readonly redis: QueueFacts["now"];
  readonly askedAt: number;
  readonly answeredAt: number;
}

/**
 * Knows for how long the clock of Redis has gone evenly, by a clock that cannot be set. Ages by the clock of Redis are
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

  /** Compares the clocks. */
  saw({ redis, askedAt, answeredAt }: ClockReading): void {
    const least = redis - answeredAt;
    const most = redis - askedAt;
    const old = this.#offset;
    const isSteady =
      old !== undefined && least <= old.most + this.#tolerance && most >= old.least - this.#tolerance;
    if (isSteady) return;
    this.#offset = { least, most };
    this.#steadySince = answeredAt;
  }

  /** For how many milliseconds the clocks have gone alike; 0 before the first reading. */
  steadyFor(): number {
    return this.#steadySince === undefined ? 0 : this.#now() - this.#steadySince;
  }
}
