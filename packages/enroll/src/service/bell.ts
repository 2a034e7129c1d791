import { setImmediate as nextTurn } from "node:timers/promises";
import { type RunClock, waitUntil } from "../run/clock.ts";

/** Lets one waiter sleep until there is something to do. */
export class Bell {
  readonly #clock: RunClock;
  #hasRung = false;
  #wake: (() => void) | undefined;

  constructor(clock: RunClock) {
    this.#clock = clock;
  }

  /** There is something to do. */
  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Waits until it rings, until a moment of the clock, or until the signal is aborted. */
  async wait(moment: number, signal: AbortSignal): Promise<void> {
    if (!this.#hasRung && !signal.aborted) {
      const over = new AbortController();
      const wake = (): void => {
        over.abort();
      };
      this.#wake = wake;
      signal.addEventListener("abort", wake, { once: true });
      await waitUntil(this.#clock, moment, over.signal);
      signal.removeEventListener("abort", wake);
      this.#wake = undefined;
    }
    this.#hasRung = false;
    // Whatever has rung is often followed by a commit, which needs a turn of the event loop.
    await nextTurn();
  }
}
