import type { MockServerBuilder } from "@kelaskit/core/testing";
import { getCourseCatalog, listCourses, listLearningPaths } from "../portals/content.ts";
import { mockTime, yearFirst } from "./dates.ts";
import { hasWords, pageOf, toNumber } from "./pages.ts";
import { enrollmentCountsOf } from "./portal-records.ts";
import { slugOf } from "./published.ts";
import { notFound } from "./reply.ts";
import type { MockEnrollment, MockPortal } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedIds } from "./values.ts";

/** The enrollments of a portal's users in a course or a learning path. */
function enrollmentsAt(
  store: AcademyStore,
  portal: MockPortal,
  kind: MockEnrollment["kind"],
  contentId: number,
): readonly MockEnrollment[] {
  return store.enrollmentsIn(kind, contentId).filter(({ userId }) => portal.members.has(userId));
}

function countToday(enrollments: readonly MockEnrollment[]): number {
  return enrollments.filter(({ registeredAt }) => yearFirst(registeredAt) === yearFirst(mockTime)).length;
}

/** Handlers for what portals offer. Searches look at the name alone. */
export function mockPortalContent(server: MockServerBuilder, store: AcademyStore): void {
  server.on(listCourses, ({ params }) => {
    const portal = store.portals.get(toNumber(params.portalId));
    if (portal === undefined) return notFound("portal");
    const all = portal.courses.flatMap((id) => store.courses.get(id) ?? []);
    const found = all
      .filter(({ name }) => hasWords(name, params.search_param?.name))
      .map(({ id, name }) => {
        const enrollments = enrollmentsAt(store, portal, "course", id);
        const last24hCount = countToday(enrollments);
        const stats = enrollmentCountsOf(enrollments);
        return { id, courseId: id, portalId: portal.id, name, last24hCount, stats };
      });
    return { portalName: portal.name, ...pageOf(found, params, all.length) };
  });
  server.on(listLearningPaths, ({ params }) => {
    const portal = store.portals.get(toNumber(params.portalId));
    if (portal === undefined) return notFound("portal");
    const all = portal.learningPaths.flatMap((id) => store.learningPaths.get(id) ?? []);
    const found = all
      .filter(({ status }) => params.type !== "active" || status === "publish")
      .filter(({ name }) => hasWords(name, params.search_param?.learningPathName))
      .map(({ id, name }) => {
        const enrollments = enrollmentsAt(store, portal, "learningPath", id);
        const { total: _total, ...learningPathStatistics } = enrollmentCountsOf(enrollments);
        const last24hCount = countToday(enrollments);
        return { learningPathId: id, learningPathName: name, last24hCount, learningPathStatistics };
      });
    return { portalName: portal.name, ...pageOf(found, params, all.length) };
  });
  server.on(getCourseCatalog, ({ params: { portalId, userId } }) => {
    const portal = store.portals.get(toNumber(portalId));
    if (portal === undefined) return notFound("portal");
    if (!store.users.has(toNumber(userId))) return notFound("user");
    const courses = portal.courses.flatMap((id) => store.courses.get(id) ?? []);
    const catalog = courses.map(({ id, name, details }) => ({
      courseId: id,
      contentName: name,
      isEnrolled: store.enrollmentOf("course", id, toNumber(userId)) !== undefined,
      launchUrl: `${portal.slug}/course/${slugOf(name)}/launch`,
      categoryIds: savedIds(details["categories"]),
    }));
    // The vendor's page has lost the names of the search's columns, and shows no learning path.
    const categoryIds = [...new Set(catalog.flatMap((course) => course.categoryIds))];
    return { courses: catalog, learningPaths: [], categoryIds };
  });
}
