/**
 * Mocks made from declarations, for tests in memory and with msw.
 *
 * @packageDocumentation
 */
export {
  type ConformanceCase,
  type ConformanceOptions,
  conformanceProblems,
  type DeclaredOperation,
} from "./conformance.ts";
export { mock, type MockCall, type MockOptions, type MockReply, MockReplyError } from "./mock.ts";
export {
  createMockServer,
  type Failure,
  type FailureOptions,
  type MockServer,
  type MockServerBuilder,
  type MockServerOptions,
  type RecordedRequest,
} from "./server.ts";
export { undeclaredKeys } from "./undeclared-keys.ts";
