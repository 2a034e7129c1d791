/**
 * An Academy of Mine in memory: its handlers for msw, its `fetch` for a client, its store for assertions.
 *
 * @packageDocumentation
 */
export { createMockAcademyOfMine } from "./server.ts";
export type { MockAcademyOfMine, MockAcademyOfMineOptions } from "./server.ts";
export type { AcademySeed } from "./seed.ts";
export type {
  AcademyStore,
  MockCategory,
  MockCertificate,
  MockCourse,
  MockEnrollment,
  MockEnrollmentSeed,
  MockLearningPath,
  MockOrder,
  MockOrderItem,
  MockOrderNote,
  MockPortal,
  MockPortalMember,
  MockRefund,
  MockUser,
} from "./store.ts";
