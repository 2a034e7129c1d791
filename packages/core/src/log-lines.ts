import { type Exchange, ScopeEnded } from "./exchange.ts";
import { durationText } from "./failures.ts";
import { type LogFields, noLine } from "./logging.ts";
import { BodyTooLarge, headerOf } from "./reply.ts";
import { printableQuery } from "./request/encode.ts";
import { cleanText } from "./secrets.ts";
import { TransportFailure } from "./transport/failure.ts";
import type { TransportResponse } from "./transport/transport.ts";

/** Writes the log lines of attempts. */

/** The fields of every log line about a call. */
export function logFields({ engine, plan, request, attempts }: Exchange): LogFields {
  return { vendor: engine.vendor, operation: plan.operation, method: request.method, attempt: attempts };
}

/** A name for what left an attempt without an answer: of few values, and none of the request. */
export function errorTypeOf(cause: unknown): string {
  if (cause instanceof ScopeEnded) return cause.reason === "aborted" ? "AbortedError" : "TimeoutError";
  if (cause instanceof BodyTooLarge) return "ResponseMismatchError";
  if (!(cause instanceof TransportFailure)) return "CallError";
  // A user's own fetch may throw anything.
  const { code = "" } = cause;
  return /^[A-Z][A-Z\d_]{1,40}$/.test(code) ? code : "ConnectionError";
}

/** How much of a vendor's request id is logged, in characters. */
const longestId = 200;

function requestIdOf(exchange: Exchange, response: TransportResponse): Pick<LogFields, "requestId"> {
  const id = headerOf(response, exchange.engine.requestIdHeader) ?? "";
  return id === "" ? {} : { requestId: cleanText(exchange, id).slice(0, longestId) };
}

function logTry(exchange: Exchange, words: string, started: number, more: Partial<LogFields>): void {
  const { engine, plan, request, path, attempts } = exchange;
  const query = request.url.split("?", 2)[1];
  const shown = query === undefined ? "" : `?${printableQuery(query)}`;
  const taken = performance.now() - started;
  const line = `${engine.vendor} ${plan.operation} ${request.method} ${path}${shown} ${words} in ${durationText(taken)} (attempt ${attempts})`;
  void plan.logger.debug(line, { ...logFields(exchange), ...more, ms: Math.round(taken) });
}

/** Logs an attempt that was answered. */
export function logAnswer(exchange: Exchange, response: TransportResponse, started: number): void {
  if (exchange.plan.logger.debug === noLine) return;
  const { status } = response;
  logTry(exchange, String(status), started, { status, ...requestIdOf(exchange, response) });
}

/** Logs an attempt that had no complete answer. */
export function logFailure(exchange: Exchange, cause: unknown, started: number): void {
  if (exchange.plan.logger.debug === noLine) return;
  const words = cause instanceof Error ? cleanText(exchange, cause.message) : String(cause);
  logTry(exchange, words, started, { errorType: errorTypeOf(cause) });
}
