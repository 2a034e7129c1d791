import { LimiterPausedError } from "./limiter-paused-error.ts";
import { StartWindow } from "./start-window.ts";
import { type Release, WaitingLine } from "./waiting-line.ts";

/** The limits of a limiter. `Infinity` means unlimited. */
export interface Limits {
  readonly concurrency: number;
  readonly limit: number;
  readonly interval: number;
}

/** The longest delay of a platform timer, in milliseconds; a longer one fires at once. */
const longestTimer = 2 ** 31 - 1;

/** The limiter of one process. All times are by the clock of `performance.now()`. */
export class ProcessLimiter {
  readonly #concurrency: number;
  readonly #starts: StartWindow | undefined;
  readonly #line = new WaitingLine(() => {
    this.#sleepUntil(Infinity);
  });
  #underWay = 0;
  #resumeAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;

  constructor({ concurrency, limit, interval }: Limits) {
    this.#concurrency = concurrency;
    if (limit !== Infinity) this.#starts = new StartWindow(limit, interval);
  }

  async acquire(
    signal: AbortSignal,
    priority: number,
    patience = Infinity,
    perPause = false,
  ): Promise<Release> {
    signal.throwIfAborted();
    const now = performance.now();
    if (this.#line.size === 0 && this.#isFree && this.#nextStart(now) <= now) return this.#start(now);
    const pause = this.#resumeAt - now;
    if (pause > Math.max(0, patience)) throw new LimiterPausedError(pause);
    const permission = this.#line.join(signal, priority, patience, perPause);
    this.#serve();
    return permission;
  }

  /** Grants no permission before a point in time, unless a longer pause is active. */
  pause(resumeAt: number): void {
    if (resumeAt <= this.#resumeAt) return;
    this.#resumeAt = resumeAt;
    this.#line.rejectImpatient(resumeAt);
    this.#serve();
  }

  /** Whether another request may run. */
  get #isFree(): boolean {
    return this.#underWay < this.#concurrency;
  }

  /** When the next request may start, as far as the pause and the interval allow. */
  #nextStart(now: number): number {
    return Math.max(this.#resumeAt, this.#starts?.nextAt(now) ?? -Infinity);
  }

  #start(now: number): Release {
    this.#underWay += 1;
    this.#starts?.add(now);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#underWay -= 1;
      if (this.#line.size === 0) return;
      // Lets the caller report a pause that the vendor requested before the next request starts.
      queueMicrotask(() => {
        this.#serve();
      });
    };
  }

  /** Grants permission to all requests that may start now, and sets a timer for those that may start later. */
  #serve(): void {
    const now = performance.now();
    while (this.#line.size > 0 && this.#isFree && this.#nextStart(now) <= now) {
      this.#line.giveLeave(this.#start(now));
    }
    // If no further request may run, the end of a running one wakes the limiter.
    this.#sleepUntil(this.#line.size > 0 && this.#isFree ? this.#nextStart(now) : Infinity);
  }

  /** Sets the timer only while requests wait for it, because a timer keeps the process alive. */
  #sleepUntil(moment: number): void {
    if (moment === this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = moment;
    if (moment === Infinity) return;
    const wait = Math.min(longestTimer, Math.ceil(moment - performance.now()));
    this.#timer = setTimeout(() => {
      this.#wakeAt = Infinity;
      this.#serve();
    }, wait);
  }
}
