import type { Evidence, HttpMethod } from "./declaration.ts";
import type { DriftReport } from "./drift.ts";
import type { KelasError } from "./errors.ts";

/** A call that starts: what it is, without its parameters. */
export interface WatchedCall {
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name; `request` for the escape hatch. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** The path with its variables in braces; `undefined` for the escape hatch, whose path contains values. */
  readonly path: string | undefined;
  /** How well the route is known. */
  readonly evidence: Evidence;
  /** The address of the server, without the path of the operation. */
  readonly baseUrl: string;
  /** Whether it is a request for a token. */
  readonly isTokenRequest: boolean;
}

/** How an attempt ended: with a complete answer, or with what prevented one. */
export interface TryEnd {
  /** The status of the answer. */
  readonly status?: number | undefined;
  /** The system's code, such as `ECONNRESET`, or the name of the error's class, such as `TimeoutError`. */
  readonly errorType?: string | undefined;
}

/** How a call ended. */
export interface CallEnd {
  /** How many attempts were made. */
  readonly attempts: number;
  /** The error, if it failed. Its message and path may contain values: record its class and fields instead. */
  readonly error?: KelasError | undefined;
}

/** Watches one attempt. Every method is optional. */
export interface TryWatcher {
  /** Headers for this attempt, such as `traceparent`. Those of the client and the call take precedence. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Calls the function at once, such as in the context of a span. */
  within?(work: () => void): void;
  /** The answer was read, or what prevented one is known. */
  ended?(end: TryEnd): void;
}

/** Watches one call. Every method is optional; times are in milliseconds. */
export interface CallWatcher {
  /** Calls the function at once, such as in the context of a span. */
  within?(work: () => void): void;
  /**
   * An attempt starts. It ends when its answer was read.
   *
   * @param attempt Its number, from 1.
   */
  startTry?(attempt: number): TryWatcher | undefined;
  /** Another attempt follows after a wait. */
  retrying?(wait: number): void;
  /** The call has waited for the limiter, or has failed to get a slot. */
  queued?(waited: number): void;
  /** The reply differs from its declaration. Each difference is reported once. */
  drifted?(report: DriftReport): void;
  /** The call has its reply or its error. */
  ended?(end: CallEnd): void;
}

/**
 * Watches the calls of a client. `openTelemetry()` of `@kelaskit/core/otel` is one. A page of a list is a call, and so is a request for
 * a token. Its methods must be quick; a call does not fail if one throws, which is logged.
 */
export interface Telemetry {
  /** A call starts: its parameters are valid and its request is written. */
  startCall(call: WatchedCall): CallWatcher | undefined;
}
