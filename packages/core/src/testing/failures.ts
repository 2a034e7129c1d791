import { describe } from "../describe.ts";
import { ConfigurationError } from "../errors.ts";
import { checkName, checkNames } from "./names.ts";

/** A failure that a mock is told to give. */
export type Failure =
  | {
      /** The HTTP status to answer with; nothing is carried out. */
      readonly status: number;
      /** Sent as `retry-after`, in seconds. */
      readonly retryAfter?: number;
      /** Further headers. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A body in place of the vendor's own form of an error; text is sent as it is, anything else as JSON. */
      readonly body?: unknown;
    }
  | {
      /** What gets lost on the way: the `request`, before anything is carried out, or the `reply`, after it was. */
      readonly lost: "request" | "reply";
    };

/** How often a failure is given. */
export interface FailureOptions {
  /** For how many requests, `Infinity` until `clear()` or `reset()`. @default 1 */
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
    throw new ConfigurationError(`fail: body: an answer with status ${status} cannot have one.`);
  }
  if (retryAfter !== undefined && !(retryAfter >= 0 && retryAfter < Infinity)) {
    throw new ConfigurationError(
      `fail: retryAfter: expected seconds of 0 or more, got ${describe(retryAfter)}.`,
    );
  }
  try {
    // It throws at what no header may have.
    void new Headers(headers);
  } catch (error) {
    throw new ConfigurationError("fail: headers: a name or a value cannot be in a header.", { cause: error });
  }
}

/** Refuses what JavaScript lets through: a failure that a mock cannot give would be a test that proves nothing. */
function checkFailure(failure: Failure): void {
  if (typeof failure !== "object" || failure === null) {
    throw new ConfigurationError(`fail: expected a status or what is lost, got ${describe(failure)}.`);
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

/** The failures that are still to come, by operation. Those of one operation queue up. */
export class Failures {
  readonly #planned = new Map<string, PlannedFailure[]>();

  /** @throws ConfigurationError when it is one that cannot be given. */
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

  /** Uses up the next failure of an operation, if it is one of those that show before or after it is carried out. */
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
