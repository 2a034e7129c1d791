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
import { messageOf } from "../thrown.ts";

/** What the error of a call proves about the rows in it. */
export interface Failure {
  /** Whether it is proven that nothing was carried out. */
  readonly isProven: boolean;
  /** Whether it is proven that no request was sent, so the vendor cannot have judged a row. */
  readonly isUnsent: boolean;
  /**
   * Where the fault lies. `set-up`: every row would fail the same way, so the run stops at once. `vendor`: it may be down,
   * so the run stops if this continues. `row`: other rows are not affected.
   */
  readonly fault: "set-up" | "vendor" | "row";
  /** The error's message. */
  readonly reason: string;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
}

const setUpErrors = [AuthenticationError, PermissionError, ConfigurationError, UnverifiedRouteError] as const;

/** Whether every row would fail with the same error: a credential, a permission or a setting is wrong. */
export function isSetUpError(error: unknown): boolean {
  return setUpErrors.some((type) => type.isInstance(error));
}

/** Whether it is proven that nothing was carried out. An error that core did not throw proves nothing. */
export function isProvenHarmless(error: unknown): boolean {
  const outcome = outcomeOfError(error);
  return outcome !== undefined && outcome !== "unknown";
}

/** The outcome of the call that an error of core belongs to; undefined for any other error. */
function outcomeOfError(error: unknown): Outcome | undefined {
  return KelasError.isInstance(error) ? error.outcome : undefined;
}

/** Whether the vendor has examined the request and refused it. */
export function isJudgement(error: unknown): boolean {
  if (InvalidParamsError.isInstance(error)) return true;
  const isAnswer = ApiError.isInstance(error) && error.outcome !== "not-sent";
  return (
    isAnswer && !isSetUpError(error) && !ServerError.isInstance(error) && !RateLimitError.isInstance(error)
  );
}

/** Reads what a target threw. After an unfamiliar error the rows may have been carried out. */
export function readFailure(error: unknown): Failure {
  const retryAfter = ApiError.isInstance(error) ? error.retryAfter : undefined;
  // Anything but a judgment of the row may affect all rows: no connection, HTML instead of JSON, a bug in the target.
  const rowOrVendor = isJudgement(error) ? "row" : "vendor";
  return {
    isProven: isProvenHarmless(error),
    isUnsent: outcomeOfError(error) === "not-sent",
    fault: isSetUpError(error) ? "set-up" : rowOrVendor,
    reason: messageOf(error),
    retryAfter,
  };
}
