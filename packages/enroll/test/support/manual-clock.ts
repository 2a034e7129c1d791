import type { RunClock } from "../../src/run/clock.ts";

/** A clock on which time passes only when a test says so. */
export interface ManualClock extends RunClock {
  /** Lets so many milliseconds pass: waits that are over by then end. */
  pass(milliseconds: number): void;
  /** How many waits are under way, except those without an end. */
  readonly waits: number;
}

interface Wait {
  readonly until: number;
  readonly end: () => void;
}

/** Starts a clock at 0. */
export function manualClock(): ManualClock {
  let time = 0;
  const waits = new Set<Wait>();
  return {
    now: () => time,
    wait(milliseconds, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wait: Wait = {
        until: time + milliseconds,
        end() {
          waits.delete(wait);
          signal.removeEventListener("abort", wait.end);
          resolve();
        },
      };
      waits.add(wait);
      signal.addEventListener("abort", wait.end);
      if (signal.aborted || wait.until <= time) wait.end();
      return promise;
    },
    pass(milliseconds) {
      time += milliseconds;
      for (const wait of waits) if (wait.until <= time) wait.end();
    },
    get waits() {
      return [...waits].filter(({ until }) => until < Infinity).length;
    },
  };
}
