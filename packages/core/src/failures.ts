import { describe } from "./describe.ts";
import { driftIssue, driftText } from "./drift.ts";
import type { ErrorCategory } from "./engine.ts";
import {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  NotModifiedError,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  TimeoutError,
  ValidationError,
} from "./call-errors.ts";
import { CallError, type CallFacts, ConfigurationError, KelasError } from "./errors.ts";
import type { Exchange, ScopeEnded } from "./exchange.ts";
import { mediaTypeOf, type Mismatch, type Refusal } from "./reply.ts";
import { InvalidParamsError, UnverifiedRouteError } from "./request-errors.ts";
import type { BodyTooLarge } from "./reply.ts";
import { maySendAgain } from "./retry-policy.ts";
import { Scrubber } from "./scrub/scrubber.ts";
import { cleanText, secretsOf } from "./secrets.ts";
import { oneLine, type TransportFailure } from "./transport/failure.ts";
import { headersOf } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";
import { vendorWait } from "./vendor-wait.ts";

/** Creates every error of a running call: message, class and fields. */

type ApiErrorClass = new (
  message: string,
  facts: CallFacts,
  details: ApiErrorDetails,
  options?: ErrorOptions,
) => ApiError;

const classes: Readonly<Record<ErrorCategory, ApiErrorClass>> = {
  "bad-request": BadRequestError,
  authentication: AuthenticationError,
  permission: PermissionError,
  "not-found": NotFoundError,
  conflict: ConflictError,
  validation: ValidationError,
  "rate-limit": RateLimitError,
  server: ServerError,
};

function classOf(status: number): ApiErrorClass {
  switch (status) {
    case 304:
      return NotModifiedError;
    case 401:
      return AuthenticationError;
    case 403:
      return PermissionError;
    case 404:
    case 410:
      return NotFoundError;
    case 409:
      return ConflictError;
    case 422:
      return ValidationError;
    case 429:
      return RateLimitError;
    default:
      if (status >= 500) return ServerError;
      return status >= 400 ? BadRequestError : ApiError;
  }
}

const unknownEffect = " It may or may not have been carried out: check before sending it again.";

/** The warning for a write whose effect is not known. */
function effectText({ outcome }: CallFacts): string {
  return outcome === "unknown" ? unknownEffect : "";
}

/** The hint for a 404 or 405 if the route is a guess. */
function routeText({ plan }: Exchange, status: number): string {
  if (plan.evidence !== "proposed" || (status !== 404 && status !== 405)) return "";
  return ` The route is only proposed and may be wrong: set the real one with routes: { "${plan.operation}": "METHOD /path" }.`;
}

function triesText({ attempts }: Exchange): string {
  return attempts > 1 ? ` after ${attempts} attempts` : "";
}

/** A duration as text: `500 ms`, `30 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}

/** How much of a body that is not JSON is kept, in characters. */
const excerptLength = 2000;
const longestWords = 500;
/** How many invalid fields are kept: errors are read by people. */
const mostFields = 1000;

/** A text without secrets, cut to a readable length. */
function shortened(words: string, scrubber: Scrubber): string {
  const clean = scrubber.beginning(words, longestWords);
  return words.length <= longestWords ? clean : `${clean.trimEnd()}…`;
}

/** What was thrown, as the end of a sentence without its full stop. */
function thrownText(exchange: Exchange, thrown: unknown): string {
  // The effect of a token request does not matter here, and could be mistaken for that of the order.
  if (KelasError.isInstance(thrown)) return thrown.message.replaceAll(unknownEffect, "").replace(/\.$/, "");
  if (!(thrown instanceof Error)) return `${describe(thrown)} was thrown`;
  const words = oneLine(thrown.message, (text) => cleanText(exchange, text)).replace(/\.$/, "");
  return thrown.name === "Error" ? words : `${thrown.name}: ${words}`;
}

/** HTTP/2 has no reason phrases. */
function reasonOf({ statusText = "" }: TransportResponse): string {
  return statusText === "" ? "no reason was given" : statusText;
}

/** Creates the error for the vendor's refusal. */
export function refusalError(exchange: Exchange, response: TransportResponse, refusal: Refusal): ApiError {
  const { engine, plan, facts } = exchange;
  const { status, problem } = refusal;
  const scrubber = new Scrubber(secretsOf(exchange));
  const words = shortened(problem.message ?? reasonOf(response), scrubber);
  const end = /[.!?…]$/.test(words) ? "" : ".";
  const message = `${exchange.label} ${status}: ${words}${end}${effectText(facts)}${routeText(exchange, status)}`;
  const headers = headersOf(response);
  const body =
    typeof refusal.body === "string"
      ? scrubber.beginning(refusal.body, excerptLength)
      : scrubber.value(refusal.body);
  const Class = problem.category === undefined ? classOf(status) : classes[problem.category];
  return new Class(message, facts, {
    status,
    code: problem.code === undefined ? undefined : shortened(problem.code, scrubber),
    requestId: shortened(headers.get(engine.requestIdHeader) ?? "", scrubber) || undefined,
    body: plan.tokenRequest ? undefined : body,
    fields: problem.fields?.slice(0, mostFields).map(({ field, message: about }) => ({
      field: shortened(field, scrubber),
      message: shortened(about, scrubber),
    })),
    retryAfter: vendorWait(response, Date.now()),
    headers: status === 304 ? keptHeaders(headers, scrubber) : undefined,
  });
}

/** Headers of a 304 that a cache needs; others may contain anything, such as a cookie. */
const cacheHeaders = [
  "age",
  "cache-control",
  "content-location",
  "date",
  "etag",
  "expires",
  "last-modified",
  "vary",
];

function keptHeaders(headers: Headers, scrubber: Scrubber): Readonly<Record<string, string>> {
  return Object.fromEntries(
    cacheHeaders.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, scrubber.text(value)]];
    }),
  );
}

/** Removes secrets from differences: field names in a reply are chosen by the vendor and may repeat what it was sent. */
export function cleanIssues(
  exchange: Exchange,
  issues: Mismatch["issues"] = [],
): NonNullable<Mismatch["issues"]> {
  if (issues.length === 0) return issues;
  const scrubber = new Scrubber(secretsOf(exchange));
  return issues.map(({ field, expected, received }) => driftIssue(scrubber.text(field), expected, received));
}

/** Creates the error for an unexpected reply. */
export function mismatchError(
  exchange: Exchange,
  response: TransportResponse,
  { status, reason, text, issues }: Mismatch,
): ResponseMismatchError {
  const { facts, plan } = exchange;
  const found = cleanIssues(exchange, issues);
  const words = found.length === 0 ? reason : `${reason}. ${driftText(found)}`;
  return new ResponseMismatchError(`${exchange.label} ${status}: ${words}.${effectText(facts)}`, facts, {
    status,
    mediaType: mediaTypeOf(response),
    issues: found,
    excerpt:
      text === undefined || plan.tokenRequest
        ? undefined
        : new Scrubber(secretsOf(exchange)).beginning(text, excerptLength),
  });
}

/** Creates the error for a successful reply that is larger than allowed. */
export function tooLargeError(exchange: Exchange, { limit, status }: BodyTooLarge): ResponseMismatchError {
  const { facts, label } = exchange;
  const message = `${label}: the reply is larger than maxResponseBytes allows (${limit} bytes) and was not read further.${effectText(facts)}`;
  return new ResponseMismatchError(message, facts, { status });
}

/** A foreign error, or a reduced copy if it contains a secret or extra fields, which may be parts of the request. */
function cleanCause(exchange: Exchange, cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  const message = cleanText(exchange, cause.message);
  const stack = cleanText(exchange, cause.stack ?? "");
  const isPlain = Object.keys(cause).length === 0 && cause.cause === undefined;
  if (isPlain && message === cause.message && stack === (cause.stack ?? "")) return cause;
  const copy = new Error(message);
  return Object.defineProperties(copy, { name: { value: cause.name }, stack: { value: stack } });
}

/** Creates the error for a failed connection, or for a bug in a function that sends requests, such as the user's own fetch. */
export function connectionError(exchange: Exchange, failure: TransportFailure): CallError {
  const { facts, label } = exchange;
  if (failure.kind === "slip") {
    const message = `${label}: the transport failed: ${failure.message}.${effectText(facts)}`;
    return new CallError(message, facts, { cause: cleanCause(exchange, failure.cause) });
  }
  const message = `${label}: ${failure.message}${triesText(exchange)}.${effectText(facts)}`;
  return new ConnectionError(message, facts, failure.code);
}

/** Creates the error for a call that was aborted or timed out. */
export function endedError(exchange: Exchange, { reason }: ScopeEnded): AbortedError | TimeoutError {
  const { facts, label, attempts, timeout, totalTimeout, limiterWaitCounts } = exchange;
  const where = attempts === 0 ? " before anything was sent" : triesText(exchange);
  const effect = effectText(facts);
  if (reason === "aborted") return new AbortedError(`${label}: aborted${where}.${effect}`, facts);
  const queued = limiterWaitCounts ? "with" : "without";
  const counted = exchange.engine.limiter === undefined ? "" : `, ${queued} waits for the limiter`;
  const [limit, option] = reason === "try" ? [timeout, "timeout"] : [totalTimeout, `totalTimeout${counted}`];
  const message = `${label}: no complete answer within ${durationText(limit)} (${option})${where}.${effect}`;
  return new TimeoutError(message, facts, limit, reason);
}

/** Creates the error for a limiter that is paused for longer than the call may wait, as the vendor asked in reply to another call. */
export function pausedError(exchange: Exchange, retryAfter: number): RateLimitError {
  const { facts, label } = exchange;
  const sent = exchange.attempts === 0 ? " was not sent" : "";
  const message = `${label}${sent}: rate-limited by the vendor for another ${durationText(retryAfter)}.${effectText(facts)}`;
  return new RateLimitError(message, facts, { status: 429, retryAfter });
}

/** Creates the error for an answer that could not be read because of a bug in the code that reads it. */
export function unreadableError(exchange: Exchange, thrown: unknown): CallError {
  const { facts, label } = exchange;
  const message = `${label}: the answer could not be read: ${thrownText(exchange, thrown)}.${effectText(facts)}`;
  return new CallError(message, facts, { cause: thrown });
}

/**
 * Whether the vendor's reader places an error in a class that no retry heals, whatever its status: some vendors answer an
 * invalid field with 500.
 */
export function isLasting(category: ErrorCategory | undefined): boolean {
  return category !== undefined && category !== "rate-limit" && category !== "server";
}

/** Whether the failure of an inner request may be temporary and repeating it does no harm. */
export function mayAskAgain(thrown: unknown): boolean {
  // A refresh token that may have been used up is not sent again at once.
  if (!CallError.isInstance(thrown) || thrown.outcome === "unknown") return false;
  if (ApiError.isInstance(thrown)) {
    const { status, outcome } = thrown;
    return maySendAgain({ status, outcome, mayHeal: innerCategory(thrown, false) !== undefined }, true);
  }
  return ConnectionError.isInstance(thrown) || TimeoutError.isInstance(thrown);
}

/** The class of the call's error: the status of a token request must not be mistaken for that of the call. */
function innerCategory(error: ApiError, isCredential: boolean): ErrorCategory | undefined {
  const { status } = error;
  if (RateLimitError.isInstance(error)) return "rate-limit";
  if (status === 408 || ServerError.isInstance(error)) return "server";
  if (!isCredential) return undefined;
  // A 404 or 422 of a token request is neither a missing product nor an invalid field of the order.
  return PermissionError.isInstance(error) ? "permission" : "authentication";
}

/**
 * Creates the call's error for something that was thrown inside it: by its credential, limiter or a middleware. The fields
 * describe the call; the class is that of an inner request's error if it means the same for the call.
 *
 * @param failure What failed, such as `the limiter failed`.
 * @param isCredential Whether the call's credential threw it.
 */
export function innerError(
  exchange: Exchange,
  failure: string,
  thrown: unknown,
  isCredential: boolean,
): KelasError {
  const { facts, label } = exchange;
  const what = exchange.outcome === "not-sent" ? " was not sent" : "";
  const message = `${label}${what}: ${failure}: ${thrownText(exchange, thrown)}.${effectText(facts)}`;
  const options = { cause: thrown };
  if (TimeoutError.isInstance(thrown))
    return new TimeoutError(message, facts, thrown.timeout, thrown.scope, options);
  if (ConnectionError.isInstance(thrown)) return new ConnectionError(message, facts, thrown.code, options);
  if (ResponseMismatchError.isInstance(thrown)) {
    // The excerpt stays with the cause: it may contain secrets that this call does not know.
    const { status, mediaType, issues } = thrown;
    return new ResponseMismatchError(message, facts, { status, mediaType, issues }, options);
  }
  if (ApiError.isInstance(thrown)) {
    const category = innerCategory(thrown, isCredential);
    const { status, code, requestId, retryAfter } = thrown;
    if (category !== undefined)
      return new classes[category](message, facts, { status, code, requestId, retryAfter }, options);
  }
  // These errors mean that nothing was carried out, which may be wrong after an earlier attempt.
  if (facts.outcome !== "unknown") {
    if (ConfigurationError.isInstance(thrown)) return thrown;
    if (isCredential && (InvalidParamsError.isInstance(thrown) || UnverifiedRouteError.isInstance(thrown)))
      return new ConfigurationError(message, options);
  }
  return new CallError(message, facts, options);
}

/** The log message for a user's function that failed without failing the call. */
export function logText(exchange: Exchange, what: string, thrown: unknown): string {
  return `${what}: ${thrownText(exchange, thrown)}.`;
}
