import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  listCourseResults,
  getDashboardStatistics,
  listDetails,
  listCertificates,
  listEnrolledCourses,
  listLearningPaths,
  type ListUserCertificatesParams,
  updateCertificateDates,
  type UserCertificate,
  type UserCourse,
  type UserCourseResult,
  type UserLearningPath,
} from "../users/index.ts";
import { ago, dayFirst, inWords, readMoment, readPeriod, withDashes, toMinutes, yearFirst } from "./dates.ts";
import {
  accessStatus,
  isExpired,
  matches,
  statusTotals,
  type UserEnrollment,
  userEnrollments,
} from "./enrollments.ts";
import { hasWords, ordered, pageItems, pageOf, toNumber } from "./pages.ts";
import { capitalized, fullName, keyOwner } from "./people.ts";
import { completedCourses, coursesOf } from "./progress.ts";
import { slugOf } from "./published.ts";
import { invalidReply, notFound } from "./reply.ts";
import { portalScope } from "./scope.ts";
import type { MockEnrollment, MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedFlag } from "./values.ts";

function userCourse(store: AcademyStore, { enrollment, name }: UserEnrollment): UserCourse {
  const course = store.courses.get(enrollment.contentId);
  return {
    id: enrollment.id,
    courseId: enrollment.contentId,
    courseSlug: slugOf(name),
    courseName: name,
    lastAccessed: ago(enrollment.lastAccessedAt),
    status: enrollment.status,
    display_status: enrollment.status,
    accessStatus: accessStatus(enrollment),
    percentComplete: enrollment.percentComplete,
    courseStatus: course?.status ?? null,
    registered_on: inWords(enrollment.registeredAt),
    started_on: inWords(enrollment.startedAt),
    completed_on: inWords(enrollment.completedAt),
    expire_on: inWords(enrollment.expiresAt, "Never"),
    isExpired: isExpired(enrollment),
    canRecertify: false,
    estimatedCompletionTime: null,
    certificate_count: enrollment.certificates.length,
    enableCourseRating: savedFlag(course?.details["enableCourseRating"]) ?? false,
    rating: null,
  };
}

function userLearningPath(store: AcademyStore, { enrollment, name }: UserEnrollment): UserLearningPath {
  return {
    id: enrollment.id,
    learningPathName: name,
    status: enrollment.status,
    display_status: enrollment.status,
    percentComplete: enrollment.percentComplete,
    registered_on: dayFirst(enrollment.registeredAt),
    started_on: dayFirst(enrollment.startedAt),
    completed_on: dayFirst(enrollment.completedAt),
    certificateCount: enrollment.certificates.length,
    totalLPCourses: coursesOf(store, enrollment).length,
    completedLpCourses: completedCourses(store, enrollment),
    rating: null,
    totalEstimatedTime: null,
  };
}

function courseResult({ enrollment, user }: UserEnrollment): UserCourseResult {
  return {
    first_name: user.firstName,
    last_name: user.lastName,
    status: enrollment.status,
    percent_complete: enrollment.percentComplete,
    access_status: accessStatus(enrollment),
    registered_on: withDashes(enrollment.registeredAt),
    started_on: withDashes(enrollment.startedAt),
    completed_on: withDashes(enrollment.completedAt),
    expire_on: withDashes(enrollment.expiresAt, "Never"),
    last_accessed_on: ago(enrollment.lastAccessedAt),
    percent_achieved: null,
    total_time_spent: "0h 0m",
    certifcate_issued: enrollment.certificates.length > 0 ? "Yes" : "No",
  };
}

function userCertificates(
  store: AcademyStore,
  user: MockUser,
  { search_param: filters = [], order_by: orders = [], portalId, ...query }: ListUserCertificatesParams,
): readonly UserCertificate[] {
  const scope = portalScope(store, portalId);
  const wanted = userEnrollments(
    store,
    ({ userId, kind, contentId }) => userId === user.id && scope.has(kind, contentId),
  );
  const certificates = wanted.flatMap(({ enrollment }) =>
    enrollment.certificates.map(({ id, title, issuedAt, validTill }) => ({
      id,
      title,
      issued_at: yearFirst(issuedAt),
      valid_till: yearFirst(validTill),
      issuer: "Example Academy",
      status: "active",
    })),
  );
  const found = certificates.filter((certificate) =>
    filters.every(({ field, value }) => hasWords(String(Reflect.get(certificate, field) ?? ""), value)),
  );
  // The first field counts most, so it is sorted by last.
  const sorted = orders
    .toReversed()
    .reduce<readonly UserCertificate[]>(
      (list, { field, direction }) => ordered(list, { colName: field, direction }),
      found,
    );
  return pageItems(sorted, query);
}

/** The parts of a user's record in a report; the vendor documents none, so the fields are invented. */
function reportedUser({ id, firstName, lastName, email, createdAt, customFields = {} }: MockUser) {
  return {
    user_id: id,
    first_name: firstName,
    last_name: lastName,
    email,
    created_at: toMinutes(createdAt),
    ...Object.fromEntries(Object.entries(customFields).map(([key, field]) => [key, field.submitted_value])),
  };
}

/** Handlers for users' enrollments, and reports on them. */
export function mockUserProgress(server: MockServerBuilder, store: AcademyStore): void {
  const takenBy = (
    kind: MockEnrollment["kind"],
    user: MockUser,
    wanted: (enrollment: MockEnrollment) => boolean,
  ): readonly UserEnrollment[] =>
    userEnrollments(
      store,
      (enrollment) => enrollment.kind === kind && enrollment.userId === user.id && wanted(enrollment),
    );
  // `viewType` has no effect: a user is named, and how the vendor combines both is unclear.
  server.on(listEnrolledCourses, ({ params }) => {
    const user = store.users.get(toNumber(params.user_id));
    if (user === undefined) return notFound("user");
    const scope = portalScope(store, params.portalId);
    // The author of a course manages it (deduced).
    const isManaged = (course: number): boolean => store.courses.get(course)?.authorId === user.id;
    const all = takenBy(
      "course",
      user,
      ({ contentId }) => scope.has("course", contentId) && (!params.manage_course || isManaged(contentId)),
    );
    const found = all.filter((entry) => matches(entry, params.search_param));
    return {
      ...pageOf(
        found.map((entry) => userCourse(store, entry)),
        params,
        all.length,
      ),
      name: fullName(user),
      userType: user.userType,
      isLearner: user.userType === "learner",
    };
  });
  server.on(listLearningPaths, ({ params }) => {
    const user = store.users.get(toNumber(params.user_id));
    if (user === undefined) return notFound("user");
    const scope = portalScope(store, params.portalId);
    const all = takenBy("learningPath", user, ({ contentId }) => scope.has("learningPath", contentId));
    const found = all.filter((entry) => matches(entry, params.search_param));
    return {
      ...pageOf(
        found.map((entry) => userLearningPath(store, entry)),
        params,
        all.length,
      ),
      name: fullName(user),
      userType: capitalized(user.userType),
    };
  });
  server.on(getDashboardStatistics, ({ params: { user_id: userId, portalId } }) => {
    const user = store.users.get(toNumber(userId));
    if (user === undefined) return notFound("user");
    const scope = portalScope(store, portalId);
    const courses = takenBy("course", user, ({ contentId }) => scope.has("course", contentId));
    const totals = statusTotals(courses.map(({ enrollment }) => enrollment));
    return {
      totalCourses: courses.length,
      completedCourses: totals.totalCompleted,
      inProgressCourses: totals.totalInProgress,
      notStartedCourses: totals.totalNotStarted,
      timeSpent: 0,
    };
  });
  server.on(listCourseResults, ({ params }) => {
    const user = store.users.get(toNumber(params.user_id));
    if (user === undefined) return notFound("user");
    const portal = portalScope(store, params.portalId?.portalId);
    const portals = portalScope(store, params.searchPortalIds?.searchPortalIds);
    const all = takenBy(
      "course",
      user,
      ({ contentId }) => portal.has("course", contentId) && portals.has("course", contentId),
    );
    const found = all.filter((entry) => matches(entry, params.search_param));
    const [first, ...others] = new Set(found.map(({ name }) => name));
    return {
      // The vendor's form has one name for all lines.
      courseName: others.length === 0 ? (first ?? null) : null,
      featuredImage: null,
      ...pageOf(found.map(courseResult), params, all.length),
      ...statusTotals(found.map(({ enrollment }) => enrollment)),
    };
  });
  server.on(listDetails, ({ params }) => {
    const isIn = readPeriod(params.registered_between);
    if (isIn === undefined) {
      return invalidReply([
        { field: "registered_between", message: "It must be a start date and an end date." },
      ]);
    }
    const users = [...store.users.values()].filter(({ createdAt }) => isIn(createdAt));
    return pageOf(users.map(reportedUser), params);
  });
  server.on(listCertificates, ({ params }) => {
    // This is literally the vendor's value.
    const user = store.users.get(params.id === "undefined" ? keyOwner : toNumber(params.id));
    return user === undefined ? notFound("user") : userCertificates(store, user, params);
  });
  server.on(updateCertificateDates, ({ params: { rowId, newIssueDate, newExpiryDate } }) => {
    const [issuedAt, validTill] = [readMoment(newIssueDate), readMoment(newExpiryDate)];
    const certificate = [...store.enrollments.values()]
      .flatMap(({ certificates }) => certificates)
      .find(({ id }) => id === toNumber(rowId));
    if (certificate === undefined) return notFound("certificate");
    if (issuedAt === undefined || validTill === undefined) {
      const field = issuedAt === undefined ? "newIssueDate" : "newExpiryDate";
      return invalidReply([{ field, message: "It must be a date." }]);
    }
    Object.assign(certificate, { issuedAt, validTill });
    return { message: "Certificate updated successfully" };
  });
}
