import type { Portal, PortalOption, PortalDetails, PortalSummary } from "../portals/portals.ts";
import type { PortalEnrollmentCounts } from "../portals/records.ts";
import { toMinutes, toSeconds } from "./dates.ts";
import { statusTotals } from "./enrollments.ts";
import { fullName, keyOwner } from "./people.ts";
import { membersWho, portalsBelow, seatsOf } from "./portal-members.ts";
import type { MockEnrollment, MockPortal, MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedText } from "./values.ts";

/** The name of the user whose API key the requests have: what is created here belongs to this user. */
export function keyOwnerName(store: AcademyStore): string | null {
  const owner = store.users.get(keyOwner);
  return owner === undefined ? null : fullName(owner);
}

/** The number of enrollments by progress. */
export function enrollmentCountsOf(enrollments: readonly MockEnrollment[]): PortalEnrollmentCounts {
  const { totalNotStarted, totalInProgress, totalCompleted } = statusTotals(enrollments);
  return {
    notStarted: totalNotStarted,
    inProgress: totalInProgress,
    completed: totalCompleted,
    total: enrollments.length,
  };
}

/** Users by their ids, without deleted ones. */
export function usersOf(store: AcademyStore, ids: readonly number[]): readonly MockUser[] {
  return ids.flatMap((id) => store.users.get(id) ?? []);
}

function pathNames(store: AcademyStore, ids: readonly number[]): readonly string[] {
  return ids.map((id) => store.learningPaths.get(id)?.name ?? "");
}

function parentOf(store: AcademyStore, { parentId }: MockPortal): MockPortal | undefined {
  return parentId === undefined ? undefined : store.portals.get(parentId);
}

/** A portal in `portals.list`. */
export function portalSummary(store: AcademyStore, portal: MockPortal): PortalSummary {
  const seats = seatsOf(portal);
  const admins = membersWho(portal, "isAdmin");
  return {
    id: portal.id,
    name: portal.name,
    // The parent's name, as in the vendor's sample.
    parentPortalId: parentOf(store, portal)?.name ?? null,
    referralCode: portal.referralCode,
    totalSeat: seats.total,
    usedSeat: seats.used,
    seatAccess: savedText(portal.details["seatAccess"]),
    status: portal.isActive ? "active" : "inactive",
    slug: portal.slug,
    portalAdmins: usersOf(store, admins).map(fullName).join(", "),
    portalAdminsCount: admins.length,
    created_by: keyOwnerName(store),
    created_at: toMinutes(portal.createdAt),
    totalLearner: seats.used,
  };
}

/** A portal in `portals.get`. */
export function portalDetails(store: AcademyStore, portal: MockPortal): Portal {
  const seats = seatsOf(portal);
  const parent = parentOf(store, portal);
  const { privateCourses = [], privateLearningPaths = [], details } = portal;
  const publicCourses = portal.courses.filter((id) => !privateCourses.includes(id));
  const publicPaths = portal.learningPaths.filter((id) => !privateLearningPaths.includes(id));
  const { selectedPrivateMembership } = details;
  const membership = typeof selectedPrivateMembership === "number" ? selectedPrivateMembership : null;
  return {
    ...details,
    id: portal.id,
    portalName: portal.name,
    portalSlug: portal.slug,
    parentPortalId: parent?.id ?? null,
    referralCode: portal.referralCode,
    totalSeats: seats.total,
    totalSeatAccess: seats.total,
    isActive: portal.isActive,
    totalPortalAdmins: membersWho(portal, "isAdmin").length,
    totalLearner: seats.used,
    usedSeats: seats.used,
    availableSeats: seats.free,
    subPortalCount: portalsBelow(store, portal.id).length,
    parentPortalSlug: parent?.slug ?? null,
    parentPortalName: parent?.name ?? null,
    publicSelectedCourses: publicCourses,
    privateSelectedCourses: privateCourses,
    selectedPublicLearningPaths: publicPaths,
    selectedPublicLearningPathNames: pathNames(store, publicPaths),
    selectedPrivateLearningPaths: privateLearningPaths,
    selectedPrivateLearningPathNames: pathNames(store, privateLearningPaths),
    selectedPrivateMembership: membership,
    selectedContent: {
      publicCourseIds: publicCourses,
      privateCourseIds: privateCourses,
      publicLearningPathIds: publicPaths,
      publicLearningPathNames: pathNames(store, publicPaths),
      privateLearningPathIds: privateLearningPaths,
      privateLearningPathNames: pathNames(store, privateLearningPaths),
      privateMembershipId: membership,
    },
  };
}

/** A portal in `portals.lookup`. */
export function portalOption(portal: MockPortal): PortalOption {
  const { total, used, free } = seatsOf(portal);
  return { id: portal.id, name: portal.name, totalSeats: total, usedSeat: used, availableSeats: free };
}

/** A portal in `portals.listDetails`. */
export function portalWithUsers(store: AcademyStore, portal: MockPortal): PortalDetails {
  const seats = seatsOf(portal);
  const ids = [...portal.members.keys()];
  return {
    id: portal.id,
    name: portal.name,
    parentPortalName: parentOf(store, portal)?.name ?? null,
    totalSeat: seats.total,
    usedSeat: seats.used,
    status: portal.isActive ? "active" : "inactive",
    seatAccess: savedText(portal.details["seatAccess"]),
    portalUserIds: ids,
    portalAdminsCount: membersWho(portal, "isAdmin").length,
    created_by: keyOwnerName(store),
    created_at: toSeconds(portal.createdAt),
    portalExpireOn: null,
    totalLearner: seats.used,
    portalUserDetails: usersOf(store, ids).map(({ id, firstName, lastName }) => ({
      firstName,
      lastName,
      isLearner: portal.members.get(id)?.isLearner === true,
      isAdmin: portal.members.get(id)?.isAdmin === true ? "admin" : null,
    })),
  };
}
