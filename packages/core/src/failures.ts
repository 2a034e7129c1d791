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
import type { BodyTooLarge } from "./response-body.ts";
import { maySendAgain } from "./retry-policy.ts";
import { Scrubber } from "./scrub/scrubber.ts";
import { cleanText, secretsOf } from "./secrets.ts";
import { oneLine, type TransportFailure } from "./transport/failure.ts";
import { headersOf } from "./transport/response.ts";
import type { TransportResponse } from "./transport/transport.ts";
import { vendorWait } from "./vendor-wait.ts";

/** Every error of a call that was under way is made here: message, class and facts. */

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

const unknownEffect = " It is not known whether it was carried out: look before sending it again.";

/** What to say of a write whose effect is not known. */
function effectText({ outcome }: CallFacts): string {
  return outcome === "unknown" ? unknownEffect : "";
}

/** What to say of a 404 or 405 where the route is our guess. */
function routeText({ plan }: Exchange, status: number): string {
  if (plan.evidence !== "proposed" || (status !== 404 && status !== 405)) return "";
  return ` The route is only proposed, so it may be the route that is wrong: give the real one with routes: { "${plan.operation}": "METHOD /path" }.`;
}

function triesText({ attempts }: Exchange): string {
  return attempts > 1 ? ` after ${attempts} tries` : "";
}

/** A duration for a person: `500 ms`, `30 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}

/** How much of a body that is not JSON is kept, in characters. */
const excerptLength = 2000;
const longestWords = 500;
/** How many wrong fields are kept: an error is read by people. */
const mostFields = 1000;

/** A text of a person's length, without secrets. */
function shortened(words: string, scrubber: Scrubber): string {
  const clean = scrubber.beginning(words, longestWords);
  return words.length <= longestWords ? clean : `${clean.trimEnd()}…`;
}

/** What was thrown, as the end of a sentence without its full stop. */
function thrownText(exchange: Exchange, thrown: unknown): string {
  // The effect of a token request concerns nobody; read as the order's it would alarm.
  if (KelasError.isInstance(thrown)) return thrown.message.replaceAll(unknownEffect, "").replace(/\.$/, "");
  if (!(thrown instanceof Error)) return `${describe(thrown)} was thrown`;
  const words = oneLine(thrown.message, (text) => cleanText(exchange, text)).replace(/\.$/, "");
  return thrown.name === "Error" ? words : `${thrown.name}: ${words}`;
}

/** HTTP/2 has no reason phrases. */
function reasonOf({ statusText = "" }: TransportResponse): string {
  return statusText === "" ? "no reason was given" : statusText;
}

/** The vendor's error. */
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

/** Headers of a 304 that a cache wants; the others may be anybody's, such as a cookie. */
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

/** Differences without secrets: a name in a reply is the vendor's choice, and may repeat what it was sent. */
export function cleanIssues(
  exchange: Exchange,
  issues: Mismatch["issues"] = [],
): NonNullable<Mismatch["issues"]> {
  if (issues.length === 0) return issues;
  const scrubber = new Scrubber(secretsOf(exchange));
  return issues.map(({ field, expected, received }) => driftIssue(scrubber.text(field), expected, received));
}

/** A reply that is not what it should be. */
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

/** A successful reply that is larger than allowed. */
export function tooLargeError(exchange: Exchange, { limit, status }: BodyTooLarge): ResponseMismatchError {
  const { facts, label } = exchange;
  const message = `${label}: the reply is larger than maxResponseBytes allows (${limit} bytes) and was not read further.${effectText(facts)}`;
  return new ResponseMismatchError(message, facts, { status });
}

/** A foreign error as it is, or a copy where it holds a secret or more than its words: it may have been made of the request. */
function cleanCause(exchange: Exchange, cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  const message = cleanText(exchange, cause.message);
  const stack = cleanText(exchange, cause.stack ?? "");
  const isPlain = Object.keys(cause).length === 0 && cause.cause === undefined;
  if (isPlain && message === cause.message && stack === (cause.stack ?? "")) return cause;
  const copy = new Error(message);
  return Object.defineProperties(copy, { name: { value: cause.name }, stack: { value: stack } });
}

/** A connection that could not be made, or broke; or a slip in a program on the way, such as the user's own fetch. */
export function connectionError(exchange: Exchange, failure: TransportFailure): CallError {
  const { facts, label } = exchange;
  if (failure.kind === "slip") {
    const message = `${label}: what sends the request failed: ${failure.message}.${effectText(facts)}`;
    return new CallError(message, facts, { cause: cleanCause(exchange, failure.cause) });
  }
  const message = `${label}: ${failure.message}${triesText(exchange)}.${effectText(facts)}`;
  return new ConnectionError(message, facts, failure.code);
}

/** The caller gave up, or the time was over. */
export function endedError(exchange: Exchange, { reason }: ScopeEnded): AbortedError | TimeoutError {
  const { facts, label, attempts, timeout, totalTimeout } = exchange;
  const where = attempts === 0 ? " before anything was sent" : triesText(exchange);
  const effect = effectText(facts);
  if (reason === "aborted")
    return new AbortedError(`${label}: given up by its signal${where}.${effect}`, facts);
  const [limit, option] = reason === "try" ? [timeout, "timeout"] : [totalTimeout, "totalTimeout"];
  const message = `${label}: no complete answer within ${durationText(limit)} (${option})${where}.${effect}`;
  return new TimeoutError(message, facts, limit, reason);
}

/** The limiter is paused for longer than the call may wait: the vendor has asked for it in the answer to another call. */
export function pausedError(exchange: Exchange, retryAfter: number): RateLimitError {
  const { facts, label } = exchange;
  const sent = exchange.attempts === 0 ? " was not sent" : "";
  const message = `${label}${sent}: the vendor has asked for a pause of all requests, which lasts ${durationText(retryAfter)} more.${effectText(facts)}`;
  return new RateLimitError(message, facts, { status: 429, retryAfter });
}

/** What an answer could not be read for: a slip in what reads it. */
export function unreadableError(exchange: Exchange, thrown: unknown): CallError {
  const { facts, label } = exchange;
  const message = `${label}: the answer could not be read: ${thrownText(exchange, thrown)}.${effectText(facts)}`;
  return new CallError(message, facts, { cause: thrown });
}

/** Whether what an inner request failed with may be gone in a moment, and asking again can do no harm. */
export function mayAskAgain(thrown: unknown): boolean {
  // A refresh token that may have been used up is not sent again at once.
  if (!CallError.isInstance(thrown) || thrown.outcome === "unknown") return false;
  if (ApiError.isInstance(thrown))
    return maySendAgain({ status: thrown.status, outcome: thrown.outcome }, true);
  return ConnectionError.isInstance(thrown) || TimeoutError.isInstance(thrown);
}

/** Who refused decides the class: what a token service says of its request says nothing of the call's own. */
function innerCategory(error: ApiError, isCredential: boolean): ErrorCategory | undefined {
  const { status } = error;
  if (RateLimitError.isInstance(error)) return "rate-limit";
  if (status === 408 || ServerError.isInstance(error)) return "server";
  if (!isCredential) return undefined;
  // A 404 or 422 of a token request is neither a missing product nor a wrong field of the order.
  return PermissionError.isInstance(error) ? "permission" : "authentication";
}

/**
 * The call's error of what something inside it has thrown: its credential, limiter or a middleware. The facts are the
 * call's; the class is that of an inner request's error, where it means the same of the call.
 *
 * @param failure What failed, as in `the limiter failed`.
 * @param isCredential Whether the call's credential has thrown it.
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
    // The excerpt stays with the cause: what holds a token to its client may not be known as a secret to this one.
    const { status, mediaType, issues } = thrown;
    return new ResponseMismatchError(message, facts, { status, mediaType, issues }, options);
  }
  if (ApiError.isInstance(thrown)) {
    const category = innerCategory(thrown, isCredential);
    const { status, code, requestId, retryAfter } = thrown;
    if (category !== undefined)
      return new classes[category](message, facts, { status, code, requestId, retryAfter }, options);
  }
  // These say that nothing was carried out, which after an earlier try may be wrong.
  if (facts.outcome !== "unknown") {
    if (ConfigurationError.isInstance(thrown)) return thrown;
    if (isCredential && (InvalidParamsError.isInstance(thrown) || UnverifiedRouteError.isInstance(thrown)))
      return new ConfigurationError(message, options);
  }
  return new CallError(message, facts, options);
}

/** Words about something of the user's that failed beside a call, for the log. */
export function logText(exchange: Exchange, what: string, thrown: unknown): string {
  return `${what}: ${thrownText(exchange, thrown)}.`;
}
