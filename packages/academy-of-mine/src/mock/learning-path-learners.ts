import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  assignCertificate,
  enroll,
  listEnrollments,
  getOverviewReport,
  launch,
  type LaunchedLearningPath,
  type LaunchedLearningPathCourse,
  type LearningPathEnrollmentRecord,
  type LearningPathEnrollmentSearch,
  listEnrolledLearners,
  removeLearners,
} from "../learning-paths/index.ts";
import { dayFirst, readPeriod, withDashes } from "./dates.ts";
import {
  enrollUsers,
  isExpired,
  learnerPage,
  overview,
  selectEnrollments,
  type UserEnrollment,
  userEnrollments,
} from "./enrollments.ts";
import { pageOf, toNumber } from "./pages.ts";
import { capitalized, isCalled } from "./people.ts";
import { begin, completedCourses, coursesOf, giveCertificate } from "./progress.ts";
import { invalidReply, notFound } from "./reply.ts";
import { portalNames, portalScope } from "./scope.ts";
import type { MockEnrollment, MockLearningPath } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedFlag, savedIds, savedNumber, savedText } from "./values.ts";

/** The values that only `learningPaths.listEnrollments` has; the third is deduced. */
const reportedStatuses = {
  "Not Started": "registered",
  "In Progress": "started",
  Completed: "completed",
} as const;

function enrollmentRecord(
  store: AcademyStore,
  { enrollment, user, name }: UserEnrollment,
): LearningPathEnrollmentRecord {
  const status = reportedStatuses[enrollment.status];
  return {
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    learning_path_name: name,
    status,
    display_status: capitalized(status),
    registered_on: withDashes(enrollment.registeredAt),
    started_on: withDashes(enrollment.startedAt),
    completed_on: withDashes(enrollment.completedAt),
    last_accessed_on: withDashes(enrollment.lastAccessedAt),
    certifcate_issued: enrollment.certificates.length > 0 ? "Yes" : "No",
    courseDetails: [],
    total_time_spent: 0,
    expire_on: withDashes(enrollment.expiresAt, "Never"),
    completed_lp_courses: completedCourses(store, enrollment),
    total_lp_courses: coursesOf(store, enrollment).length,
    portalName: portalNames(
      store,
      ({ members, learningPaths }) => members.has(user.id) && learningPaths.includes(enrollment.contentId),
    ),
  };
}

/** Whether an enrollment matches the search, or the invalid field of the search. */
function reportFilter(
  search: LearningPathEnrollmentSearch = {},
): ((entry: UserEnrollment) => boolean) | string {
  const { status: statuses = [], nameOrEmail } = search;
  const isRegistered = readPeriod(search.registered_on ?? []);
  if (isRegistered === undefined) return "registered_on";
  const isCompleted = readPeriod(search.completed_on ?? []);
  if (isCompleted === undefined) return "completed_on";
  return ({ enrollment, user }) =>
    (statuses.length === 0 || statuses.includes(reportedStatuses[enrollment.status])) &&
    isRegistered(enrollment.registeredAt) &&
    isCompleted(enrollment.completedAt) &&
    isCalled(user, nameOrEmail);
}

function launchedCourses(
  store: AcademyStore,
  path: MockLearningPath,
  enrollment: MockEnrollment,
): readonly LaunchedLearningPathCourse[] {
  const taken = coursesOf(store, enrollment);
  const isDone = taken.map((course) => course?.status === "Completed");
  const prerequisites = savedIds(path.details["prerequisites"]);
  return path.courses.map((courseId, index) => {
    const [course, own] = [store.courses.get(courseId), taken[index]];
    return {
      name: course?.name ?? null,
      courseId,
      rating: null,
      status: own?.status ?? "Not Started",
      completion_percentage: own?.percentComplete ?? 0,
      display_status: own?.status ?? "Not Started",
      expire_on: dayFirst(own?.expiresAt ?? null, "Never"),
      minimum_passing_percentage: savedNumber(course?.details["minPassingPercentage"]) ?? 0,
      certificate: own?.certificates.length ?? 0,
      certificate_expire_after: "Never",
      isExpired: own === undefined ? false : isExpired(own),
      isCurrent: index === isDone.indexOf(false),
      // A course waits for those before it that must be completed first (deduced).
      isLocked: path.courses
        .slice(0, index)
        .some((earlier, place) => prerequisites.includes(earlier) && isDone[place] !== true),
      estimatedCompletionTime: null,
      userReviewAvailable: false,
      enableCourseRating: savedFlag(course?.details["enableCourseRating"]) ?? false,
    };
  });
}

function launchedLearningPath(
  store: AcademyStore,
  path: MockLearningPath,
  enrollment: MockEnrollment,
): LaunchedLearningPath {
  return {
    id: enrollment.id,
    name: path.name,
    instructions: savedText(path.details["instructions"]),
    learningPathStatus: path.status === "publish" ? "Active" : capitalized(path.status),
    status: enrollment.status,
    display_status: enrollment.status,
    completionPercentage: enrollment.percentComplete,
    enrollmentDate: dayFirst(enrollment.registeredAt),
    certificate: enrollment.certificates.length,
    rating: null,
    totalEstimatedTime: null,
    courseData: launchedCourses(store, path, enrollment),
  };
}

/** Handlers for the enrollments in learning paths, progress and reports. */
export function mockLearningPathLearners(server: MockServerBuilder, store: AcademyStore): void {
  server.on(listEnrolledLearners, ({ params }) => {
    const path = store.learningPaths.get(toNumber(params.learning_path_id));
    if (path === undefined) return notFound("learning path");
    return { learningPathName: path.name, ...learnerPage(store, "learningPath", path.id, params) };
  });
  server.on(enroll, ({ params }) => {
    const id = toNumber(params.id);
    if (!store.learningPaths.has(id)) return notFound("learning path");
    return enrollUsers(store, "learningPath", id, params);
  });
  // The learners keep the courses (not documented).
  server.on(removeLearners, ({ params: { id, enrollmentIds } }) => {
    const path = store.learningPaths.get(toNumber(id));
    if (path === undefined) return notFound("learning path");
    const selected = selectEnrollments(store, "learningPath", path.id, enrollmentIds);
    if (selected instanceof Response) return selected;
    for (const enrollment of selected) store.enrollments.delete(enrollment.id);
    return { message: `${selected.length} student(s): removed` };
  });
  server.on(assignCertificate, ({ params: { id, enrollmentIds } }) => {
    const path = store.learningPaths.get(toNumber(id));
    if (path === undefined) return notFound("learning path");
    const selected = selectEnrollments(store, "learningPath", path.id, enrollmentIds);
    if (selected instanceof Response) return selected;
    if (savedIds(path.details["certificates"]).length === 0) {
      return { isSucess: false, message: "The learning path has no certificate template." };
    }
    for (const enrollment of selected) giveCertificate(store, enrollment, path.name);
    return { isSucess: true, message: `${selected.length} student(s): certificate assigned` };
  });
  server.on(launch, ({ params: { registrationId, info, portalId } }) => {
    const enrollment = store.enrollments.get(toNumber(registrationId));
    const path =
      enrollment?.kind === "learningPath" ? store.learningPaths.get(enrollment.contentId) : undefined;
    // In a portal that the learner is not in, there is nothing to open (deduced).
    if (
      enrollment === undefined ||
      path === undefined ||
      !portalScope(store, portalId).hasUser(enrollment.userId)
    ) {
      return notFound("enrollment");
    }
    if (info !== true) begin(store, enrollment);
    return launchedLearningPath(store, path, enrollment);
  });
  server.on(getOverviewReport, ({ params: { searchPortalIds } }) => {
    const scope = portalScope(store, searchPortalIds);
    return overview(
      [...store.learningPaths.values()]
        .filter(({ id }) => scope.has("learningPath", id))
        .map(({ id, name }) => ({
          name,
          enrollments: store
            .enrollmentsIn("learningPath", id)
            .filter((enrollment) => scope.hasEnrollment(enrollment)),
        })),
    );
  });
  // No learning path, no portal and -1 mean all of them (deduced).
  server.on(listEnrollments, ({ params }) => {
    const isFound = reportFilter(params.search_param);
    if (typeof isFound === "string") {
      return invalidReply([
        { field: `search_param.${isFound}`, message: "It must be a start date and an end date." },
      ]);
    }
    const scope = portalScope(store, params.searchPortalIds);
    const paths = params.learning_path_ids.map(toNumber);
    const all = userEnrollments(
      store,
      (enrollment) =>
        enrollment.kind === "learningPath" &&
        (paths.length === 0 || paths.includes(enrollment.contentId)) &&
        scope.hasEnrollment(enrollment),
    );
    const found = all.filter(isFound);
    return pageOf(
      found.map((entry) => enrollmentRecord(store, entry)),
      params,
      all.length,
    );
  });
}
