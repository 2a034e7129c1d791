import { type RunClock, waitUntil } from "./clock.ts";
import type { RunControl } from "./control.ts";

/** The longest pause a run waits for, in milliseconds: a longer one, such as until the next day, ends the run. */
const longestPause = 3_600_000;
/** The latest time a date can represent; a vendor may ask for more. */
const latest = 8_640_000_000_000_000;
/** By how much a pause must grow to be reported again: every call in progress learns of the same one. */
const worthTelling = 1000;

/** How long a pause may be. */
interface PauseLimit {
  /** The longest pause that is waited for, in milliseconds. */
  readonly longest: number;
  /** Whether a longer one is cut to it; otherwise it ends the run. */
  readonly isCut: boolean;
  /** When the pause ends, to be shared with what continues after this. @default not shared */
  readonly end?: PauseEnd | undefined;
}

/** When a pause ends, by the clock. */
export interface PauseEnd {
  moment: number;
}

/** The end of a pause that nobody has asked for yet. */
export function noPause(): PauseEnd {
  return { moment: -Infinity };
}

/** A run does not wait for long: somebody is waiting for it. */
const ofRuns: PauseLimit = { longest: longestPause, isCut: false };

/** The time during which nothing is sent, because the vendor asked for a pause. */
export class Pause {
  readonly #control: RunControl;
  readonly #clock: RunClock;
  readonly #tell: (until: Date) => void;
  readonly #limit: PauseLimit;
  readonly #end: PauseEnd;

  constructor(control: RunControl, clock: RunClock, tell: (until: Date) => void, limit: PauseLimit = ofRuns) {
    this.#control = control;
    this.#clock = clock;
    this.#tell = tell;
    this.#limit = limit;
    this.#end = limit.end ?? noPause();
  }

  /**
   * The vendor asks for a pause of this many milliseconds.
   *
   * @param message The message of its error.
   */
  ask(asked: number, message: string): void {
    const { longest, isCut } = this.#limit;
    const milliseconds = isCut ? Math.min(asked, longest) : asked;
    // For people only: the time of day may be set while the pause lasts.
    const date = new Date(Math.min(Date.now() + milliseconds, latest));
    if (milliseconds > longest) {
      const reason = `The vendor accepts no more requests before ${date.toISOString()}: ${message.replace(/\.$/, "")}.`;
      this.#control.stop({ reason, cause: undefined });
      return;
    }
    const until = this.#clock.now() + milliseconds;
    const isNews = until - this.#end.moment > worthTelling;
    this.#end.moment = Math.max(this.#end.moment, until);
    if (!isNews || milliseconds < worthTelling) return;
    this.#tell(date);
  }

  /** Waits for its end, or until the run is stopping. */
  async over(): Promise<void> {
    // The pause may grow during the wait.
    while (this.#end.moment > this.#clock.now() && !this.#control.isStopping) {
      await waitUntil(this.#clock, this.#end.moment, this.#control.stopSignal);
    }
  }
}
