import { describe } from "../describe.ts";
import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  CallError,
  type CallFacts,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  InvalidParamsError,
  KelasError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  TimeoutError,
  UnverifiedRouteError,
  ValidationError,
} from "../errors.ts";
import type { ErrorCategory } from "./engine.ts";
import type { CallPlan } from "./plan.ts";
import { mayRetryStatus } from "./retry-policy.ts";
import { oneLine } from "./transport-failure.ts";

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

function categoryOf(status: number): ErrorCategory | undefined {
  switch (status) {
    case 401:
      return "authentication";
    case 403:
      return "permission";
    case 404:
    case 410:
      return "not-found";
    case 409:
      return "conflict";
    case 422:
      return "validation";
    case 429:
      return "rate-limit";
    default:
      if (status >= 500) return "server";
      return status >= 400 ? "bad-request" : undefined;
  }
}

/** Makes the error of an answer: the class follows the vendor's category, else the status; a 2xx is a plain `ApiError`. */
export function apiError(
  message: string,
  facts: CallFacts,
  details: ApiErrorDetails,
  category: ErrorCategory | undefined,
  options?: ErrorOptions,
): ApiError {
  const chosen = category ?? categoryOf(details.status);
  const Class = chosen === undefined ? ApiError : classes[chosen];
  return new Class(message, facts, details, options);
}

const unknownEffect = " It is not known whether it was carried out: look before sending it again.";

/** What to say of a write whose effect is not known. */
export function effectText(facts: CallFacts): string {
  return facts.outcome === "unknown" ? unknownEffect : "";
}

/**
 * What was thrown inside a call, as the end of a sentence without its full stop.
 *
 * @param clean Removes known secrets from a text.
 */
export function thrownText(thrown: unknown, clean: (text: string) => string): string {
  // The effect of a token request concerns nobody; read as the order's it would alarm.
  if (KelasError.isInstance(thrown)) return thrown.message.replaceAll(unknownEffect, "").replace(/\.$/, "");
  if (!(thrown instanceof Error)) return `${describe(thrown)} was thrown`;
  const words = oneLine(thrown.message, clean).replace(/\.$/, "");
  return thrown.name === "Error" ? words : `${thrown.name}: ${words}`;
}

/** Whether what an inner request failed with may be gone in a moment, and asking again can do no harm. */
export function mayAskAgain(thrown: unknown): boolean {
  // A refresh token that may have been used up is not sent again at once.
  if (!CallError.isInstance(thrown) || thrown.outcome === "unknown") return false;
  if (ApiError.isInstance(thrown)) return mayRetryStatus(thrown.status, true);
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
 * Makes the call's error of what was thrown by something inside it: its credential, limiter or a middleware. The facts are
 * the call's; the class is that of an inner request's error, where it means the same of the call.
 *
 * @param isCredential Whether the call's credential has thrown it.
 */
export function innerError(
  message: string,
  facts: CallFacts,
  thrown: unknown,
  isCredential: boolean,
): KelasError {
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
      return apiError(message, facts, { status, code, requestId, retryAfter }, category, options);
  }
  // These say that nothing was carried out, which after an earlier try may be wrong.
  if (facts.outcome !== "unknown") {
    if (ConfigurationError.isInstance(thrown)) return thrown;
    if (isCredential && (InvalidParamsError.isInstance(thrown) || UnverifiedRouteError.isInstance(thrown)))
      return new ConfigurationError(message, options);
  }
  return new CallError(message, facts, options);
}

/** What to say of a 404 or 405 where the route is our guess. */
export function routeText(plan: CallPlan, status: number): string {
  if (plan.evidence !== "proposed" || (status !== 404 && status !== 405)) return "";
  return ` The route is only proposed, so it may be the route that is wrong: give the real one with routes: { "${plan.operation}": "METHOD /path" }.`;
}

/** A duration for a person: `500 ms`, `30 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
}
