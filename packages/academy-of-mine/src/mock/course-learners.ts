import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  assignCertificate,
  type CourseEnrollmentsParams,
  type CourseProgress,
  enroll,
  getProgress,
  grantAccess,
  launch,
  type LaunchedCourse,
  listEnrolledLearners,
  lookupEnrolledUsers,
  type ModuleProgressRecord,
  removeLearners,
  resetProgress,
  revokeAccess,
  setExpiry,
  updateProgress,
  type UpdateCourseProgressParams,
} from "../courses/index.ts";
import type { Id } from "../shared/shapes.ts";
import { savedModules } from "./course-reply.ts";
import { ago, dayFirst, daysUntil, inMicroseconds, readMoment } from "./dates.ts";
import {
  accessStatus,
  enrollUsers,
  isExpired,
  learnerPage,
  selectEnrollments,
  userEnrollments,
} from "./enrollments.ts";
import { toNumber } from "./pages.ts";
import { fullName, isCalled } from "./people.ts";
import { begin, giveCertificate, isStatus, reset, setStatus } from "./progress.ts";
import { slugOf } from "./published.ts";
import { invalidReply, notFound } from "./reply.ts";
import { portalScope } from "./scope.ts";
import type { MockCourse, MockEnrollment } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedFlag, savedIds, savedText } from "./values.ts";

function moduleProgress(
  course: MockCourse,
  { moduleStatuses }: MockEnrollment,
): readonly ModuleProgressRecord[] {
  return savedModules(course).map((module) => {
    const [id = null] = savedIds(module["module_id"]);
    const name = savedText(module["name"]) ?? `Module ${String(id)}`;
    const status = moduleStatuses[String(id)] ?? "Not Started";
    return {
      module_id: id,
      name,
      slug: slugOf(name),
      type: savedText(module["type"]) ?? "text",
      icon: null,
      status_row_id: -1,
      status,
      started_on: null,
      completed_on: null,
      last_accessed_on: null,
      total_time_spent: null,
      completion_percentage: status === "Completed" ? 100 : 0,
      no_of_times_accessed: 0,
      totalMarks: null,
      obtainedMarks: null,
    };
  });
}

function courseProgress(course: MockCourse, enrollment: MockEnrollment, userName: string): CourseProgress {
  return {
    id: enrollment.id,
    name: course.name,
    course_id: course.id,
    userId: enrollment.userId,
    userName,
    featuredImageUrl: savedText(course.details["featuredImageUrl"]),
    status: enrollment.status,
    completionPercentage: enrollment.percentComplete,
    enrollmentDate: inMicroseconds(enrollment.registeredAt),
    expiryDate: inMicroseconds(enrollment.expiresAt),
    completionDate: inMicroseconds(enrollment.completedAt),
    startDate: inMicroseconds(enrollment.startedAt),
    lastAccessed: inMicroseconds(enrollment.lastAccessedAt),
    modules: moduleProgress(course, enrollment),
    hasSection: false,
  };
}

function launchedCourse(
  course: MockCourse,
  enrollment: MockEnrollment,
  modules: readonly Id[],
): LaunchedCourse {
  const wanted = modules.map(toNumber);
  return {
    id: enrollment.id,
    name: course.name,
    instructions: savedText(course.details["instructions"]),
    rating: null,
    enableCourseRating: savedFlag(course.details["enableCourseRating"]) ?? false,
    accessStatus: accessStatus(enrollment),
    status: enrollment.status,
    display_status: enrollment.status,
    completionPercentage: enrollment.percentComplete,
    timeSpent: "00:00:00",
    enrollmentDate: dayFirst(enrollment.registeredAt),
    isExpired: isExpired(enrollment),
    lastAccessed: ago(enrollment.lastAccessedAt),
    estimatedCompletionTime: null,
    expireOn: dayFirst(enrollment.expiresAt, "Never"),
    modules: moduleProgress(course, enrollment).filter(
      ({ module_id: id }) => wanted.length === 0 || wanted.includes(id ?? Number.NaN),
    ),
    daysToExpire: daysUntil(enrollment.expiresAt),
  };
}

const moments = {
  enrollmentDate: "registeredAt",
  expiryDate: "expiresAt",
  startDate: "startedAt",
  completionDate: "completedAt",
  lastAccessed: "lastAccessedAt",
} as const;

/** Writes the given values, or nothing if one of them is invalid. */
function changeProgress(
  store: AcademyStore,
  enrollment: MockEnrollment,
  changes: UpdateCourseProgressParams,
): Response | undefined {
  const { status, modules = [] } = changes;
  if (status !== undefined && !isStatus(status)) {
    return invalidReply([{ field: "status", message: "There is no such status." }]);
  }
  const written: Record<string, string> = {};
  for (const [field, own] of Object.entries(moments)) {
    const text: unknown = Reflect.get(changes, field);
    if (typeof text !== "string") continue;
    const moment = readMoment(text);
    if (moment === undefined) return invalidReply([{ field, message: "It must be a date and a time." }]);
    written[own] = moment;
  }
  if (status !== undefined) setStatus(store, enrollment, status);
  Object.assign(enrollment, written);
  enrollment.moduleStatuses = {
    ...enrollment.moduleStatuses,
    ...Object.fromEntries(modules.map((module) => [String(module.module_id), module.status])),
  };
  return undefined;
}

/** Handlers for the enrollments in courses, and progress. */
export function mockCourseLearners(server: MockServerBuilder, store: AcademyStore): void {
  const onSelected = (
    { id, enrollmentIds }: CourseEnrollmentsParams,
    act: (enrollment: MockEnrollment, course: MockCourse) => void,
    done: string,
  ): Response | { readonly message: string } => {
    const course = store.courses.get(toNumber(id));
    if (course === undefined) return notFound("course");
    const selected = selectEnrollments(store, "course", course.id, enrollmentIds);
    if (selected instanceof Response) return selected;
    for (const enrollment of selected) act(enrollment, course);
    return { message: `${selected.length} student(s): ${done}` };
  };
  server.on(listEnrolledLearners, ({ params }) => {
    const course = store.courses.get(toNumber(params.course_id));
    if (course === undefined) return notFound("course");
    return { courseName: course.name, ...learnerPage(store, "course", course.id, params) };
  });
  // The vendor shows an empty list: the fields of a learner are invented.
  server.on(lookupEnrolledUsers, ({ params: { id, search_term: term, portalId } }) => {
    const course = store.courses.get(toNumber(id));
    if (course === undefined) return notFound("course");
    const scope = portalScope(store, portalId);
    const inCourse = new Set(store.enrollmentsIn("course", course.id));
    return userEnrollments(
      store,
      (enrollment) => inCourse.has(enrollment) && scope.hasUser(enrollment.userId),
    )
      .filter(({ user }) => isCalled(user, term))
      .map(({ user }) => ({ id: user.id, name: fullName(user), email: user.email }));
  });
  server.on(enroll, ({ params }) => {
    const id = toNumber(params.id);
    return store.courses.has(id) ? enrollUsers(store, "course", id, params) : notFound("course");
  });
  server.on(removeLearners, ({ params }) =>
    onSelected(
      params,
      ({ id }) => {
        store.enrollments.delete(id);
      },
      "removed",
    ),
  );
  server.on(resetProgress, ({ params }) =>
    onSelected(
      params,
      (enrollment) => {
        reset(store, enrollment);
      },
      "progress reset",
    ),
  );
  server.on(revokeAccess, ({ params }) =>
    onSelected(
      params,
      (enrollment) => {
        enrollment.isAllowed = false;
      },
      "access revoked",
    ),
  );
  server.on(grantAccess, ({ params }) =>
    onSelected(
      params,
      (enrollment) => {
        enrollment.isAllowed = true;
      },
      "access granted",
    ),
  );
  server.on(setExpiry, ({ params }) => {
    const expiresAt = readMoment(params.expiryDate);
    if (expiresAt === undefined)
      return invalidReply([{ field: "expiryDate", message: "It must be a date." }]);
    return onSelected(
      params,
      (enrollment) => {
        enrollment.expiresAt = expiresAt;
      },
      "expiry set",
    );
  });
  // Also for a course without a certificate template (not documented).
  server.on(assignCertificate, ({ params }) =>
    onSelected(
      params,
      (enrollment, { name }) => {
        giveCertificate(store, enrollment, name);
      },
      "certificate assigned",
    ),
  );
  server.on(getProgress, ({ params: { id, userId } }) => {
    const enrollment = store.enrollments.get(toNumber(id));
    const course = enrollment?.kind === "course" ? store.courses.get(enrollment.contentId) : undefined;
    const user = store.users.get(toNumber(userId));
    if (enrollment === undefined || course === undefined || user?.id !== enrollment.userId) {
      return notFound("enrollment");
    }
    return courseProgress(course, enrollment, user === undefined ? "" : fullName(user));
  });
  // By the course and the user, as the vendor's text says; without one of them, the enrollment is ambiguous.
  server.on(updateProgress, ({ params }) => {
    const { id, userId } = params;
    if (id === undefined || userId === undefined) {
      return invalidReply([{ field: id === undefined ? "id" : "userId", message: "It is required." }]);
    }
    const enrollment = store.enrollmentOf("course", toNumber(id), toNumber(userId));
    if (enrollment === undefined) return notFound("enrollment");
    return changeProgress(store, enrollment, params) ?? { message: "Progress updated successfully" };
  });
  server.on(launch, ({ params: { registrationId, info, portalId, moduleIds = [] } }) => {
    const enrollment = store.enrollments.get(toNumber(registrationId));
    const course = enrollment?.kind === "course" ? store.courses.get(enrollment.contentId) : undefined;
    // In a portal that the learner is not in, there is nothing to open (deduced).
    if (
      enrollment === undefined ||
      course === undefined ||
      !portalScope(store, portalId).hasUser(enrollment.userId)
    ) {
      return notFound("enrollment");
    }
    if (info !== true) begin(store, enrollment);
    return launchedCourse(course, enrollment, moduleIds);
  });
}
