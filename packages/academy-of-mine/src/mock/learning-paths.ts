import type { MockServerBuilder } from "@kelaskit/core/testing";
import { mockLearningPathCatalog } from "./learning-path-catalog.ts";
import { mockLearningPathLearners } from "./learning-path-learners.ts";
import type { AcademyStore } from "./store.ts";

/** Handlers for learning paths: catalog, enrollments, progress and reports. */
export function mockLearningPaths(server: MockServerBuilder, store: AcademyStore): void {
  mockLearningPathCatalog(server, store);
  mockLearningPathLearners(server, store);
}
