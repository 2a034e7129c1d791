import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import type { AcademyOfMine } from "../src/index.ts";
import { ada, setUp } from "./helpers.ts";

const looks = {
  brandColor: "#3498db",
  bodyBackgroundColor: "#ffffff",
  bodyTextColor: "#333333",
  selectedPrimaryLanguage: "en",
};
const acme = { portalName: "Acme", portalSlug: "acme", ...looks };

/** Creates a portal and finds its id, which the reply does not contain. */
async function createAcme(
  academy: AcademyOfMine,
  fields: Partial<Parameters<AcademyOfMine["portals"]["create"]>[0]> = {},
): Promise<number> {
  await academy.portals.create({ ...acme, ...fields });
  const [found] = await academy.portals.lookup({ search_term: "acme" });
  return found?.id ?? 0;
}

describe("a created portal", () => {
  it("is found by its name, listed and read", async () => {
    const { academy } = setUp();
    const portalId = await createAcme(academy, {
      totalSeat: "20",
      expiryDate: "2027-12-31",
      selectedCourses: [1, 2],
    });
    expect(await academy.portals.get({ portalId })).toMatchObject({
      portalName: "Acme",
      portalSlug: "acme",
      totalSeats: 20,
      availableSeats: 20,
      expiryDate: "31-Dec-2027",
      brandColor: "#3498db",
      publicSelectedCourses: [1, 2],
    });
    const { records } = await academy.portals.list({
      search_param: { portalName: "acme", status: "active" },
    });
    expect(records).toMatchObject([{ id: portalId, slug: "acme", totalSeat: 20 }]);
  });

  it("has the given users as learners, enrolled in the given content", async () => {
    const { mock, academy } = setUp();
    const params = { selectedUsers: [5, 6], enrollCoursesIds: [3], enrollLearningPathIds: [2] };
    const portalId = await createAcme(academy, params);
    expect(await academy.portals.get({ portalId })).toMatchObject({ usedSeats: 2, totalLearner: 2 });
    expect(mock.store.enrollmentsIn("course", 3)).toHaveLength(2);
    expect(mock.store.enrollmentsIn("learningPath", 2)).toHaveLength(2);
  });

  it.for([
    [{ portalSlug: "portal-1" }, "portalSlug"],
    [{ selectedUsers: [5, 999] }, "selectedUsers"],
    [{ selectedCourses: [999] }, "selectedCourses"],
    [{ totalSeat: 1, selectedUsers: [5, 6] }, "totalSeat"],
  ] as const)("with %j is refused with 422", async ([fields, field]) => {
    const { mock, academy } = setUp();
    const error = await failureOf(academy.portals.create({ ...acme, ...fields }));
    expect(error).toMatchObject({ status: 422, fields: [{ field }] });
    expect(mock.store.portals.size).toBe(3);
  });
});

it("the list of portals comes in pages, in the order that is asked for", async () => {
  const { academy } = setUp();
  const order_by = { colName: "name", direction: "desc" } as const;
  const all = await academy.portals.list({ page_size: 2, order_by }).toArray({ limit: 10 });
  expect(all.map(({ name }) => name)).toEqual(["Portal 3", "Portal 2", "Portal 1"]);
});

it("a changed portal keeps omitted content and looks", async () => {
  const { academy } = setUp();
  const change = { portalId: 1, portalName: "One", portalSlug: "one" };
  await academy.portals.update({ ...change, privateSelectedCourses: [2], totalSeatAccess: 7 });
  await academy.portals.update({ ...change, brandColor: "#000000" });
  expect(await academy.portals.get({ portalId: 1 })).toMatchObject({
    portalName: "One",
    totalSeats: 7,
    brandColor: "#000000",
    publicSelectedCourses: [1],
    privateSelectedCourses: [2],
    selectedContent: { publicLearningPathNames: ["Learning path 1"] },
  });
});

it("a closed portal is listed as inactive until it is opened again", async () => {
  const { academy } = setUp();
  const closed = () => academy.portals.list({ search_param: { status: "inactive" } }).toArray({ limit: 10 });
  await academy.portals.updateStatus({ ids: [2, 3], status: "InActive" });
  expect(await closed()).toHaveLength(2);
  await academy.portals.updateStatus({ ids: [2], status: "Active" });
  expect(await closed()).toMatchObject([{ id: 3 }]);
});

it("a new look shows in the portal", async () => {
  const { academy } = setUp();
  await academy.portals.updateBranding({
    ...looks,
    portalId: 1,
    brandColor: "#2e1e55",
    headerBackgroundColor: "#2e1e55",
    logoImageUrl: "https://example.com/logo.png",
    miniLogoImageUrl: "https://example.com/mini.png",
    customStyle: "a { color: red }",
    customCode: "<script></script>",
    customFont: "Roboto",
    learnerDashboard: { type: "page", id: 4 },
  });
  const portal = await academy.portals.get({ portalId: 1 });
  expect(portal).toMatchObject({ brandColor: "#2e1e55", customFont: "Roboto", learnerDashboard: "4" });
});

describe("sub-portals", () => {
  const subPortal = [{ name: "North", referralCode: "north" }, { name: "South" }];

  it("are listed below their portal", async () => {
    const { academy } = setUp();
    await academy.portals.addSubPortals({ portalId: 1, subPortal });
    const below = await academy.portals.list({ portalId: 1 }).toArray({ limit: 10 });
    expect(below).toMatchObject([
      { name: "North", referralCode: "north", parentPortalId: "Portal 1" },
      { name: "South", parentPortalId: "Portal 1" },
    ]);
    expect(await academy.portals.lookup({ portalId: 1, search_term: "sou" })).toMatchObject([
      { name: "South" },
    ]);
    expect(await academy.portals.get({ portalId: 1 })).toMatchObject({ subPortalCount: 2 });
  });

  it("need names", async () => {
    const { academy } = setUp();
    const call = academy.portals.addSubPortals({ portalId: 1, subPortal: [{ referralCode: "x" }] });
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "subPortal.0.name" }] });
  });

  it("are copied with their portal on demand, without users and with other slugs", async () => {
    const { mock, academy } = setUp();
    await academy.portals.addSubPortals({ portalId: 1, subPortal });
    await academy.portals.clone({ portalId: 1, portalName: "Copy", subPortals: true });
    const [copy] = await academy.portals.lookup({ search_term: "copy" });
    const portal = await academy.portals.get({ portalId: copy?.id ?? 0 });
    expect(portal).toMatchObject({ portalSlug: "copy", totalLearner: 0, subPortalCount: 2 });
    expect(portal.publicSelectedCourses).toEqual([1]);
    const portals = [...mock.store.portals.values()];
    expect(new Set(portals.map(({ slug }) => slug)).size).toBe(8);
    expect(new Set(portals.map(({ referralCode }) => referralCode)).size).toBe(8);
  });
});

describe("learners of a portal", () => {
  const { password: _, ...learner } = ada;

  it("are created if their e-mail address is new, and enrolled", async () => {
    const { mock, academy } = setUp();
    await academy.portals.addLearners({
      portalId: 1,
      userAddedType: "addManually",
      learners: [learner, { email: "LEARNER9@example.com" }],
      enrollCoursesIds: [1],
    });
    expect(mock.store.users.size).toBe(61);
    const { records } = await academy.portals.listUsers({
      portalId: 1,
      search_param: { nameOrEmail: "ada" },
    });
    expect(records).toMatchObject([
      { firstName: "Ada", portalUserType: "learner", is_learner: true, stats: { notStarted: 1, total: 1 } },
    ]);
    const { records: courses } = await academy.portals.listCourses({ portalId: 1 });
    // Learner 4 of the mock's own data is in the portal and in the course.
    expect(courses).toMatchObject([{ courseId: 1, stats: { notStarted: 3 }, last24hCount: 3 }]);
  });

  it("can be users who are there already", async () => {
    const { academy } = setUp();
    const params = { portalId: 1, userAddedType: "existingUser", selectExistingUsers: [20, 21] };
    await academy.portals.addLearners(params);
    const users = await academy.portals
      .listUsers({ portalId: 1, userType: "learner" })
      .toArray({ limit: 10 });
    expect(users.map(({ id }) => id)).toEqual([4, 20, 21]);
  });

  it("are refused together when too few seats are free", async () => {
    const { mock, academy } = setUp();
    await academy.portals.update({ portalId: 1, portalName: "One", portalSlug: "one", totalSeatAccess: 2 });
    const learners = [learner, { email: "bob@example.com" }];
    const call = academy.portals.addLearners({ portalId: 1, userAddedType: "addManually", learners });
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "learners" }] });
    expect(mock.store.users.size).toBe(60);
  });

  it("need an e-mail address", async () => {
    const { academy } = setUp();
    const params = { portalId: 1, userAddedType: "addManually", learners: [{ firstName: "Bob" }] };
    const error = await failureOf(academy.portals.addLearners(params));
    expect(error).toMatchObject({ status: 422, fields: [{ field: "learners.0.email" }] });
  });

  it("are removed from the sub-portals too", async () => {
    const { mock, academy } = setUp();
    await academy.portals.addSubPortals({ portalId: 1, subPortal: [{ name: "North" }] });
    const [north] = await academy.portals.lookup({ portalId: 1 });
    for (const portalId of [1, north?.id ?? 0]) {
      await academy.portals.addLearners({
        portalId,
        userAddedType: "existingUser",
        selectExistingUsers: [30],
      });
    }
    await academy.portals.removeUsers({ portalId: 1, userIds: [30], type: "learner" });
    expect([...mock.store.portals.values()].filter(({ members }) => members.has(30))).toEqual([]);
  });
});

describe("administrators of a portal", () => {
  it("are made with their permissions, and may learn there too", async () => {
    const { academy } = setUp();
    await academy.portals.addAdmins({
      portalId: 2,
      portalAdminType: "newPortalAdmin",
      portalAdmins: [{ firstName: "Ada", lastName: "Example", email: ada.email }],
      selectedExUsers: [9],
      portalAdminPermissions: ["can_edit_settings"],
      isPortalAdminLearner: true,
    });
    const admins = await academy.portals
      .listUsers({ portalId: 2, userType: "portal_admin" })
      .toArray({ limit: 10 });
    expect(admins.map(({ firstName }) => firstName)).toEqual(["Learner", "Learner", "Ada"]);
    expect(admins.at(-1)).toMatchObject({ is_learner: true, permissionsNames: ["can_edit_settings"] });
    expect(await academy.portals.get({ portalId: 2 })).toMatchObject({ totalPortalAdmins: 3, usedSeats: 3 });
  });

  it("can be made of learners, and learners of them", async () => {
    const { mock, academy } = setUp();
    await academy.portals.assignAdmin({ portalId: 1, userId: 4, portalAdminPermissions: ["can_view"] });
    await academy.portals.assignLearners({ portalId: 1, userIds: [1] });
    await academy.portals.updateAdminPermissions({ portalId: 1, userId: 1, portalAdminPermissions: [] });
    expect([...(mock.store.portals.get(1)?.members ?? [])]).toEqual([
      [1, { isAdmin: true, isLearner: true, permissions: [] }],
      [4, { isAdmin: true, isLearner: true, permissions: ["can_view"] }],
    ]);
  });

  it("who are removed as such stay learners", async () => {
    const { mock, academy } = setUp();
    await academy.portals.assignLearners({ portalId: 1, userIds: [1] });
    await academy.portals.removeUsers({ portalId: 1, userIds: [1], type: "portal_admin" });
    expect(mock.store.portals.get(1)?.members.get(1)).toMatchObject({ isAdmin: false, isLearner: true });
  });

  it("must be in the portal to be assigned", async () => {
    const { academy } = setUp();
    const call = academy.portals.assignAdmin({ portalId: 1, userId: 40, portalAdminPermissions: [] });
    expect(await failureOf(call)).toMatchObject({ status: 404 });
  });
});

it("a portal's user who is shut out is inactive", async () => {
  const { academy } = setUp();
  await academy.portals.updateUserStatus({ userIds: [4], status: "inactive" });
  const { records } = await academy.portals.listUsers({ portalId: 1, userType: "learner" });
  expect(records).toMatchObject([{ id: 4, status: "inactive" }]);
});

it("the users who are not in a portal can be listed", async () => {
  const { academy } = setUp();
  const { recordsFiltered } = await academy.portals.listUsers({ portalId: 1, isInPortal: false });
  expect(recordsFiltered).toBe(58);
});

describe("what a portal offers", () => {
  it("its learning paths show its learners' progress", async () => {
    const { academy } = setUp();
    await academy.learningPaths.enroll({ id: 1, studentIds: [4, 50] });
    const { records } = await academy.portals.listLearningPaths({ portalId: 1, type: "active" });
    expect(records).toEqual([
      {
        learningPathId: 1,
        learningPathName: "Learning path 1",
        last24hCount: 1,
        learningPathStatistics: { notStarted: 1, inProgress: 0, completed: 0 },
      },
    ]);
  });

  it("its catalog shows a user's enrollments", async () => {
    const { academy } = setUp();
    const { courses } = await academy.portals.getCourseCatalog({ portalId: 1, userId: 4 });
    expect(courses).toMatchObject([
      { courseId: 1, isEnrolled: true, launchUrl: "portal-1/course/course-1/launch" },
    ]);
  });
});

it("the report on portals names their users", async () => {
  const { academy } = setUp();
  const reports = await academy.portals.listDetails({ page_size: 1 }).toArray({ limit: 10 });
  expect(reports).toHaveLength(3);
  expect(reports[0]).toMatchObject({
    portalUserIds: [1, 4],
    portalUserDetails: [
      { isAdmin: "admin", isLearner: false },
      { isAdmin: null, isLearner: true },
    ],
  });
});

it("an unknown portal is answered with 404", async () => {
  const { academy } = setUp();
  const portalId = 999;
  for (const call of [
    academy.portals.get({ portalId }),
    academy.portals.clone({ portalId, portalName: "Copy" }),
    academy.portals.listUsers({ portalId }),
    academy.portals.listCourses({ portalId }),
    academy.portals.addLearners({ portalId, userAddedType: "addManually", learners: [] }),
    academy.portals.removeUsers({ portalId, userIds: [4], type: "learner" }),
  ]) {
    expect(await failureOf(call)).toMatchObject({ status: 404 });
  }
});
