import type { MockServerBuilder } from "@kelaskit/core/testing";
import { get, listDetails, list, lookup } from "../portals/portals.ts";
import { updateStatus } from "../portals/settings.ts";
import {
  addSubPortals,
  clone,
  create,
  type CreatePortalParams,
  update,
  updateBranding,
  type UpdatePortalParams,
} from "../portals/setup.ts";
import type { Id } from "../shared/shapes.ts";
import { mockTime, readMoment, withDashes } from "./dates.ts";
import { hasWords, pageOf, toNumber } from "./pages.ts";
import { mockPortalContent } from "./portal-content.ts";
import { portalsBelow, setMember } from "./portal-members.ts";
import { portalDetails, portalOption, portalSummary, portalWithUsers } from "./portal-records.ts";
import { mockPortalUsers } from "./portal-users.ts";
import { slugOf } from "./published.ts";
import { invalidReply, notFound, unknownIds } from "./reply.ts";
import type { MockPortal } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { given, savedIds, savedNumber } from "./values.ts";

/** The fields that are kept as they are sent, and that `portals.get` has under the same name. */
type Looks = Pick<
  CreatePortalParams,
  | "seatAccess"
  | "accessPermission"
  | "expiryMessage"
  | "expiryDate"
  | "headerBackgroundColor"
  | "customStyle"
  | "customFont"
  | "customCode"
> &
  Pick<
    UpdatePortalParams,
    "brandColor" | "bodyBackgroundColor" | "bodyTextColor" | "selectedPrimaryLanguage"
  >;

function looks(params: Looks): Readonly<Record<string, unknown>> {
  const { expiryDate } = params;
  const moment = readMoment(expiryDate ?? "");
  return given({
    seatAccess: params.seatAccess,
    accessPermission: params.accessPermission,
    expiryMessage: params.expiryMessage,
    expiryDate: moment === undefined ? expiryDate : withDashes(moment),
    brandColor: params.brandColor,
    bodyBackgroundColor: params.bodyBackgroundColor,
    bodyTextColor: params.bodyTextColor,
    headerBackgroundColor: params.headerBackgroundColor,
    selectedPrimaryLanguage: params.selectedPrimaryLanguage,
    customStyle: params.customStyle,
    customFont: params.customFont,
    customCode: params.customCode,
  });
}

/** Adds a portal; its code for joining contains its id, so it is unique. */
function addPortal(
  store: AcademyStore,
  fields: Pick<MockPortal, "name" | "slug"> & Partial<MockPortal>,
): MockPortal {
  const id = store.nextId();
  const portal: MockPortal = {
    id,
    referralCode: `PORTAL${id}`,
    isActive: true,
    createdAt: mockTime,
    members: new Map(),
    courses: [],
    learningPaths: [],
    details: {},
    ...fields,
  };
  store.portals.set(id, portal);
  return portal;
}

/** The refusal of a slug that another portal has. */
function slugRefusal(store: AcademyStore, slug: string, own?: number): Response | undefined {
  const isTaken = [...store.portals.values()].some((portal) => portal.slug === slug && portal.id !== own);
  if (!isTaken) return undefined;
  return invalidReply([{ field: "portalSlug", message: "The portalSlug has already been taken." }]);
}

/** A slug for a portal that is created without one (deduced: slugs are unique). */
function freeSlug(store: AcademyStore, name: string): string {
  const base = slugOf(name) || "portal";
  const taken = new Set([...store.portals.values()].map(({ slug }) => slug));
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
  return slug;
}

function copyPortal(store: AcademyStore, portal: MockPortal, name: string, parentId?: number): MockPortal {
  const { isActive, totalSeats, courses, learningPaths, details } = portal;
  const { privateCourses, privateLearningPaths } = portal;
  return addPortal(store, {
    name,
    slug: freeSlug(store, name),
    parentId,
    isActive,
    totalSeats,
    courses,
    learningPaths,
    privateCourses,
    privateLearningPaths,
    details,
  });
}

function copyChildren(store: AcademyStore, from: number, to: number): void {
  // Listed before the first copy, which may be one of them.
  const children = [...store.portals.values()].filter(({ parentId }) => parentId === from);
  for (const child of children) {
    const copy = copyPortal(store, child, child.name, to);
    copyChildren(store, child.id, copy.id);
  }
}

function createPortal(store: AcademyStore, params: CreatePortalParams): Response | undefined {
  const users = [...(params.selectedUsers ?? []), ...(params.addExistingUser ?? [])];
  const refused =
    slugRefusal(store, params.portalSlug) ??
    unknownIds("selectedUsers", params.selectedUsers ?? [], store.users) ??
    unknownIds("addExistingUser", params.addExistingUser ?? [], store.users) ??
    unknownIds("selectedCourses", params.selectedCourses ?? [], store.courses) ??
    unknownIds("enrollCoursesIds", params.enrollCoursesIds ?? [], store.courses) ??
    unknownIds("enrollLearningPathIds", params.enrollLearningPathIds ?? [], store.learningPaths);
  if (refused !== undefined) return refused;
  const seats = savedNumber(params.totalSeat) ?? undefined;
  const wanted = new Set(users.map(toNumber)).size;
  if (seats !== undefined && wanted > seats) {
    return invalidReply([
      { field: "totalSeat", message: `${seats} seats are too few for ${wanted} learners.` },
    ]);
  }
  const { learnerDashboard = null } = params;
  const portal = addPortal(store, {
    name: params.portalName,
    slug: params.portalSlug,
    isActive: params.isActive ?? true,
    totalSeats: seats,
    courses: savedIds(params.selectedCourses),
    details: {
      ...looks(params),
      selectedPrivateMembership: savedNumber(params.selectedMembership),
      learnerDashboard: learnerDashboard === null ? null : String(learnerDashboard),
    },
  });
  // Both lists of users become learners: how they differ is not documented.
  for (const userId of users.map(toNumber)) setMember(portal, userId, { isLearner: true });
  for (const course of savedIds(params.enrollCoursesIds)) store.enroll("course", course, users);
  for (const path of savedIds(params.enrollLearningPathIds)) store.enroll("learningPath", path, users);
  return undefined;
}

/** Public and private content after a change: an omitted list is kept (not documented). */
function changedContent(
  all: readonly number[],
  hidden: readonly number[],
  open: readonly Id[] | undefined,
  closed: readonly Id[] | undefined,
): { readonly all: readonly number[]; readonly hidden: readonly number[] } {
  const privates = closed === undefined ? hidden : savedIds(closed);
  const publics = open === undefined ? all.filter((id) => !hidden.includes(id)) : savedIds(open);
  return { all: [...new Set([...publics, ...privates])], hidden: privates };
}

function updatePortal(
  store: AcademyStore,
  portal: MockPortal,
  params: UpdatePortalParams,
): Response | undefined {
  const refused =
    slugRefusal(store, params.portalSlug, portal.id) ??
    unknownIds("publicSelectedCourses", params.publicSelectedCourses, store.courses) ??
    unknownIds("privateSelectedCourses", params.privateSelectedCourses, store.courses) ??
    unknownIds("selectedPublicLearningPaths", params.selectedPublicLearningPaths, store.learningPaths) ??
    unknownIds("selectedPrivateLearningPaths", params.selectedPrivateLearningPaths, store.learningPaths);
  if (refused !== undefined) return refused;
  const courses = changedContent(
    portal.courses,
    portal.privateCourses ?? [],
    params.publicSelectedCourses,
    params.privateSelectedCourses,
  );
  const paths = changedContent(
    portal.learningPaths,
    portal.privateLearningPaths ?? [],
    params.selectedPublicLearningPaths,
    params.selectedPrivateLearningPaths,
  );
  const membership = savedNumber(params.selectedPrivateMembership);
  Object.assign(portal, {
    name: params.portalName,
    slug: params.portalSlug,
    isActive: params.isActive ?? portal.isActive,
    totalSeats: savedNumber(params.totalSeatAccess) ?? portal.totalSeats,
    courses: courses.all,
    privateCourses: courses.hidden,
    learningPaths: paths.all,
    privateLearningPaths: paths.hidden,
    details: {
      ...portal.details,
      ...looks(params),
      ...(membership === null ? {} : { selectedPrivateMembership: membership }),
    },
  } satisfies Partial<MockPortal>);
  return undefined;
}

/** All portals for -1, else those below one. */
function portalsOf(store: AcademyStore, id: Id): readonly MockPortal[] {
  return toNumber(id) === -1 ? [...store.portals.values()] : portalsBelow(store, toNumber(id));
}

/** Handlers for portals, their users and their content. */
export function mockPortals(server: MockServerBuilder, store: AcademyStore): void {
  const find = (id: Id): MockPortal | undefined => store.portals.get(toNumber(id));
  server.on(
    create,
    ({ params }) => createPortal(store, params) ?? { message: "Portal created successfully" },
  );
  server.on(list, ({ params }) => {
    const { search_param: search = {}, portalId = -1 } = params;
    const all = portalsOf(store, portalId);
    const found = all
      .map((portal) => portalSummary(store, portal))
      .filter(
        ({ name, status }) =>
          hasWords(name ?? "", search.portalName) &&
          (search.status === undefined || search.status.toLowerCase() === status),
      );
    return pageOf(found, params, all.length);
  });
  server.on(get, ({ params: { portalId } }) => {
    const portal = find(portalId);
    return portal === undefined ? notFound("portal") : portalDetails(store, portal);
  });
  server.on(lookup, ({ params: { portalId = -1, search_term: words } }) =>
    portalsOf(store, portalId)
      .filter(({ name }) => hasWords(name, words))
      .map(portalOption),
  );
  server.on(listDetails, ({ params }) =>
    pageOf(
      [...store.portals.values()].map((portal) => portalWithUsers(store, portal)),
      params,
    ),
  );
  server.on(update, ({ params }) => {
    const portal = find(params.portalId);
    if (portal === undefined) return notFound("portal");
    return updatePortal(store, portal, params) ?? { message: "Portal updated successfully" };
  });
  server.on(updateBranding, ({ params }) => {
    const portal = find(params.portalId);
    if (portal === undefined) return notFound("portal");
    const learnerDashboard = String(params.learnerDashboard.id);
    portal.details = { ...portal.details, ...looks(params), learnerDashboard };
    return { message: "Portal branding updated successfully" };
  });
  server.on(updateStatus, ({ params: { ids, status } }) => {
    const refused = unknownIds("ids", ids, store.portals);
    if (refused !== undefined) return refused;
    // A status that the vendor does not name changes nothing (deduced).
    for (const portal of ids.flatMap((id) => find(id) ?? [])) {
      if (status === "Active" || status === "InActive") portal.isActive = status === "Active";
    }
    return { message: "Status updated successfully" };
  });
  server.on(addSubPortals, ({ params: { portalId, subPortal: wanted } }) => {
    const parent = find(portalId);
    if (parent === undefined) return notFound("portal");
    const nameless = wanted.flatMap(({ name }, index) =>
      name === undefined || name === ""
        ? [{ field: `subPortal.${index}.name`, message: "It is required." }]
        : [],
    );
    if (nameless.length > 0) return invalidReply(nameless);
    for (const { name = "", referralCode } of wanted) {
      const child = addPortal(store, { name, slug: freeSlug(store, name), parentId: parent.id });
      child.referralCode = referralCode ?? child.referralCode;
    }
    return { message: "Sub Portal added successfully" };
  });
  server.on(clone, ({ params: { portalId, portalName, subPortals = false } }) => {
    const portal = find(portalId);
    if (portal === undefined) return notFound("portal");
    // Users are not copied: whether the vendor does is not documented.
    const copy = copyPortal(store, portal, portalName, portal.parentId);
    if (subPortals) copyChildren(store, portal.id, copy.id);
    return { message: "Portal Cloned Successfully" };
  });
  mockPortalUsers(server, store);
  mockPortalContent(server, store);
}
