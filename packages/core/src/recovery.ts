import { driftText } from "./drift.ts";
import { ApiError } from "./call-errors.ts";
import { CallError, KelasError, type Outcome } from "./errors.ts";
import { type Exchange, ScopeEnded } from "./exchange.ts";
import {
  cleanIssues,
  connectionError,
  durationText,
  endedError,
  innerError,
  isLasting,
  logText,
  mayAskAgain,
  mismatchError,
  pausedError,
  refusalError,
  tooLargeError,
  unreadableError,
} from "./failures.ts";
import { hasBrand } from "./kelas-error.ts";
import type { Limiter } from "./limiter.ts";
import { longestVendorWait } from "./limiter-pause.ts";
import type { LimiterPausedError } from "./limiter-paused-error.ts";
import { logFields } from "./log-lines.ts";
import { noLine } from "./logging.ts";
import type { Plan } from "./plan.ts";
import type { Meaning, Refusal, Reply } from "./reply.ts";
import { UnverifiedRouteError } from "./request-errors.ts";
import { BodyTooLarge } from "./reply.ts";
import { backoff, maySendAgain } from "./retry-policy.ts";
import { cleanText } from "./secrets.ts";
import { toTransportFailure, TransportFailure } from "./transport/failure.ts";
import type { TransportResponse } from "./transport/transport.ts";
import { callUserFunction, thrownName } from "./user-function.ts";
import { vendorWait } from "./vendor-wait.ts";
import { tellWatcher } from "./watching.ts";

/**
 * Loaded when something first goes wrong: interprets an answer, decides what follows, and reports failures without
 * secrets. A browser in which nothing goes wrong does not load it.
 */

export { judge } from "./judge.ts";
export { buildRawRequest, planRequest } from "./request/raw.ts";
export { unwrittenError } from "./request/params.ts";
export { checkComplete } from "./cut.ts";
export { openAnswer } from "./unread.ts";
export { runWatched, sendWatched, tellWatcher } from "./watching.ts";

/** Creates the error for an operation whose route is only proposed, if the client refuses those. */
export function unverifiedRouteError(
  vendor: string,
  { operation, method, path }: Plan,
): UnverifiedRouteError {
  return new UnverifiedRouteError(vendor, operation, `${method} ${path}`);
}

/** Interprets what a transport threw: whether anything was sent, and whether the failure may be temporary. */
export function readFailure(exchange: Exchange, thrown: unknown): TransportFailure {
  return toTransportFailure(thrown, (text) => cleanText(exchange, text));
}

/** Waits before another attempt. Returns false, without waiting, if none is left or the wait would be too long. */
async function waitForNextTry(exchange: Exchange, asked: number | undefined): Promise<boolean> {
  const { engine, options, plan, scope } = exchange;
  if (exchange.failures >= (options.retries ?? engine.retries)) return false;
  exchange.failures += 1;
  const wait = asked ?? backoff(exchange.failures, Math.random());
  if ((asked ?? 0) > longestVendorWait || wait >= scope.remaining) return false;
  const { logger } = plan;
  if (logger.info !== noLine) {
    const line = `${engine.vendor} ${plan.operation}: retrying in ${durationText(wait)}`;
    void logger.info(line, { ...logFields(exchange), retryIn: Math.round(wait) });
  }
  tellWatcher(exchange, (watcher) => watcher.retrying?.(wait));
  await scope.sleep(wait);
  return true;
}

/** An attempt that had no complete answer. */
export interface UnansweredTry {
  /** What ended it. */
  readonly cause: unknown;
  /** What is known about the effect of everything sent in it. */
  readonly outcome: Outcome;
  /** The status received by then, if any. */
  readonly answered: number | undefined;
}

/**
 * Waits for the next attempt after one that had no complete answer.
 *
 * @throws KelasError or ScopeEnded with the result of the call, if no further attempt may follow.
 */
export async function afterUnanswered(
  exchange: Exchange,
  { cause, outcome, answered }: UnansweredTry,
): Promise<void> {
  if (cause instanceof BodyTooLarge) throw tooLargeError(exchange, cause);
  const { repeatable } = exchange.plan;
  if (cause instanceof ScopeEnded) {
    const mayRepeat = cause.reason === "try" && maySendAgain({ outcome }, repeatable);
    if (mayRepeat && (await waitForNextTry(exchange, undefined))) return;
    throw cause;
  }
  if (!(cause instanceof TransportFailure)) {
    const after = answered === undefined ? "" : ` after the vendor had answered ${answered}`;
    throw innerError(exchange, `a middleware failed${after}`, cause, false);
  }
  const { mayHeal } = cause;
  if (maySendAgain({ outcome, mayHeal }, repeatable) && (await waitForNextTry(exchange, undefined))) return;
  throw connectionError(exchange, cause);
}

/** Waits for the next attempt after the vendor's refusal. Returns false, without waiting, if none may follow. */
export async function afterRefusal(
  exchange: Exchange,
  response: TransportResponse,
  { status, problem }: Refusal,
): Promise<boolean> {
  const { outcome, plan } = exchange;
  const mayHeal = !isLasting(problem.category);
  if (!maySendAgain({ status, outcome, mayHeal }, plan.repeatable)) return false;
  return waitForNextTry(exchange, vendorWait(response, Date.now()));
}

/**
 * Waits before a failed credential is asked again, if the failure may be temporary. The attempts of an inner request count as the
 * call's own, so that retries do not multiply.
 *
 * @param failure What failed, such as `the token could not be obtained`.
 * @throws KelasError with the result of the call, if the credential may not be asked again.
 */
export async function afterCredentialFailure(
  exchange: Exchange,
  failure: string,
  thrown: unknown,
): Promise<void> {
  if (CallError.isInstance(thrown)) exchange.failures += Math.max(0, thrown.attempts - 1);
  const pause = ApiError.isInstance(thrown) ? thrown.retryAfter : undefined;
  if (mayAskAgain(thrown) && (await waitForNextTry(exchange, pause))) return;
  throw innerError(exchange, failure, thrown, true);
}

/** Checked by brand: the class itself is loaded with the limiter. */
function isPaused(error: unknown): error is LimiterPausedError {
  return hasBrand(error, "LimiterPausedError");
}

/** Creates the error of a call whose limiter granted no permission. The end of the call stays what it is. */
export function limiterError(exchange: Exchange, thrown: unknown): KelasError | ScopeEnded {
  if (thrown instanceof ScopeEnded) return thrown;
  return isPaused(thrown)
    ? pausedError(exchange, thrown.retryAfter)
    : innerError(exchange, "the limiter failed", thrown, false);
}

/** Logs the failure of a limiter. It does not fail the call: an order that was placed must not look failed. */
export function logLimiterFailure(exchange: Exchange, what: string, thrown: unknown): void {
  const { engine, plan } = exchange;
  const line = logText(exchange, `The limiter of the ${engine.vendor} client ${what}`, thrown);
  void plan.logger.error(line, logFields(exchange));
}

/** Pauses a limiter if the vendor asks to wait. */
export function pauseLimiter(exchange: Exchange, limiter: Limiter, response: TransportResponse): void {
  const now = Date.now();
  const wait = vendorWait(response, now);
  if (wait === undefined) return;
  void callUserFunction(
    () => limiter.pauseUntil(now + wait),
    (thrown) => {
      logLimiterFailure(exchange, "could not pause", thrown);
    },
  );
}

/** How many reported fields are remembered; a vendor whose keys are data could otherwise fill memory. */
const longestMemory = 10_000;

/** Reports each difference of each operation once. A failing report does not fail the call. */
export function reportDrift(exchange: Exchange, { drift }: Reply): void {
  const { onDrift, reportedDrift, vendor } = exchange.engine;
  const { operation, logger } = exchange.plan;
  const issues = cleanIssues(exchange, drift).filter(
    ({ field }) => !reportedDrift.has(`${operation} ${field}`),
  );
  if (issues.length === 0) return;
  if (reportedDrift.size > longestMemory) reportedDrift.clear();
  for (const { field } of issues) reportedDrift.add(`${operation} ${field}`);
  const text = `${vendor} ${operation}: the reply differs from its declaration. ${driftText(issues)}.`;
  const report = { vendor, operation, issues };
  tellWatcher(exchange, (watcher) => watcher.drifted?.(report));
  const fields = { ...logFields(exchange), drift: issues.map(({ field }) => field) };
  if (onDrift === undefined) {
    void logger.warn(text, fields);
    return;
  }
  void callUserFunction(
    () => onDrift(report),
    (thrown) => {
      void logger.error(`onDrift threw ${thrownName(thrown)}. The report was: ${text}`, fields);
    },
  );
}

/** Creates the error of a call whose answer is not a reply. */
export function answerError(
  exchange: Exchange,
  response: TransportResponse,
  meaning: Exclude<Meaning, Reply>,
): KelasError {
  return meaning.kind === "refusal"
    ? refusalError(exchange, response, meaning)
    : mismatchError(exchange, response, meaning);
}

/** Creates the error of a call from whatever ended it. */
export function errorOf(exchange: Exchange, thrown: unknown): KelasError {
  if (thrown instanceof ScopeEnded) return endedError(exchange, thrown);
  return KelasError.isInstance(thrown) ? thrown : unreadableError(exchange, thrown);
}
