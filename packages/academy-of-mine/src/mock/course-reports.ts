import type { MockServerBuilder } from "@kelaskit/core/testing";
import { type CourseEnrollmentRecord, listEnrollments, getLmsOverviewReport } from "../courses/index.ts";
import { ago, inWords, readPeriod } from "./dates.ts";
import {
  accessStatus,
  matches,
  overview,
  statusTotals,
  type UserEnrollment,
  userEnrollments,
} from "./enrollments.ts";
import { pageOf, toNumber } from "./pages.ts";
import { isInCategory } from "./people.ts";
import { invalidReply } from "./reply.ts";
import { portalNames, portalScope } from "./scope.ts";
import type { AcademyStore } from "./store.ts";

/** The vendor's sample is empty: the forms of dates are those of the list of learners (deduced). */
function enrollmentRecord(
  store: AcademyStore,
  { enrollment, user, name }: UserEnrollment,
): CourseEnrollmentRecord {
  const [certificate] = enrollment.certificates;
  return {
    user_id: user.id,
    course_id: enrollment.contentId,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    course_name: name,
    portal_name: portalNames(
      store,
      ({ members, courses }) => members.has(user.id) && courses.includes(enrollment.contentId),
    ),
    status: enrollment.status,
    display_status: enrollment.status,
    percent_complete: enrollment.percentComplete,
    access_status: accessStatus(enrollment),
    registered_on: inWords(enrollment.registeredAt),
    started_on: inWords(enrollment.startedAt),
    completed_on: inWords(enrollment.completedAt),
    expire_on: inWords(enrollment.expiresAt, "Never"),
    last_accessed_on: ago(enrollment.lastAccessedAt),
    percent_achieved: 0,
    total_time_spent: "0h 0m",
    certifcate_issued: certificate === undefined ? "No" : "Yes",
    certifcate_count: String(enrollment.certificates.length),
    certifcate_issued_date: inWords(certificate?.issuedAt ?? null),
    certificate_expire: certificate === undefined ? "" : inWords(certificate.validTill, "Never"),
  };
}

/** Handlers for reports on courses. No course, no portal, no day and -1 mean all of them (deduced). */
export function mockCourseReports(server: MockServerBuilder, store: AcademyStore): void {
  server.on(listEnrollments, ({ params }) => {
    const isIn = readPeriod(params.registered_between);
    if (isIn === undefined) {
      return invalidReply([
        { field: "registered_between", message: "It must be a start date and an end date." },
      ]);
    }
    const scope = portalScope(store, params.searchPortalIds);
    const courses = params.course_ids.map(toNumber);
    const category = toNumber(params.userCategoryId) === -1 ? undefined : params.userCategoryId;
    const all = userEnrollments(
      store,
      (enrollment) =>
        enrollment.kind === "course" &&
        (courses.length === 0 || courses.includes(enrollment.contentId)) &&
        scope.hasEnrollment(enrollment) &&
        isIn(enrollment.registeredAt),
    ).filter(({ user }) => category === undefined || isInCategory(store, user, category));
    const found = all.filter((entry) => matches(entry, params.search_param));
    return {
      ...pageOf(
        found.map((entry) => enrollmentRecord(store, entry)),
        params,
        all.length,
      ),
      ...statusTotals(found.map(({ enrollment }) => enrollment)),
    };
  });
  // One entry for each course, as the report on learning paths has one for each of these (deduced).
  server.on(getLmsOverviewReport, ({ params: { searchPortalIds } }) => {
    const scope = portalScope(store, searchPortalIds);
    return overview(
      [...store.courses.values()]
        .filter(({ id }) => scope.has("course", id))
        .map(({ id, name }) => ({
          name,
          enrollments: store
            .enrollmentsIn("course", id)
            .filter((enrollment) => scope.hasEnrollment(enrollment)),
        })),
    );
  });
}
