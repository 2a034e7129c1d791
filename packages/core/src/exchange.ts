import { onAbort } from "./abort-listeners.ts";
import type { Authorization } from "./credentials.ts";
import type { Engine } from "./engine.ts";
import type { CallFacts, Outcome } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { worseOutcome } from "./retry-policy.ts";

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

/** The texts and numbers of a value, however deep: a parameter may be a list of records with a password in each. */
function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") texts.push(next);
    else if (typeof next === "number" || typeof next === "bigint") texts.push(String(next));
    else if (typeof next === "object" && next !== null && !seen.has(next)) {
      seen.add(next);
      for (const entry of Object.values(next)) left.push(entry);
    }
  }
  return texts;
}

/** Texts among the parameters that no error may repeat: all of a token request, else those that are declared secret. */
function secretsIn(
  { tokenRequest, secretParams }: Plan,
  ...given: readonly (object | undefined)[]
): readonly string[] {
  if (!tokenRequest && secretParams.length === 0) return [];
  return given
    .flatMap((params) => Object.entries(params ?? {}))
    .filter(([name]) => tokenRequest || secretParams.includes(name))
    .flatMap(([, value]) => textsIn(value));
}

/** One call under way: what it sends, how far it has got, and what is known about its effect. Lives as long as the call. */
export class Exchange {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly request: CallRequest;
  readonly options: CallOptions;
  readonly scope: CallScope;
  readonly timeout: number;
  readonly totalTimeout: number;
  /** How often it has been sent or tried. */
  attempts = 0;
  /** How many of its repetitions are used up. */
  failures = 0;
  /** A rejected credential has been renewed; that is done once a call. */
  isRenewed = false;
  /** What is known about the effect of everything that has left so far. */
  outcome: Outcome = "not-sent";
  /** What its tries were sent with. */
  readonly authorizations = new Set<Authorization>();
  /** The headers of its requests, also as middleware has left them. */
  readonly sentHeaders: Set<CallRequest["headers"]>;
  /** Secrets among its parameters, as these were when it was made. */
  readonly secretParams: readonly string[];

  constructor(engine: Engine, plan: Plan, request: CallRequest, options: CallOptions, params?: object) {
    this.engine = engine;
    this.plan = plan;
    this.request = request;
    this.options = options;
    this.timeout = options.timeout ?? engine.timeout;
    this.totalTimeout = options.totalTimeout ?? engine.totalTimeout;
    this.scope = new CallScope(options.signal, this.totalTimeout);
    this.sentHeaders = new Set([request.headers]);
    this.secretParams = secretsIn(plan, params, options.extraParams);
  }

  /** Notes what is known about something that has left: the call's effect is never more certain than that of any part of it. */
  note(outcome: Outcome): void {
    this.outcome = worseOutcome(this.outcome, outcome);
  }

  /** The path that is called, without the base URL and the query. */
  get path(): string {
    const [path = ""] = this.request.url.slice(this.plan.baseUrl.length).split("?", 1);
    return path;
  }

  /** Vendor, operation, method and path, as errors begin. */
  get label(): string {
    return `${this.engine.vendor} ${this.plan.operation}: ${this.request.method} ${this.path}`;
  }

  /** The facts of an error about this call. */
  get facts(): CallFacts {
    return {
      vendor: this.engine.vendor,
      operation: this.plan.operation,
      method: this.request.method,
      path: this.path,
      attempts: this.attempts,
      // What only reads has no effect that could be unknown.
      outcome: this.plan.readOnly && this.outcome === "unknown" ? "no-effect" : this.outcome,
    };
  }
}
