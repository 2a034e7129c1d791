import { BodyTooLarge } from "./body.ts";
import type { CallResult } from "./call.ts";
import type { Authorization } from "./credentials.ts";
import type { Engine } from "./engine.ts";
import { ApiError, CallError, KelasError, type Outcome } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import {
  cleanIssues,
  connectionError,
  durationText,
  endedError,
  innerError,
  logText,
  mayAskAgain,
  mismatchError,
  pausedError,
  refusalError,
  tooLargeError,
  unreadableError,
} from "./failures.ts";
import type { Limiter } from "./limiter.ts";
import { LimiterPausedError } from "./limiter-pause.ts";
import { noLine } from "./logging.ts";
import { interpret, type Meaning, type Mismatch, type Refusal } from "./reply.ts";
import { printableQuery } from "./request/encode.ts";
import { backoff, longestVendorWait, maySendAgain, outcomeOfStatus, vendorWait } from "./retry-policy.ts";
import { ScopeEnded } from "./scope.ts";
import { type Answer, type Attempt, Departures, sendOnce } from "./send.ts";
import { TransportFailure } from "./transport/failure.ts";
import { callUserFunction, isThenable } from "./user-function.ts";

/** What one try has come to. */
interface Result extends Answer {
  readonly meaning: Meaning;
}

/** Thrown when a try has had no complete answer. */
class TryFailed extends Error {
  override readonly cause: unknown;
  /** What is known about the effect of what has left in it. */
  readonly outcome: Outcome;
  /** The status that had come by then. */
  readonly answered: number | undefined;

  constructor(cause: unknown, { outcome, answered }: Departures) {
    super("The try has failed.");
    this.cause = cause;
    this.outcome = outcome;
    this.answered = answered;
  }
}

type Next = (attempt: Attempt) => Promise<Result>;

/** One thing that stands around every request. */
interface Step {
  readonly name: string;
  /** Hands the attempt on, as often as it needs to, and gives what came of it. */
  readonly run: (attempt: Attempt, next: Next) => Promise<Result>;
}

/** Waits before another try. Gives false, at once, when none is left or the wait would be too long. */
async function waitForNextTry(exchange: Exchange, asked: number | undefined): Promise<boolean> {
  const { engine, options, plan, scope } = exchange;
  if (exchange.failures >= (options.retries ?? engine.retries)) return false;
  exchange.failures += 1;
  const wait = asked ?? backoff(exchange.failures, Math.random());
  if ((asked ?? 0) > longestVendorWait || wait >= scope.remaining) return false;
  const logger = engine.logger();
  if (logger.info !== noLine)
    void logger.info(`${engine.vendor} ${plan.operation}: trying again in ${durationText(wait)}`);
  await scope.sleep(wait);
  return true;
}

/** Whether a try that had no complete answer was followed by a wait for another; else throws what became of the call. */
async function waitAfterFailure(exchange: Exchange, { cause, outcome, answered }: TryFailed): Promise<void> {
  if (cause instanceof BodyTooLarge) throw tooLargeError(exchange, cause);
  if (cause instanceof ScopeEnded) {
    const mayRepeat = cause.reason === "try" && maySendAgain({ outcome }, exchange.plan.repeatable);
    if (mayRepeat && (await waitForNextTry(exchange, undefined))) return;
    throw cause;
  }
  if (!(cause instanceof TransportFailure)) {
    const after = answered === undefined ? "" : ` after the vendor had answered ${answered}`;
    throw innerError(exchange, `a middleware failed${after}`, cause, false);
  }
  const { mayHeal } = cause;
  const mayRepeat = maySendAgain({ outcome, mayHeal }, exchange.plan.repeatable);
  if (mayRepeat && (await waitForNextTry(exchange, undefined))) return;
  throw connectionError(exchange, cause);
}

/** Sends again what may be sent again. */
const retry: Step = {
  name: "retry",
  async run(attempt, next) {
    const { exchange } = attempt;
    for (;;) {
      // For a call that is already over nothing is sent, not even a token request.
      exchange.scope.check();
      let result: Result;
      try {
        result = await next(attempt);
      } catch (error) {
        if (!(error instanceof TryFailed)) throw error;
        await waitAfterFailure(exchange, error);
        continue;
      }
      const { meaning, response } = result;
      if (meaning.kind !== "refusal") return result;
      const { status, outcome } = meaning;
      const mayRepeat = maySendAgain({ status, outcome }, exchange.plan.repeatable);
      if (!mayRepeat || !(await waitForNextTry(exchange, vendorWait(response, Date.now())))) return result;
    }
  },
};

/**
 * Asks the credential for something, and again where the reason of its failure may be gone in a moment. The tries that
 * an inner request has had count as the call's own, so that retries do not multiply.
 */
async function askCredential<Given>(
  exchange: Exchange,
  failure: string,
  ask: () => Given | PromiseLike<Given>,
): Promise<Given> {
  for (;;) {
    try {
      const given = ask();
      // Of any kind: a credential of the user's may hand over the call for its token.
      if (!isThenable(given)) return given;
      const asking = Promise.resolve(given);
      // What it throws is thrown below, or of no interest to a call that is over by then.
      asking.catch(() => undefined);
      // The renewal serves all calls and goes on when this one is given up.
      return await exchange.scope.run(() => asking);
    } catch (error) {
      if (error instanceof ScopeEnded) throw error;
      if (CallError.isInstance(error)) exchange.failures += Math.max(0, error.attempts - 1);
      const pause = ApiError.isInstance(error) ? error.retryAfter : undefined;
      if (!mayAskAgain(error) || !(await waitForNextTry(exchange, pause)))
        throw innerError(exchange, failure, error, true);
    }
  }
}

/** Proves who calls, and once more with something newer where the vendor rejects it. */
const credential: Step = {
  name: "credential",
  async run({ exchange }, next) {
    const { credential: owner, operation } = exchange.plan;
    if (owner === undefined) return next({ exchange, authorization: undefined });
    const send = (authorization: Authorization): Promise<Result> => {
      exchange.uses(authorization);
      return next({ exchange, authorization });
    };
    const given = await askCredential(exchange, "the token could not be got", () => owner.prepare());
    const result = await send(given);
    if (!isRejection(result)) return result;
    if (exchange.isRenewed) {
      owner.stillRejected?.(given, operation);
      return result;
    }
    exchange.isRenewed = true;
    const newer = await askCredential(
      exchange,
      "the vendor rejected the token, and it could not be renewed",
      () => owner.renew(given, operation),
    );
    if (newer === undefined) return result;
    exchange.scope.check();
    const second = await send(newer);
    if (isRejection(second)) owner.stillRejected?.(newer, operation);
    return second;
  },
};

function isRejection({ meaning }: Result): boolean {
  return meaning.kind === "refusal" && meaning.tokenRejected;
}

async function acquireSlot(exchange: Exchange, limiter: Limiter): Promise<() => unknown> {
  const { scope, plan } = exchange;
  let acquiring: Promise<() => unknown> | undefined;
  try {
    return await scope.run((signal) => {
      const patience = Math.min(longestVendorWait, scope.remaining);
      acquiring = limiter.acquire(signal, plan.tokenRequest ? 1 : 0, patience);
      return acquiring;
    });
  } catch (error) {
    // A slot that is given after all must not stay taken; a refusal is the error that is thrown below.
    acquiring?.then(
      (release) => {
        giveBack(exchange, release);
      },
      () => undefined,
    );
    if (error instanceof ScopeEnded) throw error;
    if (LimiterPausedError.isInstance(error)) throw pausedError(exchange, error.retryAfter);
    throw innerError(exchange, "the limiter failed", error, false);
  }
}

/** A limiter of the user's cannot fail a call: an order that was placed must not look failed because a slot was not taken back. */
function logLimiterFailure(exchange: Exchange, what: string): (thrown: unknown) => void {
  return (thrown) => {
    const { engine } = exchange;
    void engine
      .logger()
      .error(logText(exchange, `The limiter of the ${engine.vendor} client ${what}`, thrown));
  };
}

function giveBack(exchange: Exchange, release: () => unknown): void {
  callUserFunction(release, logLimiterFailure(exchange, "took no slot back"));
}

function pauseQueue(exchange: Exchange, limiter: Limiter, { response }: Result): void {
  const now = Date.now();
  const wait = vendorWait(response, now);
  if (wait === undefined) return;
  callUserFunction(() => limiter.pauseUntil(now + wait), logLimiterFailure(exchange, "could not pause"));
}

/** Waits for the client's limiter, and pauses it where the vendor asks for that. */
const limit: Step = {
  name: "limit",
  run(attempt, next) {
    const { exchange } = attempt;
    const { limiter } = exchange.engine;
    return limiter === undefined ? next(attempt) : sendInSlot(attempt, next, limiter);
  },
};

async function sendInSlot(attempt: Attempt, next: Next, limiter: Limiter): Promise<Result> {
  const { exchange } = attempt;
  const release = await acquireSlot(exchange, limiter);
  try {
    const result = await next(attempt);
    if (result.response.status === 429) pauseQueue(exchange, limiter, result);
    return result;
  } finally {
    // Before any wait for the next try: a slot is for requests that are under way.
    giveBack(exchange, release);
  }
}

function logTry(exchange: Exchange, result: string, started: number): void {
  const { engine, plan, request, label, attempts } = exchange;
  const query = request.url.split("?", 2)[1];
  const shown = query === undefined ? "" : `?${printableQuery(query)}`;
  const time = durationText(performance.now() - started);
  void engine
    .logger()
    .debug(`${engine.vendor} ${plan.operation} ${label}${shown} ${result} in ${time} (try ${attempts})`);
}

/** Makes one try in its time, and notes what it has come to. */
const attemptOnce: Step = {
  name: "attempt",
  async run(attempt, next) {
    const { exchange } = attempt;
    const isLogged = exchange.engine.logger().debug !== noLine;
    const started = isLogged ? performance.now() : 0;
    exchange.attempts += 1;
    try {
      const result = await next(attempt);
      if (isLogged) logTry(exchange, String(result.response.status), started);
      return result;
    } catch (error) {
      if (isLogged && error instanceof TryFailed) {
        const { cause } = error;
        const words = cause instanceof Error ? exchange.clean(cause.message) : "no answer";
        logTry(exchange, words, started);
      }
      throw error;
    }
  },
};

/** The end of the way: the request leaves, and the answer is read and understood. */
async function exchangeOnce(attempt: Attempt): Promise<Result> {
  const { exchange } = attempt;
  const departures = new Departures();
  let answer: Answer;
  try {
    answer = await exchange.scope.run((signal) => sendOnce(attempt, departures, signal), exchange.timeout);
  } catch (error) {
    departures.end();
    exchange.note(departures.outcome);
    throw new TryFailed(error, departures);
  }
  exchange.note(departures.outcomeBeside(answer.response));
  const { engine, plan, request, options } = exchange;
  try {
    const validation = options.validation ?? engine.validation;
    const meaning = interpret(answer, { engine, plan, request, validation });
    if (meaning.kind !== "reply") exchange.note(meaning.outcome);
    return { ...answer, meaning };
  } catch (error) {
    exchange.note(outcomeOfStatus(answer.response.status));
    throw error;
  }
}

/** What stands around every request, the first outermost. */
const steps: readonly Step[] = [retry, credential, limit, attemptOnce];

const sendThroughSteps: Next = steps.reduceRight<Next>(
  (next, { run }) =>
    (attempt) =>
      run(attempt, next),
  exchangeOnce,
);

function failureOf(exchange: Exchange, { response }: Result, meaning: Refusal | Mismatch): KelasError {
  return meaning.kind === "refusal"
    ? refusalError(exchange, response, meaning)
    : mismatchError(exchange, response, meaning);
}

function errorOf(exchange: Exchange, thrown: unknown): KelasError {
  if (thrown instanceof ScopeEnded) return endedError(exchange, thrown);
  return KelasError.isInstance(thrown) ? thrown : unreadableError(exchange, thrown);
}

interface ErrorClass {
  readonly captureStackTrace?: (error: Error, below: (...values: never[]) => unknown) => void;
}

/** The frames of a stack are few: those of the way through core are left out, so that there is room for the caller's. */
function shownFromOutside(error: KelasError): KelasError {
  (Error as ErrorClass).captureStackTrace?.(error, run);
  return error;
}

/**
 * Sends a call, as often as its rules allow, and gives its reply.
 *
 * @throws KelasError saying what became of it.
 */
export async function run(exchange: Exchange): Promise<CallResult<unknown>> {
  try {
    const result = await sendThroughSteps({ exchange, authorization: undefined });
    const { meaning, response } = result;
    if (meaning.kind !== "reply") throw failureOf(exchange, result, meaning);
    reportDrift(exchange.engine, exchange, meaning.drift);
    return { data: meaning.data, response };
  } catch (error) {
    throw shownFromOutside(errorOf(exchange, error));
  } finally {
    exchange.scope.dispose();
  }
}

function reportDrift({ drift }: Engine, exchange: Exchange, issues: Mismatch["issues"] = []): void {
  if (issues.length > 0) drift.report(exchange.plan.operation, cleanIssues(exchange, issues));
}
