import { KelasError, type Outcome } from "./kelas-error.ts";

export {
  errorFromJSON,
  type Issue,
  KelasError,
  type KelasErrorOptions,
  type Outcome,
} from "./kelas-error.ts";

/** One field that a vendor found wrong. */
export interface FieldProblem {
  /** The vendor's name of the field. */
  readonly field: string;
  /** The vendor's message about it. */
  readonly message: string;
}

/** Which call failed, and how far it got. */
export interface CallFacts {
  /** The vendor's short name, such as `skilvul`. */
  readonly vendor: string;
  /** The operation's name, such as `orders.create`; `request` for the escape hatch. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path that was called, without its query. */
  readonly path: string;
  /** How many attempts were made to send the request. */
  readonly attempts: number;
  /** What is known about its effect. */
  readonly outcome: Outcome;
}

/** What is wrong with a configuration, for programs; the message is for people. */
export type ConfigurationCode =
  /** An option, an argument or an environment variable is invalid. */
  | "invalid-option"
  /** A required option and its environment variable are both missing. */
  | "missing-option"
  /** The base URL is plain http, and `allowInsecureHttp` does not allow it. */
  | "insecure-http"
  /** The option `routes` names an operation that the client does not have. */
  | "unknown-operation"
  /** A user must log in first. */
  | "login-required"
  /** A token store cannot read or write its files. */
  | "storage";

/** Options of a `ConfigurationError`. */
export interface ConfigurationErrorOptions extends ErrorOptions {
  /** What is wrong. @default "invalid-option" */
  readonly code?: ConfigurationCode | undefined;
}

/** A client is misconfigured, or a credential or environment variable is missing. Nothing was sent. */
export class ConfigurationError extends KelasError {
  static override readonly brand: string = "ConfigurationError";
  /** What is wrong. */
  readonly code: ConfigurationCode;
  declare readonly outcome: "not-sent";

  constructor(message: string, options?: ConfigurationErrorOptions) {
    super(message, { ...options, outcome: "not-sent" });
    this.code = options?.code ?? "invalid-option";
  }
}

/**
 * A call failed: the base class of network, vendor and timeout errors. An error of this class itself means that something
 * around the request failed, such as a limiter, a token store or a middleware; `cause` is what it threw.
 *
 * Operation, outcome and the other fields always describe your call. If a request inside it failed, such as the one for its
 * token, that request's error is the `cause`, and the class, status and `retryAfter` are taken from it.
 */
export class CallError extends KelasError implements CallFacts {
  static override readonly brand: string = "CallError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path, without its query. */
  readonly path: string;
  /** How many attempts were made to send the request. */
  readonly attempts: number;
  /** What is known about the effect, which decides whether the call is safe to retry. */
  declare readonly outcome: Outcome;

  constructor(message: string, facts: CallFacts, options?: ErrorOptions) {
    super(message, { ...options, outcome: facts.outcome });
    this.vendor = facts.vendor;
    this.operation = facts.operation;
    this.method = facts.method;
    this.path = facts.path;
    this.attempts = facts.attempts;
  }
}

/**
 * A list cannot be read to its end without losing or repeating items: a page or cursor is repeated, counts contradict the total, or
 * there are too many pages.
 */
export class PaginationError extends KelasError {
  static override readonly brand: string = "PaginationError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** How many pages were read. */
  readonly pages: number;
  declare readonly outcome: "no-effect";

  constructor(vendor: string, operation: string, pages: number, reason: string) {
    super(`${vendor} ${operation}: ${reason}`, { outcome: "no-effect" });
    this.vendor = vendor;
    this.operation = operation;
    this.pages = pages;
  }
}
