import type { MockServerBuilder } from "@kelaskit/core/testing";
import { mockCourseCatalog } from "./course-catalog.ts";
import { mockCourseLearners } from "./course-learners.ts";
import { mockCourseReports } from "./course-reports.ts";
import type { AcademyStore } from "./store.ts";

/** Handlers for courses: catalog, enrollments, progress and reports. */
export function mockCourses(server: MockServerBuilder, store: AcademyStore): void {
  mockCourseCatalog(server, store);
  mockCourseLearners(server, store);
  mockCourseReports(server, store);
}
