/**
 * A Toolzz in memory, for tests.
 *
 * @packageDocumentation
 */
export { createMockToolzz, type MockToolzz, type MockToolzzOptions } from "./server.ts";
export type {
  MockClass,
  MockContent,
  MockCourse,
  MockEnrollment,
  MockLibraryContent,
  MockProgress,
  MockRegistration,
  MockUser,
  ToolzzSeed,
} from "./records.ts";
export type { ToolzzStore } from "./store.ts";
