import { onAbort } from "./abort-listeners.ts";

/** Why a call was ended from outside the request itself. */
export type EndReason = "aborted" | "try" | "total";

/** Thrown inside a call when its time is over or its caller gave up; core turns it into an error of its own. */
export class ScopeEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`The call ended: ${reason}.`);
    this.reason = reason;
  }
}

/** The longest time a timer of the platform can hold; anything longer is no limit. */
const longestTimer = 2 ** 31 - 1;

/**
 * The life of one call: its caller's signal, its total time and the stage it is in (a wait, a try). One stage runs at
 * a time and has one abort signal. Everything is let go of in `dispose`: a caller's signal may live for years.
 */
export class CallScope {
  readonly #deadline: number;
  readonly #forgetCaller: (() => void) | undefined;
  #stage: AbortController | undefined;
  #rejectStage: ((ended: ScopeEnded) => void) | undefined;
  #aborted = false;

  constructor(callerSignal: AbortSignal | undefined, totalTimeout: number) {
    this.#deadline = performance.now() + totalTimeout;
    if (callerSignal === undefined) return;
    this.#aborted = callerSignal.aborted;
    this.#forgetCaller = onAbort(callerSignal, () => {
      this.#end("aborted");
    });
  }

  /** Milliseconds until the total time is over. */
  get remaining(): number {
    return this.#deadline - performance.now();
  }

  #end(reason: EndReason): void {
    if (reason === "aborted") this.#aborted = true;
    const ended = new ScopeEnded(reason);
    this.#rejectStage?.(ended);
    this.#stage?.abort(ended);
  }

  /** Throws `ScopeEnded` when the caller gave up or the call's time is over. */
  check(): void {
    if (this.#aborted) throw new ScopeEnded("aborted");
    if (this.remaining <= 0) throw new ScopeEnded("total");
  }

  /**
   * Runs one stage of the call with a signal that is alive until the stage is over, and no longer than allowed even
   * where the work does not listen to its signal.
   *
   * @param timeout Milliseconds for this stage alone.
   * @throws ScopeEnded when the caller gave up, or the stage's or the call's time is over.
   */
  async run<Result>(work: (signal: AbortSignal) => Promise<Result>, timeout = Infinity): Promise<Result> {
    this.check();
    const { remaining } = this;
    const stage = new AbortController();
    this.#stage = stage;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#rejectStage = reject;
        // One timer serves both limits: whichever comes first.
        const allowed = Math.min(timeout, remaining);
        if (allowed <= longestTimer) {
          timer = setTimeout(() => {
            this.#end(timeout <= remaining ? "try" : "total");
          }, allowed);
        }
        work(stage.signal).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#stage = undefined;
      this.#rejectStage = undefined;
    }
  }

  /** Waits. Ends early, with `ScopeEnded`, when the caller gives up or the call's time is over. */
  async sleep(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.run(
        () =>
          new Promise<void>((resolve) => {
            timer = setTimeout(resolve, milliseconds);
          }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets go of the caller's signal. */
  dispose(): void {
    this.#forgetCaller?.();
  }
}
