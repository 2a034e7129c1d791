import type { StateCounts } from "../journal/take-in.ts";
import type { RunProgress } from "../run-options.ts";

/** At most ten times a second, which is as often as a terminal needs. */
const interval = 100;

/** Counts the rows of a source and reports the progress of the run, at most ten times a second. */
export class Progress {
  total = 0;
  totalIsFinal = false;
  readonly #counts: () => StateCounts;
  readonly #listener: (progress: RunProgress) => void;
  #lastTime = -Infinity;

  constructor(counts: () => StateCounts, listener: (progress: RunProgress) => void) {
    this.#counts = counts;
    this.#listener = listener;
  }

  get now(): RunProgress {
    const { done, failed, unknown, duplicates } = this.#counts();
    return { total: this.total, totalIsFinal: this.totalIsFinal, done, failed, unknown, duplicates };
  }

  /** One more record was read. */
  addRecord(): void {
    this.total += 1;
    this.changed();
  }

  /** Reports the progress, unless that was just done. */
  changed(): void {
    const time = performance.now();
    if (time - this.#lastTime < interval) return;
    this.#lastTime = time;
    this.#listener(this.now);
  }

  /** Reports the final progress. */
  end(): void {
    this.#listener(this.now);
  }
}
