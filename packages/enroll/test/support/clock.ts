import type { RunClock } from "../../src/run/clock.ts";

/** A clock on which time passes only during a wait, or when it is advanced. */
export interface TestClock extends RunClock {
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): void;
}

/** Starts a clock at 0. */
export function testClock(): TestClock {
  let time = 0;
  return {
    now: () => time,
    async wait(milliseconds, signal) {
      if (!signal.aborted) time += milliseconds;
    },
    pass(milliseconds) {
      time += milliseconds;
    },
  };
}
