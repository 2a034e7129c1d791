import { KelasError } from "@kelaskit/core";

/** An error that was told came again, so often that each time would fill a log. */
export class RepeatedError extends KelasError {
  static override readonly brand: string = "RepeatedError";
  /** How often it came since it was told last. */
  readonly times: number;
  /** For how long it has come by now, in milliseconds. */
  readonly duration: number;

  /** @param error The newest of them. */
  constructor(error: Error, times: number, duration: number) {
    const again = times === 1 ? "once more" : `${times.toLocaleString("en-US")} more times`;
    const seconds = Math.max(1, Math.round(duration / 1000)).toLocaleString("en-US");
    super(`The same error came ${again} in ${seconds} s: ${error.message}`, { cause: error });
    this.times = times;
    this.duration = duration;
  }
}

/** An error that has come, and comes again. */
interface Repetition {
  readonly since: number;
  newest: Error;
  lastAt: number;
  /** How often it came since it was told last. */
  untold: number;
  /** When it is told how often it came, if it does not end before. */
  tellAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** An error that has not come for so long has ended, in milliseconds: longer than what fails in a loop waits. */
const silence = 5000;
/** How soon it is told how often an error came that does not end, in milliseconds, and how much later each next time. */
const firstSummary = 30_000;
const growth = 4;
const longestSummary = 3_600_000;
/** So many errors at once are told from each other. */
const mostKinds = 100;

/** What two errors have in common that differ only in the row, the job or the moment. */
function kindOf({ name, message }: Error): string {
  return `${name}: ${message.replaceAll(/"[^"]*"|[\w.:@/+-]*\d[\w.:@/+-]*/g, "#")}`;
}

/**
 * Tells of each kind of error once, and then how often it came again: now and then while it lasts, and when it has ended.
 * Another kind is told at once.
 */
export class RepeatedErrors {
  readonly #tell: (error: Error) => void;
  readonly #kinds = new Map<string, Repetition>();

  /** @param tell Hears of errors; must not throw. */
  constructor(tell: (error: Error) => void) {
    this.#tell = tell;
  }

  /** Tells of an error, now or later. */
  readonly hear = (error: Error): void => {
    const kind = kindOf(error);
    const now = performance.now();
    const known = this.#kinds.get(kind);
    if (known !== undefined) {
      known.newest = error;
      known.lastAt = now;
      known.untold += 1;
      return;
    }
    const [oldest] = this.#kinds.keys();
    if (this.#kinds.size >= mostKinds && oldest !== undefined) this.#end(oldest);
    const tellAt = now + firstSummary;
    const repetition = { since: now, newest: error, lastAt: now, untold: 0, tellAt, timer: undefined };
    this.#kinds.set(kind, repetition);
    this.#tell(error);
    this.#look(kind, repetition);
  };

  /** Tells what there is still to tell. */
  close(): void {
    for (const kind of this.#kinds.keys()) this.#end(kind);
  }

  #look(kind: string, repetition: Repetition): void {
    const now = performance.now();
    const { since, lastAt, tellAt } = repetition;
    if (now >= lastAt + silence) {
      this.#end(kind);
      return;
    }
    if (now >= tellAt) {
      this.#tellOf(repetition);
      repetition.tellAt = now + Math.min(longestSummary, growth * (now - since));
    }
    const next = Math.min(lastAt + silence, repetition.tellAt) - now;
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
    this.#tellOf(repetition);
  }

  #tellOf(repetition: Repetition): void {
    const { newest, untold, since, lastAt } = repetition;
    if (untold === 0) return;
    repetition.untold = 0;
    this.#tell(new RepeatedError(newest, untold, lastAt - since));
  }
}
