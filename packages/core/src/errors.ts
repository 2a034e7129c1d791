/** What is known about the effect of a call that failed: decides whether sending it again is safe. */
export type Outcome =
  /** Nothing left this machine, or nothing arrived: sending it again is safe. */
  | "not-sent"
  /** The vendor answered and refused: nothing was carried out. */
  | "refused"
  /** The call only reads: whether or not it arrived, nothing has changed, and sending it again is safe. */
  | "no-effect"
  /** The vendor may or may not have carried it out: look before sending it again. */
  | "unknown";

/** One place where a value is not what it should be: a parameter of a call, or a field of a reply. */
export interface Issue {
  /** Where it is, as in `productIds[0]`; in a reply, positions in lists are written `[]`, as in `products[].price`. */
  readonly field: string;
  /** What would have been right, as in `a string`. */
  readonly expected: string;
  /** What came, by kind and size, as in `a string of 3 characters`; never the text of a string, which may be a secret. */
  readonly received: string;
  /** The whole as a clause a person can act on. */
  readonly message: string;
}

/** One field that a vendor found wrong, in the vendor's words. */
export interface FieldProblem {
  /** The vendor's name of the field. */
  readonly field: string;
  /** The vendor's words about it. */
  readonly message: string;
}

/** Which call failed, and how far it got. */
export interface CallFacts {
  /** The vendor's short name, as in `skilvul`. */
  readonly vendor: string;
  /** The operation's name, as in `orders.create`; `request` for the escape hatch. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path that was called, without its query. */
  readonly path: string;
  /** How many times the request was sent or tried. */
  readonly attempts: number;
  /** What is known about its effect. */
  readonly outcome: Outcome;
}

const brandOf = (name: string): symbol => Symbol.for(`kelaskit.${name}`);

function brand(error: KelasError, classNames: readonly string[]): void {
  for (const name of classNames) Object.defineProperty(error, brandOf(name), { value: true });
  Object.defineProperty(error, "name", { value: classNames[0], configurable: true });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What an error is made with besides its message. */
export interface KelasErrorOptions extends ErrorOptions {
  /** What is known about the effect of the call, where the error is about one. */
  readonly outcome?: Outcome | undefined;
}

/** The root of all errors that Kelaskit throws. `KelasError.isInstance(error)` also works across two installed copies. */
export class KelasError extends Error {
  /** The class's name, also in minified bundles; what `isInstance` compares. */
  static readonly brand: string = "KelasError";
  /** What is known about the effect of the call: whether sending it again is safe. Absent where there was no call. */
  declare readonly outcome: Outcome | undefined;

  constructor(message: string, options?: KelasErrorOptions) {
    super(message, options);
    // Each class of the chain leaves its mark, so that `KelasError.isInstance` is true of every subclass.
    const classNames: string[] = [];
    for (
      let type = new.target as typeof KelasError | undefined;
      type?.brand !== undefined;
      type = Object.getPrototypeOf(type) as typeof KelasError | undefined
    ) {
      classNames.push(type.brand);
    }
    brand(this, classNames);
    if (options?.outcome !== undefined) this.outcome = options.outcome;
  }

  /** Tells whether a value is an error of this class, even one made by another copy of the package. */
  static isInstance<Type extends { readonly brand: string; readonly prototype: unknown }>(
    this: Type,
    value: unknown,
  ): value is Type["prototype"] {
    return isRecord(value) && brandOf(this.brand) in value;
  }

  /**
   * Restores an error from what its `toJSON` gave, so that `isInstance` is true of it again on the other side of a worker, a
   * queue or a log. It has no stack of its own; `instanceof` works for `KelasError` only.
   *
   * @throws TypeError when the value is not such an object.
   */
  static fromJSON(value: unknown): KelasError {
    const classes: unknown = isRecord(value) ? value["classes"] : undefined;
    const classNames = Array.isArray(classes) ? classes.map(String) : [];
    if (!isRecord(value) || !classNames.includes(KelasError.brand))
      throw new TypeError("KelasError.fromJSON expects what an error's toJSON() gave.");
    const { name, message, classes: _classes, cause, ...facts } = value;
    const error = new KelasError(
      String(message),
      isRecord(cause) && "classes" in cause ? { cause: KelasError.fromJSON(cause) } : {},
    );
    // The name first: the classes of one that was restored before are in another order.
    brand(error, [String(name), ...classNames]);
    delete error.stack;
    return Object.assign(error, facts);
  }

  /**
   * The error as data: its name, message and facts, for logs and for sending it to a worker. Holds no secret and no stack;
   * of its causes only those that Kelaskit has made.
   */
  toJSON(): Readonly<Record<string, unknown>> {
    const classes = Object.getOwnPropertySymbols(this)
      .map((symbol) => /^kelaskit\.(.+)$/.exec(symbol.description ?? "")?.[1])
      .filter((name) => name !== undefined);
    const cause = KelasError.isInstance(this.cause) ? { cause: this.cause.toJSON() } : {};
    const facts = { ...(this as object) };
    return { name: this.name, message: this.message, ...facts, ...cause, classes };
  }
}

/** What is wrong with a set-up, for programs: the message is for people. */
export type ConfigurationCode =
  /** An option, an argument or an environment variable cannot be right. */
  | "invalid-option"
  /** A required option and its environment variable are both missing. */
  | "missing-option"
  /** The base URL is plain http, and `allowInsecureHttp` does not allow it. */
  | "insecure-http"
  /** The option `routes` names an operation that the client does not have. */
  | "unknown-operation"
  /** A user must log in first. */
  | "login-required"
  /** A token store cannot read or write where it is told to. */
  | "storage";

/** What a `ConfigurationError` is made with besides its message. */
export interface ConfigurationErrorOptions extends ErrorOptions {
  /** What is wrong. @default "invalid-option" */
  readonly code?: ConfigurationCode | undefined;
}

/** A client was set up wrongly, or a credential or environment variable is missing. Nothing was sent. */
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

/** The parameters of a call are wrong. Nothing was sent. */
export class InvalidParamsError extends KelasError {
  static override readonly brand: string = "InvalidParamsError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** Every wrong field. */
  readonly issues: readonly Issue[];
  declare readonly outcome: "not-sent";

  constructor(vendor: string, operation: string, issues: readonly Issue[], options?: ErrorOptions) {
    const count = issues.length === 1 ? "a parameter is wrong" : `${issues.length} parameters are wrong`;
    const clauses = issues.map((issue) => issue.message).join("; ");
    super(`${vendor} ${operation}: ${count} and nothing was sent. ${clauses}.`, {
      ...options,
      outcome: "not-sent",
    });
    this.vendor = vendor;
    this.operation = operation;
    this.issues = issues;
  }
}

/** The operation's route is only proposed, and the client's `unverifiedRoutes` policy refuses it. Nothing was sent. */
export class UnverifiedRouteError extends KelasError {
  static override readonly brand: string = "UnverifiedRouteError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The proposed route, as in `POST /v1/orders/validate`. */
  readonly route: string;
  declare readonly outcome: "not-sent";

  constructor(vendor: string, operation: string, route: string) {
    super(
      `${vendor} ${operation}: the route ${route} is only proposed, the vendor does not document it, and nothing was sent. ` +
        `Give the real one with routes: { "${operation}": "METHOD /path" }, or accept guesses with unverifiedRoutes: "allow".`,
      { outcome: "not-sent" },
    );
    this.vendor = vendor;
    this.operation = operation;
    this.route = route;
  }
}

/**
 * A call that was under way failed: the base of the errors of the network, of the vendor and of time. An error of this
 * class itself says that something around the request failed, as a limiter, a token store or a middleware; `cause` is
 * what it threw.
 *
 * Operation, outcome and the other facts are always those of the call that was made. Where a request inside it failed, as
 * the one for its token, that request's error is the `cause`, and the class, status and `retryAfter` are taken from it.
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
  /** How many times the request was sent or tried. */
  readonly attempts: number;
  /** What is known about the effect: whether sending it again is safe. */
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

/** What the vendor answered, for an `ApiError`. */
export interface ApiErrorDetails {
  /** The HTTP status; 200 where a vendor reports an error in a successful reply. */
  readonly status: number;
  /** The vendor's own code, where it has one. */
  readonly code?: string | undefined;
  /** The id by which the vendor's support finds the request, where it sends one. */
  readonly requestId?: string | undefined;
  /** The parsed body, up to 100 000 characters of it, or the first 2 kB of a body that is not JSON; known secrets are replaced. Absent on token calls. */
  readonly body?: unknown;
  /** The fields the vendor found wrong. */
  readonly fields?: readonly FieldProblem[] | undefined;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Headers of the answer that a `NotModifiedError` keeps. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The vendor answered with an error. The message is method, path, status and the vendor's words. */
export class ApiError extends CallError implements Omit<ApiErrorDetails, "headers"> {
  static override readonly brand: string = "ApiError";
  /** The HTTP status; 200 where the vendor reports an error in a successful reply. */
  readonly status: number;
  /** The vendor's own code, where it has one. */
  readonly code: string | undefined;
  /** The id by which the vendor's support finds the request. */
  readonly requestId: string | undefined;
  /** The vendor's body, known secrets replaced; absent on token calls. */
  readonly body: unknown;
  /** The fields the vendor found wrong. */
  readonly fields: readonly FieldProblem[];
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: CallFacts, details: ApiErrorDetails, options?: ErrorOptions) {
    super(message, facts, options);
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.body = details.body;
    this.fields = details.fields ?? [];
    this.retryAfter = details.retryAfter;
  }
}

/** 304, where the call asked for the thing only if it has changed, as with the header `if-none-match`. */
export class NotModifiedError extends ApiError {
  static override readonly brand: string = "NotModifiedError";
  /** What the answer says of the copy that the caller has: `etag`, `last-modified`, `cache-control` and the like, in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, facts: CallFacts, details: ApiErrorDetails, options?: ErrorOptions) {
    super(message, facts, details, options);
    this.headers = details.headers ?? {};
  }
}

/** 400, or another 4xx without a class of its own: the vendor does not understand the request. */
export class BadRequestError extends ApiError {
  static override readonly brand: string = "BadRequestError";
}

/** 401: the credential is missing, wrong or expired, and renewing it did not help; or the request for a token was refused. */
export class AuthenticationError extends ApiError {
  static override readonly brand: string = "AuthenticationError";
}

/** 403: the credential is good, but not for this. */
export class PermissionError extends ApiError {
  static override readonly brand: string = "PermissionError";
}

/** 404 or 410: there is no such thing. On a route that is only proposed, the route itself may be wrong; the message says so. */
export class NotFoundError extends ApiError {
  static override readonly brand: string = "NotFoundError";
}

/** 409: it contradicts what the vendor holds. */
export class ConflictError extends ApiError {
  static override readonly brand: string = "ConflictError";
}

/** 422: the vendor found fields wrong; `fields` names them where the vendor does. */
export class ValidationError extends ApiError {
  static override readonly brand: string = "ValidationError";
}

/** 429: too many requests; `retryAfter` says how long to wait where the vendor does. */
export class RateLimitError extends ApiError {
  static override readonly brand: string = "RateLimitError";
}

/** 5xx: the vendor failed. A write may have been carried out all the same. */
export class ServerError extends ApiError {
  static override readonly brand: string = "ServerError";
}

/** The connection could not be made or broke. `code` is the system's, as in `ECONNREFUSED`, where there is one. */
export class ConnectionError extends CallError {
  static override readonly brand: string = "ConnectionError";
  /** The system's error code, as in `ECONNRESET`. */
  readonly code: string | undefined;

  constructor(message: string, facts: CallFacts, code: string | undefined, options?: ErrorOptions) {
    super(message, facts, options);
    this.code = code;
  }
}

/** A try, or the whole call with its waits, took longer than allowed. */
export class TimeoutError extends CallError {
  static override readonly brand: string = "TimeoutError";
  /** The limit that was passed, in milliseconds. */
  readonly timeout: number;
  /** Which limit: `try` for the option `timeout`, `total` for `totalTimeout`. */
  readonly scope: "try" | "total";

  constructor(
    message: string,
    facts: CallFacts,
    timeout: number,
    scope: "try" | "total",
    options?: ErrorOptions,
  ) {
    super(message, facts, options);
    this.timeout = timeout;
    this.scope = scope;
  }
}

/** The caller's `signal` ended the call. */
export class AbortedError extends CallError {
  static override readonly brand: string = "AbortedError";
}

/** What came instead of the expected reply, for a `ResponseMismatchError`. */
export interface MismatchDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The reply's media type, without its parameters. */
  readonly mediaType?: string | undefined;
  /** The first 2 kB of a body that is not JSON; known secrets are replaced. Absent on token calls. */
  readonly excerpt?: string | undefined;
  /** Where a JSON body differs from the declaration. */
  readonly issues?: readonly Issue[] | undefined;
}

/** A reply is not what it should be: not JSON, cut off, too large, a redirect, or (in `strict` validation) of another shape. */
export class ResponseMismatchError extends CallError implements MismatchDetails {
  static override readonly brand: string = "ResponseMismatchError";
  /** The HTTP status. */
  readonly status: number;
  /** The reply's media type. */
  readonly mediaType: string | undefined;
  /** The first 2 kB of a body that is not JSON. */
  readonly excerpt: string | undefined;
  /** Where a JSON body differs from the declaration. */
  readonly issues: readonly Issue[];

  constructor(message: string, facts: CallFacts, details: MismatchDetails, options?: ErrorOptions) {
    super(message, facts, options);
    this.status = details.status;
    this.mediaType = details.mediaType;
    this.excerpt = details.excerpt;
    this.issues = details.issues ?? [];
  }
}

/** A list cannot be walked to its end without losing or repeating items: a page or cursor came twice, or the page cap is reached. */
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
