import { CallError, type CallFacts, type FieldProblem } from "./errors.ts";
import type { Issue } from "./kelas-error.ts";

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
