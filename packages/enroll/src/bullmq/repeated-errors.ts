import { KelasError } from "@kelaskit/core";

/** Sums up an error that was reported before and keeps repeating, so that it does not fill a log. */
export class RepeatedError extends KelasError {
  static override readonly brand: string = "RepeatedError";
  /** How often it occurred since the last report. */
  readonly times: number;
  /** How long it has been occurring, in milliseconds. */
  readonly duration: number;

  /** @param error The latest occurrence. */
  constructor(error: Error, times: number, duration: number) {
    const again = times === 1 ? "once more" : `${times.toLocaleString("en-US")} more times`;
    const seconds = Math.max(1, Math.round(duration / 1000)).toLocaleString("en-US");
    super(`The same error occurred ${again} in ${seconds} s: ${error.message}`, { cause: error });
    this.times = times;
    this.duration = duration;
  }
}

/** An error that keeps repeating. */
interface Repetition {
  readonly since: number;
  newest: Error;
  lastAt: number;
  /** How often it occurred since the last report. */
  unreported: number;
  /** When the next summary is due, unless the error ends before. */
  reportAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** An error that has not occurred for this long has ended, in milliseconds. It is longer than the pauses of retry loops. */
const silence = 5000;
/** When the first summary of an error that does not end is due, in milliseconds, and by which factor each next one is later. */
const firstSummary = 30_000;
const growth = 4;
const longestSummary = 3_600_000;
/** The most kinds of errors that are tracked at once. */
const mostKinds = 100;

/** The kind of an error: the same for errors that differ only in the row, the job or the time. */
function kindOf({ name, message }: Error): string {
  return `${name}: ${message.replaceAll(/"[^"]*"|[\w.:@/+-]*\d[\w.:@/+-]*/g, "#")}`;
}

/**
 * Reports the first error of each kind at once and sums up its repetitions, less and less often while they last and when they end.
 */
export class RepeatedErrors {
  readonly #report: (error: Error) => void;
  readonly #kinds = new Map<string, Repetition>();

  /** @param report Receives errors; must not throw. */
  constructor(report: (error: Error) => void) {
    this.#report = report;
  }

  /** Takes an error, and reports it now or with a later summary. */
  readonly add = (error: Error): void => {
    const kind = kindOf(error);
    const now = performance.now();
    const known = this.#kinds.get(kind);
    if (known !== undefined) {
      known.newest = error;
      known.lastAt = now;
      known.unreported += 1;
      return;
    }
    const [oldest] = this.#kinds.keys();
    if (this.#kinds.size >= mostKinds && oldest !== undefined) this.#end(oldest);
    const reportAt = now + firstSummary;
    const repetition = { since: now, newest: error, lastAt: now, unreported: 0, reportAt, timer: undefined };
    this.#kinds.set(kind, repetition);
    this.#report(error);
    this.#look(kind, repetition);
  };

  /** Reports the remaining summaries. */
  close(): void {
    for (const kind of this.#kinds.keys()) this.#end(kind);
  }

  #look(kind: string, repetition: Repetition): void {
    const now = performance.now();
    const { since, lastAt, reportAt } = repetition;
    if (now >= lastAt + silence) {
      this.#end(kind);
      return;
    }
    if (now >= reportAt) {
      this.#sumUp(repetition);
      repetition.reportAt = now + Math.min(longestSummary, growth * (now - since));
    }
    const next = Math.min(lastAt + silence, repetition.reportAt) - now;
    repetition.timer = setTimeout(() => {
      this.#look(kind, repetition);
    }, Math.ceil(next));
    repetition.timer.unref();
  }

  #end(kind: string): void {
    const repetition = this.#kinds.get(kind);
    if (repetition === undefined) return;
    clearTimeout(repetition.timer);
    this.#kinds.delete(kind);
    this.#sumUp(repetition);
  }

  #sumUp(repetition: Repetition): void {
    const { newest, unreported, since, lastAt } = repetition;
    if (unreported === 0) return;
    repetition.unreported = 0;
    this.#report(new RepeatedError(newest, unreported, lastAt - since));
  }
}
