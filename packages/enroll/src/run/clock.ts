import { setTimeout } from "node:timers/promises";

/** The clock on which a run bases its decisions. It never jumps, unlike the time of day, which can be set. */
export interface RunClock {
  /** Milliseconds since an arbitrary moment; never decreases. */
  now(): number;
  /** Resolves after this many milliseconds, or when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay a timer accepts; with a longer one it fires at once. */
const longestTimer = 2_147_483_647;

/** The time since the process started. */
export const systemClock: RunClock = {
  now: () => performance.now(),
  async wait(milliseconds, signal) {
    try {
      await setTimeout(Math.min(milliseconds, longestTimer), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};

/** Waits until the clock reaches a moment, or until the signal is aborted. */
export async function waitUntil(clock: RunClock, moment: number, signal: AbortSignal): Promise<void> {
  for (let left = moment - clock.now(); left > 0 && !signal.aborted; left = moment - clock.now()) {
    await clock.wait(left, signal);
  }
}
