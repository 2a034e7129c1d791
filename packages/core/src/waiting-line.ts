import { onAbort } from "./abort-listeners.ts";
import { LimiterPausedError } from "./limiter-paused-error.ts";

/** Returns the permission to run one request. */
export type Release = () => void;

/** The waiting requests of one priority. */
interface Lane {
  readonly priority: number;
  readonly waiters: Set<Waiter>;
  /** Continues where it stopped: a new iterator would skip over all deleted entries again. */
  readonly order: Iterator<Waiter>;
}

interface Waiter {
  readonly lane: Lane;
  /** How long it may wait, in milliseconds. */
  readonly patience: number;
  /** From when that counts, by the clock of `performance.now()`; `undefined` for each pause by itself. */
  readonly since: number | undefined;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
  stopListening: () => void;
}

/**
 * The requests that wait for a limiter's permission: highest priority first, then first come, first served. Joining, being
 * next and being aborted take constant time, however many wait.
 */
export class WaitingLine {
  readonly #onEmpty: () => void;
  /** The highest priority first; none is empty. */
  readonly #lanes: Lane[] = [];
  #size = 0;

  /** @param onEmpty Called when the last waiting request has left without permission. */
  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty;
  }

  /** How many requests wait. */
  get size(): number {
    return this.#size;
  }

  /**
   * Waits for permission. If the signal aborts, its reason is thrown.
   *
   * @param signal Must not have aborted yet.
   * @param priority Higher goes first.
   * @param patience The longest that it may wait for the end of a pause, in milliseconds; see `rejectImpatient`.
   * @param perPause Whether `patience` is for each pause by itself, instead of from now on.
   */
  join(signal: AbortSignal, priority: number, patience: number, perPause = false): Promise<Release> {
    const { promise, resolve, reject } = Promise.withResolvers<Release>();
    const lane = this.#laneOf(priority);
    const since = perPause ? undefined : performance.now();
    const waiter: Waiter = { lane, patience, since, resolve, reject, stopListening: ignore };
    lane.waiters.add(waiter);
    this.#size += 1;
    waiter.stopListening = onAbort(signal, () => {
      this.#refuse(waiter, signal.reason);
    });
    return promise;
  }

  /** Grants permission to the next request. Returns whether one was waiting. */
  giveLeave(release: Release): boolean {
    const next = this.#lanes[0]?.order.next();
    if (next === undefined || next.done === true) return false;
    this.#remove(next.value);
    next.value.resolve(release);
    return true;
  }

  /**
   * Rejects all requests that may not wait until a pause ends.
   *
   * @param end By the clock of `performance.now()`.
   */
  rejectImpatient(end: number): void {
    const now = performance.now();
    for (const { waiters } of this.#lanes.slice()) {
      for (const waiter of waiters) {
        if ((waiter.since ?? now) + waiter.patience < end)
          this.#refuse(waiter, new LimiterPausedError(end - now));
      }
    }
  }

  /** Rejects all waiting requests. */
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
  // No listener is registered yet.
}
