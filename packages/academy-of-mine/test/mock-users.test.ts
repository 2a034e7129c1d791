import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { ada, setUp } from "./helpers.ts";

describe("a new user", () => {
  it("is read back", async () => {
    const { academy } = setUp();
    const { id } = await academy.users.create({ ...ada, userCategory: [6, "Guests"] });
    expect(await academy.users.get({ id })).toMatchObject({ id, firstName: "Ada", disabled: false });
    const { records } = await academy.users.list({ search_param: { nameOrEmail: "ada@example.com" } });
    expect(records).toMatchObject([{ id, first_name: "Ada", user_category: "Category 6, Guests" }]);
  });

  it("with an address that is taken is refused, whatever its capitals", async () => {
    const { academy } = setUp();
    const call = academy.users.create({ ...ada, email: "Learner4@example.com" });
    expect(await failureOf(call)).toMatchObject({
      status: 422,
      fields: [{ field: "email", message: "The email has already been taken." }],
    });
  });

  it("is enrolled in the courses that everybody gets", async () => {
    const { mock, academy } = setUp();
    await academy.courses.setAutoEnrolledCourses({ courses: [2, "3"] });
    const { id } = await academy.users.create(ada);
    expect(mock.store.enrollmentsOf("course", id).map(({ contentId }) => contentId)).toEqual([2, 3]);
  });

  it("leaves no password in the mock's store", async () => {
    const { mock, academy } = setUp();
    await academy.users.create(ada);
    const userList = [{ email: "grace@example.com", password: "another-long-one" }];
    await academy.users.bulkUpload({ ...upload, userList });
    const text = JSON.stringify([...mock.store.users.values()]);
    expect(text).not.toContain(ada.password);
    expect(text).not.toContain("another-long-one");
  });
});

describe("the list of users", () => {
  it("comes in pages", async () => {
    const { mock, academy } = setUp();
    const page = await academy.users.list({ page_size: 25, page_number: 3 });
    expect(page).toMatchObject({ recordsTotal: 60, recordsFiltered: 60 });
    expect(page.records).toHaveLength(10);
    const all = await academy.users.list({ page_size: 25 }).toArray({ limit: 100 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(60);
    expect(mock.requests).toHaveLength(4);
  });

  it.for([
    ["Number 12", [12]],
    ["learner7@", [7]],
    ["Learner Number 33", [33]],
    ["nobody", []],
  ] as const)("searched for %s has %j", async ([nameOrEmail, ids]) => {
    const { academy } = setUp();
    const { records, recordsFiltered } = await academy.users.list({ search_param: { nameOrEmail } });
    expect(records.map(({ id }) => id)).toEqual(ids);
    expect(recordsFiltered).toBe(ids.length);
  });

  it("is sorted by any of its columns", async () => {
    const { academy } = setUp();
    const byName = { colName: "last_name", direction: "desc" } as const;
    const { records } = await academy.users.list({ order_by: byName, page_size: 2 });
    expect(records.map(({ last_name }) => last_name)).toEqual(["Number 60", "Number 59"]);
  });

  it("is searched by category and by membership", async () => {
    const { academy } = setUp();
    const { id } = await academy.users.create({ ...ada, userCategory: [6] });
    await academy.users.quickEdit({ user_ids: [id, 9], enrollMembershipId: 3 });
    const ofCategory = await academy.users.list({ search_param: { userCategoryId: 6 } });
    expect(ofCategory.records.map((user) => user.id)).toEqual([id]);
    const members = await academy.users.list({ search_param: { membershipId: 3 } });
    expect(members.records.map((user) => user.id)).toEqual([9, id]);
  });
});

describe("a changed user", () => {
  const names = { firstName: "New", lastName: "Name", email: "new@example.com" };

  it("has what was given and keeps the rest", async () => {
    const { academy } = setUp();
    await academy.users.update({
      ...names,
      id: 4,
      disabled: 1,
      internal_note: "Away",
      customUserMetas: { team: { type: "text", submitted_value: "Blue" } },
    });
    await academy.users.update({ ...names, id: 4, disabled: 0 });
    expect(await academy.users.get({ id: 4 })).toMatchObject({
      firstName: "New",
      disabled: false,
      internal_note: "Away",
      customUserMetas: { team: { type: "text", submitted_value: "Blue" } },
    });
  });

  it("may keep the address, and not take another's", async () => {
    const { academy } = setUp();
    await academy.users.update({ ...names, id: 4, disabled: 0, email: "learner4@example.com" });
    const call = academy.users.update({ ...names, id: 4, disabled: 0, email: "learner5@example.com" });
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "email" }] });
  });
});

describe("deleting users", () => {
  it("keeps those who wrote a course or are in a portal, and says so", async () => {
    const { mock, academy } = setUp();
    await academy.courses.quickEdit({ course_ids: [7], author_id: 9 });
    const reply = await academy.users.delete({ delete_ids: [1, 9, 10] });
    expect(reply).toMatchObject({
      deletedStudents: [{ id: 10, name: "Learner Number 10" }],
      notDeletedStudents: [{ id: 1 }, { id: 9 }],
      usedAsCourseAuthors: { "Learner Number 9": [{ id: 7, name: "Course 7" }] },
      usedInPortals: { "Learner Number 1": [{ id: 1, name: "Portal 1" }] },
    });
    expect([1, 9, 10].filter((id) => mock.store.users.has(id))).toEqual([1, 9]);
  });

  it("ends their enrollments", async () => {
    const { mock, academy } = setUp();
    await academy.courses.enroll({ id: 2, studentIds: [20] });
    await academy.users.delete({ delete_ids: [20] });
    expect(mock.store.enrollmentsIn("course", 2)).toEqual([]);
    expect(await failureOf(academy.users.get({ id: 20 }))).toMatchObject({ status: 404 });
  });

  it("deletes no one if one of them does not exist", async () => {
    const { mock, academy } = setUp();
    const error = await failureOf(academy.users.delete({ delete_ids: [20, 999] }));
    expect(error).toMatchObject({ status: 422, fields: [{ field: "delete_ids" }] });
    expect(mock.store.users.has(20)).toBe(true);
  });
});

const upload = {
  selectedCourses: [2],
  selectedLearningPaths: [3],
  membershipId: 0,
  portalId: -1,
};

describe("many users at once", () => {
  it("are locked, and enrolled in courses and learning paths", async () => {
    const { mock, academy } = setUp();
    await academy.users.quickEdit({
      user_ids: [8, 9],
      disabled: true,
      course_ids: [2],
      learning_path_ids: [3],
    });
    expect(await academy.users.get({ id: 8 })).toMatchObject({ disabled: true });
    expect(mock.store.enrollmentsOf("course", 9).map(({ contentId }) => contentId)).toEqual([2, 5, 6]);
    expect(mock.store.enrollmentsOf("learningPath", 9)).toHaveLength(1);
  });

  it("are uploaded, enrolled and added to a portal; a known address is skipped", async () => {
    const { mock, academy } = setUp();
    const userList = [
      { email: "grace@example.com", first_name: "Grace" },
      { email: "learner4@example.com", first_name: "Again" },
    ];
    await academy.users.bulkUpload({ ...upload, userList, portalId: 2 });
    const { records } = await academy.users.list({ search_param: { nameOrEmail: "grace@" } });
    const [grace] = records;
    expect(grace).toMatchObject({ first_name: "Grace", portals: "Portal 2" });
    expect(mock.store.users.size).toBe(61);
    expect(mock.store.enrollmentsOf("learningPath", grace?.id ?? 0)).toHaveLength(1);
  });

  it.for(["selectedCourses", "selectedLearningPaths"] as const)(
    "are not uploaded when one of %s does not exist",
    async (field) => {
      const { mock, academy } = setUp();
      const userList = [{ email: "grace@example.com" }];
      const error = await failureOf(academy.users.bulkUpload({ ...upload, userList, [field]: [999] }));
      expect(error).toMatchObject({ status: 422, fields: [{ field }] });
      expect(mock.store.users.size).toBe(60);
    },
  );
});

describe("users are found", () => {
  it("by words, in a portal or everywhere", async () => {
    const { academy } = setUp();
    const inPortal = await academy.users.lookup({ search_term: "number 4", portalId: 1 });
    expect(Object.keys(inPortal)).toEqual(["4"]);
    const params = { search_term: "number 4", portalId: 1, remote_user_search: true };
    expect(Object.keys(await academy.users.lookup(params))).toHaveLength(11);
  });

  it("by type and portal", async () => {
    const { academy } = setUp();
    expect(Object.keys(await academy.users.listByType({ userType: "staff" }))).toEqual(["1", "2", "3"]);
    expect(Object.keys(await academy.users.listByType({ userType: "learner", portalId: 1 }))).toEqual(["4"]);
    expect(await academy.users.listByType({ portalId: 99 })).toEqual({});
  });
});

it("the portals of a user come with what the user is in them", async () => {
  const { academy } = setUp();
  const { portals } = await academy.users.listPortals({ userId: 4 });
  expect(portals).toMatchObject([{ id: 1, name: "Portal 1", referralCode: "portal1", userType: "learner" }]);
  const ofTheKey = await academy.users.listPortals({ type: "portal_admin" });
  expect(ofTheKey.portals).toMatchObject([{ id: 1, userType: "portal_admin" }]);
});

it("how content is shown can be set for users that exist", async () => {
  const { academy } = setUp();
  const params = {
    userId: 4,
    selectedCourseView: "grid",
    selectedLearningPathView: "list",
    selectedCourseViewMode: "enroll",
    selectedLearningPathViewMode: "enroll",
    type: "course",
  } as const;
  expect(await academy.users.saveContentView(params)).toHaveProperty("message");
  expect(await failureOf(academy.users.saveContentView({ ...params, userId: 999 }))).toMatchObject({
    status: 404,
  });
});
