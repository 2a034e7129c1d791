import type { MockServerBuilder } from "@kelaskit/core/testing";
import { mockLearningPathCatalogue } from "./learning-path-catalogue.ts";
import { mockLearningPathLearners } from "./learning-path-learners.ts";
import type { AcademyStore } from "./store.ts";

/** Handlers for learning paths: catalog, enrollments, progress and reports. */
export function mockLearningPaths(server: MockServerBuilder, store: AcademyStore): void {
  mockLearningPathCatalogue(server, store);
  mockLearningPathLearners(server, store);
}
