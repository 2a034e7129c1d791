import type {
  EnrolledLearner,
  EnrolledLearnerPage,
  EnrolledLearnerQuery,
  EnrollmentCounts,
  EnrollUsersParams,
  ProgressOverview,
} from "../shared/course-shapes.ts";
import type { Id } from "../shared/shapes.ts";
import { ago, inWords, isOver } from "./dates.ts";
import { pageOf, toNumber } from "./pages.ts";
import { capitalized, isCalled } from "./people.ts";
import { unknownIds } from "./reply.ts";
import { portalScope } from "./scope.ts";
import type { MockEnrollment, MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";

type Kind = MockEnrollment["kind"];

/** An enrollment with its user and the name of its content. */
export interface UserEnrollment {
  readonly enrollment: MockEnrollment;
  readonly user: MockUser;
  readonly name: string;
}

/** The name of a course or a learning path. */
function contentName(store: AcademyStore, kind: Kind, contentId: number): string {
  const content = kind === "course" ? store.courses.get(contentId) : store.learningPaths.get(contentId);
  return content?.name ?? "";
}

/** Enrollments with their users and names, except those of deleted users. */
export function userEnrollments(
  store: AcademyStore,
  wanted: (enrollment: MockEnrollment) => boolean,
): readonly UserEnrollment[] {
  return [...store.enrollments.values()].flatMap((enrollment) => {
    const user = store.users.get(enrollment.userId);
    if (user === undefined || !wanted(enrollment)) return [];
    return [{ enrollment, user, name: contentName(store, enrollment.kind, enrollment.contentId) }];
  });
}

/** Whether a learner may open it, as the vendor's value; the one for revoked access is deduced. */
export function accessStatus({ isAllowed }: MockEnrollment): string {
  return isAllowed ? "Allowed" : "Revoked";
}

/** Whether access has ended. */
export function isExpired({ expiresAt }: MockEnrollment): boolean {
  return isOver(expiresAt);
}

/** Whether an enrollment fits a list's search; without a status, every status fits. */
export function matches({ enrollment, user }: UserEnrollment, search: unknown): boolean {
  const columns = typeof search === "object" && search !== null ? search : {};
  const statuses: unknown = Reflect.get(columns, "status");
  const wanted = [statuses ?? []].flat().filter((status) => status !== "");
  const hasStatus = wanted.length === 0 || wanted.includes(enrollment.status);
  return hasStatus && isCalled(user, Reflect.get(columns, "nameOrEmail"));
}

/** How many enrollments there are of each status. */
export function statusTotals(enrollments: readonly MockEnrollment[]): {
  readonly totalNotStarted: number;
  readonly totalInProgress: number;
  readonly totalCompleted: number;
} {
  const count = (wanted: MockEnrollment["status"]): number =>
    enrollments.filter(({ status }) => status === wanted).length;
  return {
    totalNotStarted: count("Not Started"),
    totalInProgress: count("In Progress"),
    totalCompleted: count("Completed"),
  };
}

function learnerRow({ enrollment, user }: UserEnrollment): EnrolledLearner {
  return {
    id: enrollment.id,
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    status: enrollment.status,
    display_status: enrollment.status,
    percentComplete: enrollment.percentComplete,
    access_status: accessStatus(enrollment),
    registered_on: inWords(enrollment.registeredAt),
    started_on: inWords(enrollment.startedAt),
    completed_on: inWords(enrollment.completedAt),
    expire_on: inWords(enrollment.expiresAt, "Never"),
    last_accessed_on: ago(enrollment.lastAccessedAt),
    certificate_count: enrollment.certificates.length,
    user_type: capitalized(user.userType),
    raw_user_type: user.userType,
  };
}

/** A page of the learners of a course or a learning path. */
export function learnerPage(
  store: AcademyStore,
  kind: Kind,
  contentId: number,
  query: EnrolledLearnerQuery,
): EnrolledLearnerPage {
  const scope = portalScope(store, query.portalId);
  const all = userEnrollments(
    store,
    (enrollment) =>
      enrollment.kind === kind && enrollment.contentId === contentId && scope.hasUser(enrollment.userId),
  );
  const found = all.filter((entry) => matches(entry, query.search_param));
  return {
    ...pageOf(found.map(learnerRow), query, all.length),
    ...statusTotals(found.map(({ enrollment }) => enrollment)),
  };
}

/** Enrolls the given users, except those who are not in the portal. */
export function enrollUsers(
  store: AcademyStore,
  kind: Kind,
  contentId: number,
  { studentIds, portalId }: EnrollUsersParams,
): EnrollmentCounts {
  const scope = portalScope(store, portalId);
  const students = studentIds.filter((student) => scope.hasUser(toNumber(student)));
  const { enrolled } = store.enroll(kind, contentId, students);
  return {
    message: `${enrolled} student(s) enrolled successfully`,
    enrolledUsersCount: enrolled,
    notEnrolledUsers: studentIds.length - enrolled,
  };
}

/**
 * The enrollments that an action on a course or a learning path is for. An unknown id is refused and nothing is done
 * (deduced): usually it is a user's id by mistake.
 */
export function selectEnrollments(
  store: AcademyStore,
  kind: Kind,
  contentId: number,
  enrollmentIds: readonly Id[],
): readonly MockEnrollment[] | Response {
  const known = new Map(
    store.enrollmentsIn(kind, contentId).map((enrollment) => [enrollment.id, enrollment]),
  );
  return (
    unknownIds("enrollmentIds", enrollmentIds, known) ??
    [...new Set(enrollmentIds.map(toNumber))].flatMap((id) => known.get(id) ?? [])
  );
}

/** Enrollments by status in parallel lists, one entry for each course or learning path. */
export function overview(
  contents: readonly { readonly name: string; readonly enrollments: readonly MockEnrollment[] }[],
): ProgressOverview {
  const percent = (enrollments: readonly MockEnrollment[]): number => {
    const { totalCompleted } = statusTotals(enrollments);
    return enrollments.length === 0 ? 0 : Math.round((100 * totalCompleted) / enrollments.length);
  };
  const totals = contents.map(({ enrollments }) => statusTotals(enrollments));
  const all = contents.flatMap(({ enrollments }) => enrollments);
  const sums = statusTotals(all);
  return {
    labels: contents.map(({ name }) => name),
    totalNotStarted: totals.map(({ totalNotStarted }) => totalNotStarted),
    totalInProgress: totals.map(({ totalInProgress }) => totalInProgress),
    totalCompleted: totals.map(({ totalCompleted }) => totalCompleted),
    percentageCompleted: contents.map(({ enrollments }) => percent(enrollments)),
    sumNotStarted: sums.totalNotStarted,
    sumInProgress: sums.totalInProgress,
    sumCompleted: sums.totalCompleted,
    // The share of all: the meaning of the vendor's number is not clear from its sample.
    sumPercentageCompleted: percent(all),
  };
}
