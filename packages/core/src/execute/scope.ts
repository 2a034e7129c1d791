/** Why a call was ended from outside the request itself. */
export type EndReason = "aborted" | "try" | "total";

/** Thrown inside a call when its time is over or its caller gave up; core turns it into an error of its own. */
export class ScopeEnded {
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    this.reason = reason;
  }
}

/** The longest time a timer of the platform can hold; anything longer is no limit. */
const longestTimer = 2 ** 31 - 1;

function startTimer(milliseconds: number, onEnd: () => void): ReturnType<typeof setTimeout> | undefined {
  return milliseconds > longestTimer ? undefined : setTimeout(onEnd, milliseconds);
}

/**
 * The life of one call: its caller's signal, its total time and the stage it is in (a wait, a try). One stage runs at
 * a time and has one abort signal. Everything is let go of in `dispose`: a caller's signal may live for years.
 */
export class CallScope {
  readonly #callerSignal: AbortSignal | undefined;
  readonly #totalTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #deadline: number;
  readonly #onCallerAbort = (): void => {
    this.#end("aborted");
  };
  #stage: AbortController | undefined;
  #stageTimer: ReturnType<typeof setTimeout> | undefined;
  #rejectStage: ((ended: ScopeEnded) => void) | undefined;
  #ended: EndReason | undefined;

  constructor(callerSignal: AbortSignal | undefined, totalTimeout: number) {
    this.#callerSignal = callerSignal;
    this.#deadline = performance.now() + totalTimeout;
    if (callerSignal?.aborted === true) {
      this.#ended = "aborted";
      return;
    }
    callerSignal?.addEventListener("abort", this.#onCallerAbort, { once: true });
    this.#totalTimer = startTimer(totalTimeout, () => {
      this.#end("total");
    });
  }

  /** Milliseconds until the total time is over. */
  get remaining(): number {
    return this.#deadline - performance.now();
  }

  #end(reason: EndReason): void {
    // A try's time-out ends the try only; the other two end the call.
    if (reason !== "try") this.#ended ??= reason;
    const ended = new ScopeEnded(reason);
    this.#rejectStage?.(ended);
    this.#stage?.abort(ended);
  }

  /**
   * Runs one stage of the call with a signal that is alive until the stage is over, and no longer than allowed even
   * where the work does not listen to its signal.
   *
   * @param timeout Milliseconds for this stage alone.
   * @throws ScopeEnded when the caller gave up, or the stage's or the call's time is over.
   */
  async run<Result>(work: (signal: AbortSignal) => Promise<Result>, timeout = Infinity): Promise<Result> {
    if (this.#ended !== undefined) throw new ScopeEnded(this.#ended);
    const stage = new AbortController();
    this.#stage = stage;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#rejectStage = reject;
        this.#stageTimer = startTimer(timeout, () => {
          this.#end("try");
        });
        work(stage.signal).then(resolve, reject);
      });
    } finally {
      clearTimeout(this.#stageTimer);
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

  /** Lets go of the caller's signal and of all timers. */
  dispose(): void {
    clearTimeout(this.#totalTimer);
    this.#callerSignal?.removeEventListener("abort", this.#onCallerAbort);
  }
}
