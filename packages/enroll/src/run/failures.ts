import {
  ApiError,
  AuthenticationError,
  ConfigurationError,
  InvalidParamsError,
  KelasError,
  type Outcome,
  PermissionError,
  RateLimitError,
  ServerError,
  UnverifiedRouteError,
} from "@kelaskit/core";

/** What an error of a call says about the rows that were in it. */
export interface Failure {
  /** Whether it is proven that nothing was carried out. */
  readonly isProven: boolean;
  /** Whether it is proven that nothing has even left, so that nobody can have judged a row. */
  readonly isUnsent: boolean;
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

const setUpErrors = [AuthenticationError, PermissionError, ConfigurationError, UnverifiedRouteError] as const;

/** What was thrown, in its own words. */
export function thrownWords(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  // Not every object can be made a text.
  return typeof thrown === "object" && thrown !== null ? "an object was thrown" : String(thrown);
}

/** Whether every row would meet an error alike: a credential, a permission or a setting is wrong. */
export function isSetUpError(error: unknown): boolean {
  return setUpErrors.some((type) => type.isInstance(error));
}

/** Whether it is proven that nothing was carried out. What core has not thrown may be anything. */
export function isProvenHarmless(error: unknown): boolean {
  const outcome = outcomeOfError(error);
  return outcome !== undefined && outcome !== "unknown";
}

/** What an error of core says of the call that threw it; nothing for what core has not thrown. */
function outcomeOfError(error: unknown): Outcome | undefined {
  return KelasError.isInstance(error) ? error.outcome : undefined;
}

/** Whether the vendor has looked at what was asked or sent, and refused it. */
export function isJudgement(error: unknown): boolean {
  if (InvalidParamsError.isInstance(error)) return true;
  const isAnswer = ApiError.isInstance(error) && error.outcome !== "not-sent";
  return (
    isAnswer && !isSetUpError(error) && !ServerError.isInstance(error) && !RateLimitError.isInstance(error)
  );
}

/** Reads what a target has thrown. What we do not know may have been carried out. */
export function readFailure(error: unknown): Failure {
  const retryAfter = ApiError.isInstance(error) ? error.retryAfter : undefined;
  // What is no judgement of the row may go on for all: no connection, a page of HTML in place of JSON, a mistake in the target.
  const rowOrVendor = isJudgement(error) ? "row" : "vendor";
  return {
    isProven: isProvenHarmless(error),
    isUnsent: outcomeOfError(error) === "not-sent",
    fault: isSetUpError(error) ? "set-up" : rowOrVendor,
    reason: thrownWords(error),
    retryAfter,
  };
}
