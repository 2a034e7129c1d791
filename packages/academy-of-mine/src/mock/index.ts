/**
 * An in-memory Academy of Mine: its handlers for msw, its `fetch` for a client, its store for assertions, and webhooks to
 * test a receiver.
 *
 * @packageDocumentation
 */
export { createMockAcademyOfMine } from "./server.ts";
export type { MockAcademyOfMine, MockAcademyOfMineOptions } from "./server.ts";
export type {
  AcademySeed,
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
} from "./records.ts";
export type { AcademyStore } from "./store.ts";
export { mockWebhook, type MockWebhookEvent, type MockWebhookOptions } from "./webhook.ts";
