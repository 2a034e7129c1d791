import type { CallResult } from "./call.ts";
import { KelasError } from "./errors.ts";
import { type Attempt, type Exchange, TryUnanswered } from "./exchange.ts";
import { logText } from "./failures.ts";
import { errorTypeOf, logAnswer, logFailure, logFields } from "./log-lines.ts";
import { checkedHeaders } from "./request/headers.ts";
import type { CallWatcher, TryWatcher } from "./telemetry.ts";
import type { TransportResponse } from "./transport/transport.ts";
import { countedRequest } from "./upload.ts";
import { callUserFunction } from "./user-function.ts";

/** Loaded with the rest of what most calls do not need: tells a client's telemetry and its log what happens. */

/** Calls the user's telemetry. Its failure does not fail the call: an order that was placed must not look failed. */
function told<Given>(exchange: Exchange, tell: () => Given): Given | undefined {
  let given: Given | undefined;
  // What it returns too late is of no use, but must not end the process when it is rejected.
  void callUserFunction(
    () => (given = tell()),
    (error) => {
      void exchange.plan.logger.error(
        logText(exchange, `The telemetry of the ${exchange.engine.vendor} client failed`, error),
        logFields(exchange),
      );
    },
  );
  return given;
}

/** Tells a call's watcher something. */
export function tellWatcher(exchange: Exchange, tell: (watcher: CallWatcher) => unknown): void {
  const { watcher } = exchange;
  if (watcher !== undefined) told(exchange, () => tell(watcher));
}

/** Starts work in the context of a watcher; at once and in no context if that fails, or does not start it in time. Once, in any case. */
function within<Result>(
  exchange: Exchange,
  watcher: CallWatcher | TryWatcher | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  let started: Promise<Result> | undefined;
  told(exchange, () =>
    watcher?.within?.(() => {
      started ??= work();
    }),
  );
  return (started ??= work());
}

/** Sends an attempt, and tells the telemetry and the log how it ended. */
export async function sendWatched<Result extends { readonly response: TransportResponse }>(
  attempt: Attempt,
  next: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const { exchange } = attempt;
  const { watcher, request } = exchange;
  const started = performance.now();
  const number = exchange.attempts + 1;
  const watched = told(exchange, () => watcher?.startTry?.(number));
  const added = told(exchange, () => watched?.headers && checkedHeaders(watched.headers, "the telemetry"));
  const { onUploadProgress } = exchange.options;
  const counted =
    onUploadProgress &&
    countedRequest(request, number, (progress) => {
      void callUserFunction(
        () => onUploadProgress(progress),
        (thrown) => {
          void exchange.plan.logger.error(
            logText(exchange, "onUploadProgress failed", thrown),
            logFields(exchange),
          );
        },
      );
    });
  exchange.request = counted?.request ?? request;
  if (added !== undefined)
    exchange.request = { ...exchange.request, headers: { ...added, ...exchange.request.headers } };
  try {
    const result = await within(exchange, watched, () => next(attempt));
    counted?.done();
    logAnswer(exchange, result.response, started);
    told(exchange, () => watched?.ended?.({ status: result.response.status }));
    return result;
  } catch (error) {
    const cause = error instanceof TryUnanswered ? error.cause : error;
    if (error instanceof TryUnanswered) logFailure(exchange, cause, started);
    told(exchange, () => watched?.ended?.({ errorType: errorTypeOf(cause) }));
    throw error;
  } finally {
    exchange.request = request;
  }
}

/** Runs a call, and tells the client's telemetry what becomes of it. */
export async function runWatched(
  exchange: Exchange,
  run: () => Promise<CallResult<unknown>>,
): Promise<CallResult<unknown>> {
  const { engine, plan } = exchange;
  const { operation, method, path, evidence, baseUrl, tokenRequest } = plan;
  exchange.watcher = told(exchange, () =>
    engine.telemetry?.startCall({
      vendor: engine.vendor,
      operation,
      method,
      path: plan.response === undefined ? undefined : path,
      evidence,
      baseUrl,
      isTokenRequest: tokenRequest,
    }),
  );
  const ended = (error?: KelasError): void => {
    tellWatcher(exchange, (watcher) => watcher.ended?.({ attempts: exchange.attempts, error }));
  };
  try {
    const result = await within(exchange, exchange.watcher, run);
    ended();
    return result;
  } catch (error) {
    ended(KelasError.isInstance(error) ? error : undefined);
    throw error;
  }
}
