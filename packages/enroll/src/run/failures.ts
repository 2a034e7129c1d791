import {
  ApiError,
  AuthenticationError,
  CallError,
  ConfigurationError,
  InvalidParamsError,
  PermissionError,
  RateLimitError,
  ServerError,
  UnverifiedRouteError,
} from "@kelaskit/core";

/** What an error of a call says about the rows that were in it. */
export interface Failure {
  /** Whether it is proven that nothing was carried out. */
  readonly isProven: boolean;
  /**
   * Whose fault it is. `set-up`: every row would fail alike, the run is stopped at once. `vendor`: it may be down, the
   * run is stopped when this goes on. `row`: the others have nothing to do with it.
   */
  readonly fault: "set-up" | "vendor" | "row";
  /** The error's words. */
  readonly reason: string;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
}

const setUpErrors = [AuthenticationError, PermissionError, ConfigurationError, UnverifiedRouteError];
// Thrown before anything is sent, and so no `CallError`.
const unsentErrors = [ConfigurationError, UnverifiedRouteError, InvalidParamsError];

function findFault(error: unknown): Failure["fault"] {
  if (setUpErrors.some((type) => type.isInstance(error))) return "set-up";
  if (InvalidParamsError.isInstance(error)) return "row";
  // The vendor is there and has judged this row. Anything else may go on for all: no connection, a page of HTML in place
  // of JSON, a mistake in the target.
  const isAnswer =
    ApiError.isInstance(error) && !ServerError.isInstance(error) && !RateLimitError.isInstance(error);
  return isAnswer ? "row" : "vendor";
}

/** Reads what a target has thrown. What we do not know may have been carried out. */
export function readFailure(error: unknown): Failure {
  const isProven =
    unsentErrors.some((type) => type.isInstance(error)) ||
    (CallError.isInstance(error) && error.outcome !== "unknown");
  const reason = error instanceof Error ? error.message : String(error);
  const retryAfter = ApiError.isInstance(error) ? error.retryAfter : undefined;
  return { isProven, fault: findFault(error), reason, retryAfter };
}
