import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  addAdmins,
  addLearners,
  assignAdmin,
  assignLearners,
  listUsers,
  type NewPortalUser,
  type PortalUser,
  removeUsers,
  updateAdminPermissions,
  updateUserStatus,
} from "../portals/users.ts";
import type { Id } from "../shared/shapes.ts";
import { mockTime, readMoment, toSeconds } from "./dates.ts";
import { pageOf, toNumber } from "./pages.ts";
import { categoryNames, isCalled, userOfAddress } from "./people.ts";
import { portalsBelow, seatRefusal, setMember } from "./portal-members.ts";
import { enrollmentCountsOf, keyOwnerName, usersOf } from "./portal-records.ts";
import { invalidReply, notFound, unknownIds } from "./reply.ts";
import { portalNames } from "./scope.ts";
import type { MockPortal, MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedIds, savedText } from "./values.ts";

function portalUser(store: AcademyStore, portal: MockPortal, user: MockUser): PortalUser {
  const member = portal.members.get(user.id);
  const permissions = member?.permissions ?? [];
  return {
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    userType: user.userType,
    stats: enrollmentCountsOf(store.enrollmentsOf("course", user.id)),
    status: user.disabled ? "inactive" : "active",
    lastLogin: null,
    createdBy: keyOwnerName(store),
    createdAt: toSeconds(readMoment(user.createdAt) ?? mockTime),
    portals: portalNames(store, ({ members }) => members.has(user.id)),
    portalNameForAdmins: portalNames(store, ({ members }) => members.get(user.id)?.isAdmin === true),
    portalUserType: member === undefined ? null : member.isAdmin ? "portal_admin" : "learner",
    is_learner: member?.isLearner === true,
    userCategory: categoryNames(store, user.userCategory).join(", "),
    permissionsDisplayNames: permissions.join(", "),
    permissionsNames: permissions,
  };
}

/** The issues of users to create: only an e-mail address is needed to tell one from another. */
function newUserRefusal(field: string, users: readonly NewPortalUser[]): Response | undefined {
  const issues = users.flatMap(({ email }, index) =>
    typeof email === "string" && email.includes("@")
      ? []
      : [{ field: `${field}.${index}.email`, message: "It must be an e-mail address." }],
  );
  return issues.length === 0 ? undefined : invalidReply(issues);
}

/** The ids of users, who are created if no account has their e-mail address. */
function accountsOf(
  store: AcademyStore,
  users: readonly NewPortalUser[],
  userCategory: readonly Id[] = [],
): readonly number[] {
  return users.map((user) => {
    const email = savedText(user["email"]) ?? "";
    const [firstName, lastName] = [savedText(user["firstName"]) ?? "", savedText(user["lastName"]) ?? ""];
    const found = userOfAddress(store, email);
    return (found ?? store.addUser({ firstName, lastName, email, userCategory })).id;
  });
}

/** How many of the users have no account yet, and the ids of those who have. */
function knownAddresses(store: AcademyStore, users: readonly NewPortalUser[]) {
  const addresses = new Set(users.map(({ email }) => savedText(email)?.toLowerCase() ?? ""));
  const found = [...addresses].flatMap((address) => userOfAddress(store, address)?.id ?? []);
  return { found, newcomers: addresses.size - found.length };
}

/** Handlers for the users of portals. A request with an id that does not exist changes nothing (deduced). */
export function mockPortalUsers(server: MockServerBuilder, store: AcademyStore): void {
  const find = (id: Id): MockPortal | undefined => store.portals.get(toNumber(id));
  server.on(listUsers, ({ params }) => {
    const { search_param: search = {}, userType, isInPortal = true } = params;
    const portal = find(params.portalId);
    if (portal === undefined) return notFound("portal");
    const all = [...store.users.values()].filter(({ id }) => portal.members.has(id) === isInPortal);
    const found = all
      .filter((user) => isCalled(user, search.nameOrEmail))
      .filter(({ id }) => {
        const member = portal.members.get(id);
        return userType === "portal_admin"
          ? member?.isAdmin === true
          : userType !== "learner" || member?.isLearner === true;
      });
    return {
      portalName: portal.name,
      recordIdsFiltered: found.map(({ id }) => id),
      ...pageOf(
        found.map((user) => portalUser(store, portal, user)),
        params,
        all.length,
      ),
    };
  });
  server.on(addLearners, ({ params }) => {
    const { learners = [], selectExistingUsers: existing = [], userAddedType } = params;
    const portal = find(params.portalId);
    if (portal === undefined) return notFound("portal");
    const isExisting = userAddedType === "existingUser";
    const known = isExisting
      ? { found: existing.map(toNumber), newcomers: 0 }
      : knownAddresses(store, learners);
    const refused =
      (isExisting
        ? unknownIds("selectExistingUsers", existing, store.users)
        : newUserRefusal("learners", learners)) ??
      unknownIds("enrollCoursesIds", params.enrollCoursesIds, store.courses) ??
      unknownIds("enrollLearningPathIds", params.enrollLearningPathIds, store.learningPaths) ??
      seatRefusal(portal, isExisting ? "selectExistingUsers" : "learners", known.found, known.newcomers);
    if (refused !== undefined) return refused;
    const users = isExisting ? known.found : accountsOf(store, learners, params.selectedCategoriesIds);
    for (const userId of users) setMember(portal, userId, { isLearner: true });
    for (const course of savedIds(params.enrollCoursesIds)) store.enroll("course", course, users);
    for (const path of savedIds(params.enrollLearningPathIds)) store.enroll("learningPath", path, users);
    return { blockedEmailDomainsmessage: null };
  });
  server.on(addAdmins, ({ params }) => {
    const { portalAdmins = [], selectedExUsers = [], portalAdminPermissions: permissions = [] } = params;
    const portal = find(params.portalId);
    if (portal === undefined) return notFound("portal");
    const isLearner = params.isPortalAdminLearner === true;
    const { found, newcomers } = knownAddresses(store, portalAdmins);
    const refused =
      newUserRefusal("portalAdmins", portalAdmins) ??
      unknownIds("selectedExUsers", selectedExUsers, store.users) ??
      (isLearner
        ? seatRefusal(portal, "portalAdmins", [...found, ...selectedExUsers.map(toNumber)], newcomers)
        : undefined);
    if (refused !== undefined) return refused;
    for (const userId of [...accountsOf(store, portalAdmins), ...selectedExUsers.map(toNumber)]) {
      setMember(portal, userId, { isAdmin: true, permissions, ...(isLearner ? { isLearner } : {}) });
    }
    return { message: "Portal Admin added successfully" };
  });
  server.on(assignLearners, ({ params: { portalId, userIds } }) => {
    const portal = find(portalId);
    if (portal === undefined) return notFound("portal");
    const refused =
      unknownIds("userIds", userIds, portal.members) ?? seatRefusal(portal, "userIds", userIds.map(toNumber));
    if (refused !== undefined) return refused;
    for (const userId of userIds.map(toNumber)) setMember(portal, userId, { isLearner: true });
    return { message: "User updated successfully" };
  });
  server.on(assignAdmin, ({ params: { portalId, userId, portalAdminPermissions: permissions } }) => {
    const portal = find(portalId);
    if (portal === undefined) return notFound("portal");
    if (!portal.members.has(toNumber(userId))) return notFound("user of the portal");
    setMember(portal, toNumber(userId), { isAdmin: true, permissions });
    return { message: "User updated successfully" };
  });
  server.on(
    updateAdminPermissions,
    ({ params: { portalId, userId, portalAdminPermissions: permissions } }) => {
      const portal = find(portalId);
      if (portal === undefined) return notFound("portal");
      if (portal.members.get(toNumber(userId))?.isAdmin !== true)
        return notFound("administrator of the portal");
      setMember(portal, toNumber(userId), { permissions });
      return { message: "Permissions updated successfully" };
    },
  );
  server.on(updateUserStatus, ({ params: { userIds, status } }) => {
    const refused = unknownIds("userIds", userIds, store.users);
    if (refused !== undefined) return refused;
    for (const user of usersOf(store, userIds.map(toNumber))) {
      user.disabled = status.toLowerCase() !== "active";
    }
    return { message: "Portal user status updated successfully" };
  });
  server.on(removeUsers, ({ params: { portalId, userIds, type } }) => {
    const portal = find(portalId);
    if (portal === undefined) return notFound("portal");
    const refused = unknownIds("userIds", userIds, store.users);
    if (refused !== undefined) return refused;
    for (const place of [portal, ...portalsBelow(store, portal.id)]) {
      for (const userId of userIds.map(toNumber)) {
        if (type === "portal_admin") setMember(place, userId, { isAdmin: false, permissions: [] });
        else if (type === "learner") setMember(place, userId, { isLearner: false });
      }
    }
    return { message: "Portal user removed successfully" };
  });
}
