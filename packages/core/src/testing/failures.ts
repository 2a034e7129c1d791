import { describe } from "../describe.ts";
import { ConfigurationError } from "../errors.ts";
import { checkName, checkNames } from "./names.ts";

/** A failure that a mock simulates. */
export type Failure =
  | {
      /** The HTTP status of the reply; the operation is not carried out. */
      readonly status: number;
      /** The `retry-after` header, in seconds. */
      readonly retryAfter?: number;
      /** Additional headers. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A body instead of the vendor's error; text is sent unchanged, anything else as JSON. */
      readonly body?: unknown;
    }
  | {
      /** What is lost: the `request`, before the operation is carried out, or the `reply`, after it was carried out. */
      readonly lost: "request" | "reply";
    };

/** Options of `fail`. */
export interface FailureOptions {
  /** For how many requests; `Infinity` lasts until `clear()` or `reset()`. @default 1 */
  readonly times?: number;
}

interface PlannedFailure {
  readonly failure: Failure;
  remaining: number;
}

/** Statuses that cannot have a body. */
export const emptyStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

function checkStatus({ status, retryAfter, headers, body }: Exclude<Failure, { lost: unknown }>): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new ConfigurationError(
      `fail: status: expected a whole number from 200 to 599, got ${describe(status)}.`,
    );
  }
  if (emptyStatuses.has(status) && body !== undefined) {
    throw new ConfigurationError(`fail: body: a reply with status ${status} cannot have a body.`);
  }
  if (retryAfter !== undefined && !(retryAfter >= 0 && retryAfter < Infinity)) {
    throw new ConfigurationError(
      `fail: retryAfter: expected seconds of 0 or more, got ${describe(retryAfter)}.`,
    );
  }
  try {
    // Throws for an invalid name or value.
    void new Headers(headers);
  } catch (error) {
    throw new ConfigurationError("fail: headers: a name or a value is not valid in a header.", {
      cause: error,
    });
  }
}

/** Refuses failures that a mock cannot simulate: with them, a test would prove nothing. */
function checkFailure(failure: Failure): void {
  if (typeof failure !== "object" || failure === null) {
    throw new ConfigurationError(`fail: expected status or lost, got ${describe(failure)}.`);
  }
  if ("lost" in failure) {
    checkNames("fail", failure, ["lost"]);
    checkName("fail: lost", failure.lost, ["request", "reply"]);
    return;
  }
  checkNames("fail", failure, ["status", "retryAfter", "headers", "body", "lost"]);
  checkStatus(failure);
}

function isLost(failure: Failure, what: "request" | "reply"): boolean {
  return "lost" in failure && failure.lost === what;
}

/** The pending failures by operation, each in a queue. */
export class Failures {
  readonly #planned = new Map<string, PlannedFailure[]>();

  /** @throws ConfigurationError when the failure cannot be simulated. */
  add(operation: string, failure: Failure, options: FailureOptions): void {
    checkFailure(failure);
    checkNames("fail", options, ["times"]);
    const { times = 1 } = options;
    if (typeof times !== "number" || !(times >= 0)) {
      throw new ConfigurationError(`fail: times: expected a number of 0 or more, got ${describe(times)}.`);
    }
    if (times === 0) return;
    this.#planned.set(operation, [...(this.#planned.get(operation) ?? []), { failure, remaining: times }]);
  }

  /** Takes the next failure of an operation, if it applies before or after the operation is carried out. */
  next(operation: string, moment: "before" | "after"): Failure | undefined {
    const queue = this.#planned.get(operation);
    const next = queue?.[0];
    if (queue === undefined || next === undefined) return undefined;
    if (isLost(next.failure, "reply") !== (moment === "after")) return undefined;
    next.remaining -= 1;
    if (next.remaining <= 0) queue.shift();
    return next.failure;
  }

  clear(): void {
    this.#planned.clear();
  }
}
