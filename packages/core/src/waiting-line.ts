import { onAbort } from "./abort-listeners.ts";
import { LimiterPausedError } from "./limiter-paused-error.ts";

/** Gives back the leave to have one request under way. */
export type Release = () => void;

/** Those of one priority who wait. */
interface Lane {
  readonly priority: number;
  readonly waiters: Set<Waiter>;
  /** Goes on where it was: to look for the first one anew would pass over all who have left. */
  readonly order: Iterator<Waiter>;
}

interface Waiter {
  readonly lane: Lane;
  /** Until when it may wait, by the clock of `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
  stopListening: () => void;
}

/**
 * Those who wait for a limiter's leave: the highest priority first, and among equals whoever came first. To join, to be
 * next and to be aborted cost the same however many wait.
 */
export class WaitingLine {
  readonly #onEmpty: () => void;
  /** The highest priority first; none is empty. */
  readonly #lanes: Lane[] = [];
  #size = 0;

  /** @param onEmpty Called when the last of those who wait has left without leave. */
  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty;
  }

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  /**
   * Waits for leave. The wait ends with the signal, whose reason is then thrown.
   *
   * @param signal One that has not aborted.
   * @param priority Higher goes first.
   * @param patience The longest that it may wait for the end of a pause, in milliseconds; see `rejectImpatient`.
   */
  join(signal: AbortSignal, priority: number, patience: number): Promise<Release> {
    const { promise, resolve, reject } = Promise.withResolvers<Release>();
    const lane = this.#laneOf(priority);
    const deadline = performance.now() + patience;
    const waiter: Waiter = { lane, deadline, resolve, reject, stopListening: ignore };
    lane.waiters.add(waiter);
    this.#size += 1;
    waiter.stopListening = onAbort(signal, () => {
      this.#refuse(waiter, signal.reason);
    });
    return promise;
  }

  /** Gives leave to whoever is next. Tells whether anybody was there. */
  giveLeave(release: Release): boolean {
    const next = this.#lanes[0]?.order.next();
    if (next === undefined || next.done === true) return false;
    this.#remove(next.value);
    next.value.resolve(release);
    return true;
  }

  /**
   * Rejects all who may not wait until a pause ends.
   *
   * @param end By the clock of `performance.now()`.
   */
  rejectImpatient(end: number): void {
    const now = performance.now();
    for (const { waiters } of this.#lanes.slice()) {
      for (const waiter of waiters) {
        if (waiter.deadline < end) this.#refuse(waiter, new LimiterPausedError(end - now));
      }
    }
  }

  /** Rejects all who wait. */
  rejectAll(reason: unknown): void {
    for (const { waiters } of this.#lanes.slice()) {
      for (const waiter of waiters) this.#refuse(waiter, reason);
    }
  }

  #laneOf(priority: number): Lane {
    const place = this.#lanes.findIndex((lane) => lane.priority <= priority);
    const found = this.#lanes[place];
    if (found?.priority === priority) return found;
    const waiters = new Set<Waiter>();
    const lane: Lane = { priority, waiters, order: waiters.values() };
    this.#lanes.splice(place === -1 ? this.#lanes.length : place, 0, lane);
    return lane;
  }

  #refuse(waiter: Waiter, reason: unknown): void {
    this.#remove(waiter);
    waiter.reject(reason);
    if (this.#size === 0) this.#onEmpty();
  }

  #remove(waiter: Waiter): void {
    const { lane } = waiter;
    waiter.stopListening();
    lane.waiters.delete(waiter);
    this.#size -= 1;
    if (lane.waiters.size === 0) this.#lanes.splice(this.#lanes.indexOf(lane), 1);
  }
}

function ignore(): void {
  // Nothing listens yet.
}
