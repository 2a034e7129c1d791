import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  type CallFacts,
  ConflictError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
} from "../errors.ts";
import type { ErrorCategory } from "./engine.ts";
import type { CallPlan } from "./plan.ts";

type ApiErrorClass = new (message: string, facts: CallFacts, details: ApiErrorDetails) => ApiError;

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
): ApiError {
  const chosen = category ?? categoryOf(details.status);
  const Class = chosen === undefined ? ApiError : classes[chosen];
  return new Class(message, facts, details);
}

/** What to say of a write whose effect is not known. */
export function effectText(facts: CallFacts): string {
  return facts.outcome === "unknown"
    ? " It is not known whether it was carried out: look before sending it again."
    : "";
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
