import { onAbort } from "./abort-listeners.ts";
import type { Authorization } from "./credentials.ts";
import type { Engine } from "./engine.ts";
import type { CallFacts, Outcome } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { outcomeOfStatus, worseOutcome } from "./retry-policy.ts";
import type { CallWatcher } from "./telemetry.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** Why a call was ended from outside its request. */
export type EndReason = "aborted" | "try" | "total";

/** Thrown inside a call when it times out or its caller aborts it; core converts it to a public error. */
export class ScopeEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`The call ended: ${reason}.`);
    this.reason = reason;
  }
}

/** The longest delay of a platform timer, in milliseconds; a longer time is no limit. */
export const longestTimer = 2 ** 31 - 1;

/**
 * The lifetime of one call: its caller's signal, its total time and its current stage (a wait, an attempt). One stage runs at
 * a time and has one abort signal. `dispose` releases everything, because a caller's signal may live for years.
 */
export class CallScope {
  #deadline: number;
  readonly #caller: AbortSignal | undefined;
  readonly #forgetCaller: (() => void) | undefined;
  /** Aborts what the current stage has started, even after its end. */
  stage: AbortController | undefined;
  #rejectStage: ((ended: ScopeEnded) => void) | undefined;
  #aborted = false;

  constructor(callerSignal: AbortSignal | undefined, totalTimeout: number) {
    this.#deadline = performance.now() + totalTimeout;
    this.#caller = callerSignal;
    if (callerSignal === undefined) return;
    this.#aborted = callerSignal.aborted;
    this.#forgetCaller = onAbort(callerSignal, () => {
      this.end("aborted");
    });
  }

  /** Milliseconds until the total time is over; set to `Infinity` during a wait that does not count, then to what was left. */
  get remaining(): number {
    return this.#deadline - performance.now();
  }

  set remaining(milliseconds: number) {
    this.#deadline = performance.now() + milliseconds;
  }

  /** Ends the current stage. */
  end(reason: EndReason): void {
    if (reason === "aborted") this.#aborted = true;
    const ended = new ScopeEnded(reason);
    this.#rejectStage?.(ended);
    this.stage?.abort(ended);
  }

  /**
   * Throws `ScopeEnded` if the caller aborted the call or its time is over. The caller's signal is read anew: in a process that was
   * frozen, the timer that would abort it may not have run yet.
   */
  check(): void {
    if (this.#aborted || this.#caller?.aborted === true) throw new ScopeEnded("aborted");
    if (this.remaining <= 0) throw new ScopeEnded("total");
  }

  /**
   * Runs one stage of the call with its own signal, and no longer than allowed even if the work ignores the signal.
   *
   * @param timeout Milliseconds for this stage alone.
   * @throws ScopeEnded when the caller aborts the call, or the stage's or the call's time is over.
   */
  async run<Result>(work: (signal: AbortSignal) => Promise<Result>, timeout = Infinity): Promise<Result> {
    this.check();
    const { remaining } = this;
    const stage = new AbortController();
    this.stage = stage;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#rejectStage = reject;
        // One timer for both limits: whichever comes first.
        const allowed = Math.min(timeout, remaining);
        if (allowed <= longestTimer) {
          timer = setTimeout(() => {
            this.end(timeout <= remaining ? "try" : "total");
          }, allowed);
        }
        work(stage.signal).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.stage = undefined;
      this.#rejectStage = undefined;
    }
  }

  /** Waits. Ends early, with `ScopeEnded`, when the caller aborts the call or its time is over. */
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

  /** Stops listening to the caller's signal. */
  dispose(): void {
    this.#forgetCaller?.();
  }
}

/** The strings and numbers in a value, at any depth: a parameter may be a list of records with a password in each. */
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

/** Parameter values that must not appear in an error: all of a token request, else those that are declared secret. */
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

/** One running call: its request, its progress, and what is known about its effect. Lives as long as the call. */
export class Exchange {
  readonly engine: Engine;
  readonly plan: Plan;
  /** What its attempts send; a watched attempt adds the headers of its trace. */
  request: CallRequest;
  readonly options: CallOptions;
  readonly scope: CallScope;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly limiterWaitCounts: boolean;
  /** How many attempts were made. */
  attempts = 0;
  /** How many of its retries are used up. */
  failures = 0;
  /** Whether a rejected credential has been renewed, which is done once per call. */
  isRenewed = false;
  /** What is known about the effect of everything sent so far. */
  outcome: Outcome = "not-sent";
  /** Whether the caller reads the body of a success. */
  readonly isUnread: boolean | undefined;
  /** What the client's `telemetry` has to say about this call. */
  watcher: CallWatcher | undefined;
  /** The authorizations of its attempts. */
  readonly authorizations = new Set<Authorization>();
  /** The headers of its requests, before and after middleware. */
  readonly sentHeaders: Set<CallRequest["headers"]>;
  /** The secrets among its parameters, copied when the call started. */
  readonly secretParams: readonly string[];

  constructor(
    engine: Engine,
    plan: Plan,
    request: CallRequest,
    options: CallOptions,
    params?: object,
    isUnread?: boolean,
  ) {
    this.engine = engine;
    this.plan = plan;
    this.request = request;
    this.options = options;
    this.isUnread = isUnread;
    this.timeout = options.timeout ?? engine.timeout;
    this.totalTimeout = options.totalTimeout ?? engine.totalTimeout;
    this.limiterWaitCounts = options.limiterWaitCounts ?? engine.limiterWaitCounts;
    this.scope = new CallScope(options.signal, this.totalTimeout);
    this.sentHeaders = new Set([request.headers]);
    this.secretParams = secretsIn(plan, params, options.extraParams);
  }

  /** Records what is known about a request that was sent: the call's effect is never more certain than that of any part of it. */
  note(outcome: Outcome): void {
    this.outcome = worseOutcome(this.outcome, outcome);
  }

  /** The path that is called, without the base URL and the query. */
  get path(): string {
    const [path = ""] = this.request.url.slice(this.plan.baseUrl.length).split("?", 1);
    return path;
  }

  /** Vendor, operation, method and path: the start of an error's message. */
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
      // A read has no effect that could be unknown.
      outcome: this.plan.readOnly && this.outcome === "unknown" ? "no-effect" : this.outcome,
    };
  }
}

interface Departure {
  /** Whether it certainly did not reach the vendor. */
  isNotSent: boolean;
  response: TransportResponse | undefined;
}

function outcomeOf({ isNotSent, response }: Departure): Outcome {
  if (isNotSent) return "not-sent";
  return response === undefined ? "unknown" : outcomeOfStatus(response.status);
}

/** The requests that were sent in one attempt: a middleware may send several, or none. */
export class Departures {
  readonly #all: Departure[] = [];
  #isOver = false;

  /** What is known about the effect of all requests that were sent. */
  get outcome(): Outcome {
    return this.#outcomeWithout(undefined);
  }

  /** The same without the request that an answer belongs to, because the answer itself shows the effect of that one. */
  outcomeBeside(answer: TransportResponse): Outcome {
    if (this.#all.length <= 1) return "not-sent";
    return this.#outcomeWithout(this.#all.find(({ response }) => response === answer) ?? this.#all.at(-1));
  }

  #outcomeWithout(one: Departure | undefined): Outcome {
    let worst: Outcome = "not-sent";
    for (const departure of this.#all) {
      if (departure !== one) worst = worseOutcome(worst, outcomeOf(departure));
    }
    return worst;
  }

  /** Records that middleware sees an answer as another object. */
  isShownAs(response: TransportResponse, shown: Response): void {
    const departure = this.#all.find((one) => one.response === response);
    if (departure !== undefined) departure.response = shown;
  }

  /** The status of the last answer, for errors of a middleware that failed after it. */
  get answered(): number | undefined {
    return this.#all.findLast(({ response }) => response !== undefined)?.response?.status;
  }

  /** Records that a request is being sent. */
  begin(): Departure {
    // The outcome of the attempt has been reported by now and must stay true.
    if (this.#isOver)
      throw new Error("A middleware called next() after its attempt ended; nothing was sent.");
    const departure: Departure = { isNotSent: false, response: undefined };
    this.#all.push(departure);
    return departure;
  }

  /** Records that the attempt has failed: nothing more may be sent. */
  end(): void {
    this.#isOver = true;
  }
}

/** Thrown when an attempt had no complete answer. */
export class TryUnanswered extends Error {
  override readonly cause: unknown;
  readonly outcome: Outcome;
  readonly answered: number | undefined;

  constructor(cause: unknown, { outcome, answered }: Departures) {
    // Nobody sees a message: `errorOf` converts it.
    super();
    this.cause = cause;
    this.outcome = outcome;
    this.answered = answered;
  }
}

/** One attempt of a call. */
export interface Attempt {
  readonly exchange: Exchange;
  /** The authorization of this attempt alone. */
  readonly authorization: Authorization | undefined;
}
