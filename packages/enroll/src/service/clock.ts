import type { RunClock } from "../run/clock.ts";

/**
 * The time by which delays in the journal are counted, in milliseconds. It continues from the latest time in the journal, so
 * that a computer whose time was set back does not wait for what it delayed before.
 */
export class DelayClock {
  readonly #clock: RunClock;
  readonly #start: number;

  /** @param latest The latest time in the journal; 0 in a new one. */
  constructor(clock: RunClock, latest: number) {
    this.#clock = clock;
    // A whole number, so that sums and differences with it are exact.
    this.#start = Math.ceil(Math.max(Date.now(), latest) - clock.now());
  }

  /** A time so many milliseconds from now, as a whole number. */
  after(milliseconds: number): number {
    return Math.ceil(this.now() + milliseconds);
  }

  now(): number {
    return this.#start + this.#clock.now();
  }

  /** The moment of `clock` at which this one reaches a time. */
  momentOf(time: number): number {
    return time - this.#start;
  }
}
