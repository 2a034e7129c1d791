import type { MockServerBuilder } from "@kelaskit/core/testing";
import type { NamedOption } from "../shared/shapes.ts";
import type { CustomFieldAnswer, UserAccount } from "../shared/user-account.ts";
import {
  create,
  type DeleteUsersReply,
  delete as remove,
  get,
  list,
  listByType,
  type ListedUser,
  listPortals,
  lookup,
  saveContentView,
  update,
  type UserPortal,
  type UserSearch,
} from "../users/index.ts";
import { toMinutes } from "./dates.ts";
import { pageOf, toNumber } from "./pages.ts";
import {
  avatarOf,
  capitalized,
  categoryNames,
  fullName,
  isCalled,
  isInCategory,
  keyOwner,
  userOfAddress,
} from "./people.ts";
import { invalidReply, notFound, unknownIds } from "./reply.ts";
import { portalNames, portalScope } from "./scope.ts";
import type { MockUser } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedNumber } from "./values.ts";

const takenAddress = [{ field: "email", message: "The email has already been taken." }];

function listedUser(store: AcademyStore, user: MockUser): ListedUser {
  return {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    is_disabled: user.disabled,
    avatar: avatarOf(user),
    display_type: user.userType === "learner" ? "General" : capitalized(user.userType),
    created_at: toMinutes(user.createdAt),
    last_login: "Never",
    source: "default",
    portals: portalNames(store, ({ members }) => members.has(user.id)),
    user_category: categoryNames(store, user.userCategory).join(", "),
  };
}

function isFound(store: AcademyStore, user: MockUser, search: UserSearch = {}): boolean {
  const { nameOrEmail, membershipId, userCategoryId } = search;
  return (
    isCalled(user, nameOrEmail) &&
    (membershipId === undefined || user.membershipId === toNumber(membershipId)) &&
    (userCategoryId === undefined || isInCategory(store, user, userCategoryId))
  );
}

function customFieldAnswers(user: MockUser): Readonly<Record<string, CustomFieldAnswer>> {
  const answers = Object.entries(user.customFields ?? {}).map(
    ([key, { type, submitted_value }]) =>
      [key, { type, label: key, submitted_value, placeholder_value: "" }] as const,
  );
  return Object.fromEntries(answers);
}

function account(store: AcademyStore, user: MockUser): UserAccount {
  const { id, firstName, lastName, disabled, userType, membershipId, internalNote = null } = user;
  return {
    id,
    firstName,
    lastName,
    lastLoggedIn: "Never",
    avatar: avatarOf(user),
    disabled,
    userType,
    currentLoggedUserType: store.users.get(keyOwner)?.userType ?? null,
    membership:
      membershipId === undefined
        ? null
        : { id: membershipId, name: `Membership ${membershipId}`, expiryDate: null },
    customUserMetas: customFieldAnswers(user),
    internal_note: internalNote,
  };
}

function named({ id, name }: NamedOption): NamedOption {
  return { id, name };
}

/** What prevents a user's deletion: courses that the user wrote, and portals. Enrollments do not count. */
function uses(store: AcademyStore, { id }: MockUser) {
  return {
    courses: [...store.courses.values()].filter(({ authorId }) => authorId === id).map(named),
    portals: [...store.portals.values()].filter(({ members }) => members.has(id)).map(named),
  };
}

function deleteUser(store: AcademyStore, user: MockUser): void {
  store.users.delete(user.id);
  for (const { id, userId } of store.enrollments.values()) {
    if (userId === user.id) store.enrollments.delete(id);
  }
}

function deleteUsers(store: AcademyStore, users: readonly MockUser[]): DeleteUsersReply {
  const checked = users.map((user) => ({ user, name: fullName(user), used: uses(store, user) }));
  const isKept = ({ used }: (typeof checked)[number]): boolean =>
    used.courses.length > 0 || used.portals.length > 0;
  const byName = (what: "courses" | "portals") =>
    Object.fromEntries(
      checked.flatMap(({ name, used }) => (used[what].length === 0 ? [] : [[name, used[what]] as const])),
    );
  const [kept, gone] = [checked.filter(isKept), checked.filter((entry) => !isKept(entry))];
  for (const { user } of gone) deleteUser(store, user);
  const asOption = ({ user, name }: (typeof checked)[number]): NamedOption => ({ id: user.id, name });
  return {
    message: `${gone.length} user(s) deleted, ${kept.length} not deleted`,
    deletedStudents: gone.map(asOption),
    notDeletedStudents: kept.map(asOption),
    usedInCourses: {},
    usedAsCourseAuthors: byName("courses"),
    usedAsModuleAuthors: {},
    usedInPortals: byName("portals"),
  };
}

function userPortals(store: AcademyStore, userId: number, type: string | undefined): readonly UserPortal[] {
  const portals = [...store.portals.values()].flatMap((portal) => {
    const member = portal.members.get(userId);
    if (member === undefined) return [];
    const { id, name, referralCode, slug, totalSeats = null, parentId = null, details } = portal;
    return {
      id,
      name,
      referralCode,
      userType: member.isAdmin ? "portal_admin" : "learner",
      totalSeat: totalSeats,
      subscriptionId: savedNumber(details["subscriptionId"]),
      parentPortalId: parentId,
      slug,
    };
  });
  // The vendor's own example is `checkout`, which is not a type of user: such a type does not filter (deduced).
  const isKnown = type === "portal_admin" || type === "learner";
  return isKnown ? portals.filter(({ userType }) => userType === type) : portals;
}

/** Users by their ids: the vendor shows an empty object, so the form is invented. */
function usersById(users: readonly MockUser[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    users.map((user) => [user.id, { id: user.id, name: fullName(user), email: user.email }]),
  );
}

/** Handlers for accounts. An e-mail address is one user's only (deduced). */
export function mockUserAccounts(server: MockServerBuilder, store: AcademyStore): void {
  server.on(create, ({ params: { password: _, userCategory = [], ...user } }) => {
    if (userOfAddress(store, user.email) !== undefined) return invalidReply(takenAddress);
    return { id: store.addUser({ ...user, userCategory }).id, message: "User created successfully" };
  });
  server.on(list, ({ params }) => {
    const users = [...store.users.values()];
    const found = users.filter((user) => isFound(store, user, params.search_param));
    return pageOf(
      found.map((user) => listedUser(store, user)),
      params,
      users.length,
    );
  });
  server.on(get, ({ params: { id } }) => {
    const user = store.users.get(toNumber(id));
    return user === undefined ? notFound("user") : account(store, user);
  });
  server.on(update, ({ params }) => {
    const user = store.users.get(toNumber(params.id));
    if (user === undefined) return notFound("user");
    const { firstName, lastName, email, disabled } = params;
    if ((userOfAddress(store, email) ?? user) !== user) return invalidReply(takenAddress);
    Object.assign(user, { firstName, lastName, email, disabled: disabled === 1 });
    // Omitted fields are kept (not documented).
    user.internalNote = params.internal_note ?? user.internalNote;
    user.customFields = { ...user.customFields, ...params.customUserMetas };
    user.userCategory = params.userCategory ?? user.userCategory;
    return { message: "User updated successfully" };
  });
  server.on(remove, ({ params: { delete_ids: ids } }) => {
    const users = [...new Set(ids.map(toNumber))].flatMap((id) => store.users.get(id) ?? []);
    return unknownIds("delete_ids", ids, store.users) ?? deleteUsers(store, users);
  });
  server.on(lookup, ({ params }) => {
    const scope = portalScope(store, params.remote_user_search === true ? undefined : params.portalId);
    const found = [...store.users.values()].filter(
      (user) =>
        isCalled(user, params.search_term) &&
        scope.hasUser(user.id) &&
        (params.userType ?? user.userType) === user.userType,
    );
    return usersById(found);
  });
  server.on(listByType, ({ params: { userType, portalId } }) => {
    const scope = portalScope(store, portalId);
    const users = [...store.users.values()].filter(({ id }) => scope.hasUser(id));
    return usersById(users.filter((user) => (userType ?? user.userType) === user.userType));
  });
  server.on(listPortals, ({ params: { userId = keyOwner, type } }) => {
    const id = toNumber(userId);
    return store.users.has(id) ? { portals: userPortals(store, id, type) } : notFound("user");
  });
  // No reply contains the layout, so it is not stored.
  server.on(saveContentView, ({ params: { userId } }) =>
    store.users.has(toNumber(userId)) ? { message: "Setting updated successfully" } : notFound("user"),
  );
}
