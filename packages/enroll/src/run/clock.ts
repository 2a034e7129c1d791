import { setTimeout } from "node:timers/promises";

/** The time by which a run decides. It never jumps, as the time of day does when somebody sets it. */
export interface RunClock {
  /** Milliseconds since some moment; never less than before. */
  now(): number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Timers take no more, and end at once where they are given more. */
const longestTimer = 2_147_483_647;

/** The clock of this machine since it was started. */
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

/** Waits until a moment of the clock, or until the signal is aborted. */
export async function waitUntil(clock: RunClock, moment: number, signal: AbortSignal): Promise<void> {
  for (let left = moment - clock.now(); left > 0 && !signal.aborted; left = moment - clock.now()) {
    await clock.wait(left, signal);
  }
}
