/**
 * The core of Kelaskit's vendor clients: operations, clients, errors, credentials, pagination, limits.
 *
 * @packageDocumentation
 */
export { bearer, type TokenSource } from "./auth/bearer.ts";
export type { Authorization, Credential, CredentialContext } from "./auth/credential.ts";
export {
  type TokenCredential,
  tokenCredential,
  type TokenCredentialOptions,
} from "./auth/token-credential.ts";
export { memoryTokenStore, type TokenSet, type TokenStore } from "./auth/token-store.ts";
export { bind, type Bound, type BoundClient } from "./bind.ts";
export type { Call, WithResponse } from "./call.ts";
export { type Client, createClient, type RequestOptions } from "./client.ts";
export type {
  AnyDeclaration,
  BinaryReply,
  Evidence,
  FieldEncoding,
  HttpMethod,
  OperationDeclaration,
  RequestBody,
  RuleViolation,
  SchemaFor,
  SchemaThunk,
} from "./declaration.ts";
export { environment, optionOrEnvironment } from "./environment.ts";
export * from "./errors.ts";
export type { ErrorCategory, ErrorReader, ErrorSource, VendorProblem } from "./execute/engine.ts";
export type { Middleware, MiddlewareRequest } from "./execute/middleware.ts";
export { nearestName } from "./nearest-name.ts";
export { createLimiter, type Limiter, type LimiterOptions } from "./limiter.ts";
export { LimiterPausedError, longestPause } from "./limiter-pause.ts";
export type { Logger } from "./logging.ts";
export {
  type CallArguments,
  type NoParams,
  operation,
  type Operation,
  pagedOperation,
  type PagedOperation,
} from "./operation.ts";
export type {
  CallOptions,
  ClientOptions,
  DriftReport,
  UnverifiedRoutePolicy,
  ValidationMode,
} from "./options.ts";
export { cursorPager, type CursorPagerOptions } from "./pagination/cursor.ts";
export { laravelPager, type LaravelPagerOptions } from "./pagination/laravel.ts";
export { offsetPager, type OffsetPagerOptions } from "./pagination/offset.ts";
export { pageNumberPager, type PageNumberPagerOptions } from "./pagination/page-number.ts";
export type { PagedCall, ToArrayOptions } from "./pagination/paged-call.ts";
export type { NextPage, PageParams, Pager, PageView } from "./pagination/pager.ts";
export { driftIssues } from "./reply/drift.ts";
export type { VendorDefinition } from "./vendor-definition.ts";
