/**
 * For users of a vendor's package: errors, options, token stores, limiters and transports. For authors of vendor packages, see
 * `@kelaskit/core/vendor`.
 *
 * @packageDocumentation
 */
export type { MethodClient } from "./operation.ts";
export type { Call, CallResult, WithResponse } from "./call.ts";
export type { Caller, Client, RequestOptions } from "./client.ts";
export type { TokenSource } from "./credentials.ts";
export type { BinaryReply, Evidence, HttpMethod, RequestBody } from "./declaration.ts";
// By name: with `export *`, esbuild without splitting yields `undefined` for a class in a bundle that uses no client.
export {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  type MismatchDetails,
  NotFoundError,
  NotModifiedError,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  TimeoutError,
  ValidationError,
} from "./call-errors.ts";
export {
  CallError,
  type CallFacts,
  type ConfigurationCode,
  ConfigurationError,
  type ConfigurationErrorOptions,
  type FieldProblem,
  type Issue,
  KelasError,
  type KelasErrorOptions,
  type Outcome,
  PaginationError,
  errorFromJSON,
} from "./errors.ts";
export type { DriftReport } from "./drift.ts";
export { InvalidParamsError, UnverifiedRouteError } from "./request-errors.ts";
export { createLimiter, type Limiter, type LimiterOptions } from "./limiter.ts";
export { longestPause } from "./limiter-pause.ts";
export { LimiterPausedError } from "./limiter-paused-error.ts";
export { fieldsFirst, type FieldsFirstLogger } from "./fields-first.ts";
export type { LogFields, Logger } from "./logging.ts";
export type { Middleware, MiddlewareRequest } from "./middleware.ts";
export type {
  CallOptions,
  ClientOptions,
  UnverifiedRoutePolicy,
  UploadProgress,
  ValidationMode,
} from "./options.ts";
export type { PagedCall, ToArrayOptions } from "./paged-call.ts";
export type { RecordedOperation, VendorRecording } from "./recording.ts";
export type { CallEnd, CallWatcher, Telemetry, TryEnd, TryWatcher, WatchedCall } from "./telemetry.ts";
export { memoryTokenStore, type TokenSet, type TokenStore } from "./token-store.ts";
export type { AppInfo } from "./user-agent.ts";
export type { ChangedOptions } from "./with-options.ts";
export { fetchTransport } from "./transport/fetch.ts";
export { streamedWrites } from "./transport/streamed-writes.ts";
export { kyTransport, type KyTransportOptions } from "./transport/ky.ts";
export {
  NotSentError,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from "./transport/transport.ts";
