import type { MockServerBuilder } from "@kelaskit/core/testing";
import { mockCourseCatalogue } from "./course-catalogue.ts";
import { mockCourseLearners } from "./course-learners.ts";
import { mockCourseReports } from "./course-reports.ts";
import type { AcademyStore } from "./store.ts";

/** Handlers for courses: catalog, enrollments, progress and reports. */
export function mockCourses(server: MockServerBuilder, store: AcademyStore): void {
  mockCourseCatalogue(server, store);
  mockCourseLearners(server, store);
  mockCourseReports(server, store);
}
