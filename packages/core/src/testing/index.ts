/**
 * Mocks based on declarations, for tests in memory, with msw, and over HTTP.
 *
 * @packageDocumentation
 */
export {
  type ConformanceCase,
  type ConformanceOptions,
  conformanceProblems,
  type DeclaredOperation,
} from "./conformance.ts";
export { type AnswerOptions, type MockCall, type MockReply, MockReplyError } from "./answer.ts";
export type { Failure, FailureOptions } from "./failures.ts";
export { mock, type MockOptions } from "./mock.ts";
export type { MswHandlerMaker, MswHttp } from "./msw.ts";
export { checkMockOptions } from "./names.ts";
export type { OperationName } from "./operation-name.ts";
export type { RecordedOperation, VendorRecording } from "../recording.ts";
export {
  createMockServer,
  type MockServer,
  type MockServerBuilder,
  type MockServerOptions,
  type RecordedRequest,
} from "./server.ts";
export {
  bearerTokenOf,
  type IssuedToken,
  TokenDesk,
  type TokenDeskOptions,
  type TokenKind,
} from "./token-desk.ts";
export { undeclaredKeys } from "./undeclared-keys.ts";
