import { type RunClock, waitUntil } from "./clock.ts";
import type { RunControl } from "./control.ts";

/** The longest pause that is waited for, in milliseconds: for a longer one, say until the next day, the run ends. */
const longestPause = 3_600_000;
/** The last moment that a date can hold; a vendor may ask for more. */
const latest = 8_640_000_000_000_000;
/** By how much a pause must grow to be told again: every call under way hears of the same one. */
const worthTelling = 1000;

/** The time in which nothing is sent, since the vendor has asked for it. */
export class Pause {
  readonly #control: RunControl;
  readonly #clock: RunClock;
  readonly #tell: (until: Date) => void;
  #until = -Infinity;

  constructor(control: RunControl, clock: RunClock, tell: (until: Date) => void) {
    this.#control = control;
    this.#clock = clock;
    this.#tell = tell;
  }

  /**
   * The vendor asks for so many milliseconds.
   *
   * @param words Its own words.
   */
  ask(milliseconds: number, words: string): void {
    // For people only: the time of day may be set while the pause lasts.
    const date = new Date(Math.min(Date.now() + milliseconds, latest));
    if (milliseconds > longestPause) {
      const reason = `The vendor takes no more before ${date.toISOString()}: ${words.replace(/\.$/, "")}.`;
      this.#control.stop({ reason, cause: undefined });
      return;
    }
    const until = this.#clock.now() + milliseconds;
    const isNews = until - this.#until > worthTelling;
    this.#until = Math.max(this.#until, until);
    if (!isNews || milliseconds < worthTelling) return;
    this.#tell(date);
  }

  /** Waits for its end, or until the run is stopping. */
  async over(): Promise<void> {
    // It may grow while this waits.
    while (this.#until > this.#clock.now() && !this.#control.isStopping) {
      await waitUntil(this.#clock, this.#until, this.#control.stopSignal);
    }
  }
}
