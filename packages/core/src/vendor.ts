/**
 * For authors of vendor packages: operations, clients, credentials and pagers. Users of a vendor's package do not need it.
 *
 * @packageDocumentation
 */
export { checkOptions, type OptionNames } from "./check-options.ts";
export { createClient } from "./create-client.ts";
export {
  type Authorization,
  bearer,
  type Credential,
  type CredentialContext,
  type TokenCredential,
  tokenCredential,
  type TokenCredentialOptions,
} from "./credentials.ts";
export type {
  AnyDeclaration,
  FieldEncoding,
  OperationDeclaration,
  RuleIssue,
  SchemaFor,
  SchemaThunk,
} from "./declaration.ts";
// Also exported by the index; repeated here because importing only these makes a bundle of one operation 200 bytes smaller.
export { ConfigurationError, KelasError } from "./errors.ts";
export { typeName } from "./describe.ts";
export { driftIssues } from "./drift.ts";
export type {
  BodyType,
  ErrorCategory,
  ErrorReader,
  ErrorSource,
  VendorDefinition,
  VendorProblem,
} from "./engine.ts";
export { environment, optionOrEnvironment } from "./environment.ts";
export { isObject, type JsonObject } from "./json-object.ts";
export { nearestName } from "./nearest-name.ts";
export { clientOptions, type OwnOptionNames } from "./options.ts";
export {
  bind,
  type Bound,
  type BoundClient,
  type CallArguments,
  type MethodClient,
  type NoParams,
  operation,
  type Operation,
  pagedOperation,
  type PagedOperation,
} from "./operation.ts";
export {
  cursorPager,
  type CursorPagerOptions,
  laravelPager,
  type LaravelPagerOptions,
  type ListLength,
  type NextPage,
  offsetPager,
  type OffsetPagerOptions,
  pageNumberPager,
  type PageNumberPagerOptions,
  type PageParams,
  type Pager,
  type PageView,
} from "./pagers.ts";
export { problemFields, problemText } from "./problem-text.ts";
export { type ChangedOptions, withOptions } from "./with-options.ts";
export { callUserFunction } from "./user-function.ts";
