import { CallError, type CallFacts, type FieldProblem } from "./errors.ts";
import type { Issue } from "./kelas-error.ts";

/** The vendor's answer, for an `ApiError`. */
export interface ApiErrorDetails {
  /** The HTTP status; 200 if the vendor reports an error in a successful reply. */
  readonly status: number;
  /** The vendor's error code, if any. */
  readonly code?: string | undefined;
  /** The request id for the vendor's support, if any. */
  readonly requestId?: string | undefined;
  /** The parsed body, up to 100 000 characters, or the first 2 kB of a body that is not JSON; known secrets are replaced. Absent for token requests. */
  readonly body?: unknown;
  /** The fields the vendor found wrong. */
  readonly fields?: readonly FieldProblem[] | undefined;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** The headers of a `NotModifiedError`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The vendor answered with an error. The message contains method, path, status and the vendor's message. */
export class ApiError extends CallError implements Omit<ApiErrorDetails, "headers"> {
  static override readonly brand: string = "ApiError";
  /** The HTTP status; 200 if the vendor reports an error in a successful reply. */
  readonly status: number;
  /** The vendor's error code, if any. */
  readonly code: string | undefined;
  /** The request id for the vendor's support, if any. */
  readonly requestId: string | undefined;
  /** The vendor's body, with known secrets replaced; absent for token requests. */
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

/** 304: the request was conditional, for example with the header `if-none-match`, and nothing has changed. */
export class NotModifiedError extends ApiError {
  static override readonly brand: string = "NotModifiedError";
  /** Headers about the caller's cached copy, such as `etag`, `last-modified` and `cache-control`, in lower case. */
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

/** 401: the credential is missing, wrong or expired and could not be renewed, or the request for a token was refused. */
export class AuthenticationError extends ApiError {
  static override readonly brand: string = "AuthenticationError";
}

/** 403: the credential is valid but does not permit this. */
export class PermissionError extends ApiError {
  static override readonly brand: string = "PermissionError";
}

/** 404 or 410: not found. If the route is only proposed, it may be wrong; the message mentions it. */
export class NotFoundError extends ApiError {
  static override readonly brand: string = "NotFoundError";
}

/** 409: the request conflicts with the vendor's current state. */
export class ConflictError extends ApiError {
  static override readonly brand: string = "ConflictError";
}

/** 422: the vendor found invalid fields; `fields` contains those that it names. */
export class ValidationError extends ApiError {
  static override readonly brand: string = "ValidationError";
}

/** 429: too many requests; `retryAfter` is how long to wait, if the vendor specifies it. */
export class RateLimitError extends ApiError {
  static override readonly brand: string = "RateLimitError";
}

/** 5xx: the vendor failed. A write may have been carried out anyway. */
export class ServerError extends ApiError {
  static override readonly brand: string = "ServerError";
}

/** The connection failed or broke. `code` is the system's error code, such as `ECONNREFUSED`, if any. */
export class ConnectionError extends CallError {
  static override readonly brand: string = "ConnectionError";
  /** The system's error code, such as `ECONNRESET`, if any. */
  readonly code: string | undefined;

  constructor(message: string, facts: CallFacts, code: string | undefined, options?: ErrorOptions) {
    super(message, facts, options);
    this.code = code;
  }
}

/** An attempt, or the whole call with its waits, took longer than allowed. */
export class TimeoutError extends CallError {
  static override readonly brand: string = "TimeoutError";
  /** The limit that was exceeded, in milliseconds. */
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

/** The caller's `signal` aborted the call. */
export class AbortedError extends CallError {
  static override readonly brand: string = "AbortedError";
}

/** The unexpected reply, for a `ResponseMismatchError`. */
export interface MismatchDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The reply's media type, without its parameters. */
  readonly mediaType?: string | undefined;
  /** The first 2 kB of a body that is not JSON; known secrets are replaced. Absent for token requests. */
  readonly excerpt?: string | undefined;
  /** Where a JSON body differs from the declaration. */
  readonly issues?: readonly Issue[] | undefined;
}

/** A reply is not as expected: not (complete) JSON, empty, too large, a redirect, or (in `strict` validation) of another shape. */
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
