import type { SteadyClock } from "./steady-clock.ts";

/** A moment by two clocks. */
export interface Moment {
  /** By the monotonic clock, which stands still while the machine is suspended. */
  readonly steady: number;
  /** By the time of day, which can be set. */
  readonly day: number;
}

export function momentOf(clock: SteadyClock): Moment {
  return { steady: clock.now(), day: Date.now() };
}

/** How long ago a moment is, in milliseconds, by the clock that shows more: whoever may have been silent for too long sends nothing. */
export function mostSince(clock: SteadyClock, moment: Moment): number {
  return Math.max(clock.now() - moment.steady, Date.now() - moment.day);
}
