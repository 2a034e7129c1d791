import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { setUp } from "./helpers.ts";

describe("a saved course", () => {
  it("is new under an id that no course has, then listed, read and changed", async () => {
    const { academy } = setUp();
    await academy.courses.save({ id: 0, name: "Welding", status: "draft", credits: 3 });
    const { records } = await academy.courses.list({ search_param: { courseName: "weld" } });
    expect(records).toMatchObject([{ name: "Welding", slug: "welding", status: "DRAFT" }]);
    const id = records[0]?.id ?? 0;
    await academy.courses.update({
      id,
      status: "published",
      certificateTemplates: 7,
      minPassingPercentage: "70",
    });
    expect(await academy.courses.get({ id })).toMatchObject({
      name: "Welding",
      status: "published",
      credits: 3,
      certificateTemplates: [7],
      minPassingPercentage: 70,
    });
  });

  it("changes the course of its id", async () => {
    const { mock, academy } = setUp();
    await academy.courses.save({ id: 5, name: "Five" });
    expect(await academy.courses.get({ id: 5 })).toMatchObject({ name: "Five" });
    expect(mock.store.courses.size).toBe(24);
  });

  it("needs a name when it is new", async () => {
    const { academy } = setUp();
    const error = await failureOf(academy.courses.save({ id: 0, credits: 3 }));
    expect(error).toMatchObject({ status: 422, fields: [{ field: "name" }] });
  });

  it("has its modules and the learning paths that contain it", async () => {
    const { academy } = setUp();
    await academy.courses.update({ id: 1, modules: [{ module_id: "16", drip_rules: "immediately" }] });
    expect(await academy.courses.get({ id: 1 })).toMatchObject({
      modules: [{ module_id: 16, display_order: 1, drip_rules: "immediately" }],
      learningPaths: [{ learning_path_id: 1, learning_path_name: "Learning path 1" }],
    });
  });
});

describe("the list of courses", () => {
  it("comes in pages, sorted as it was asked for", async () => {
    const { academy } = setUp();
    const order_by = { colName: "id", direction: "desc" } as const;
    const all = await academy.courses.list({ page_size: 7, order_by }).toArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 24 }, (_, index) => 24 - index));
  });

  it("is searched by status and category", async () => {
    const { academy } = setUp();
    await academy.courses.quickEdit({ course_ids: [3, 4], categories_id: [6], author_id: 2 });
    await academy.courses.update({ id: 4, status: "draft" });
    const search_param = { courseCategoryIds: [6, 12], status: "DRAFT" };
    const { records, recordsTotal } = await academy.courses.list({ search_param });
    expect(records).toMatchObject([{ id: 4, categories: "Category 6", author: "Learner Number 2" }]);
    expect(recordsTotal).toBe(24);
  });
});

it("a copy is named after its course", async () => {
  const { academy } = setUp();
  await academy.courses.update({ id: 5, credits: 9 });
  await academy.courses.clone({ course_id: 5, isDeepCopy: true });
  const { records } = await academy.courses.list({ search_param: { courseName: "Course 5_copy" } });
  expect(await academy.courses.get({ id: records[0]?.id ?? 0 })).toMatchObject({ credits: 9 });
});

describe("deleting courses", () => {
  it("keeps those in use, and reports why", async () => {
    const { mock, academy } = setUp();
    await academy.courses.enroll({ id: 20, studentIds: [9] });
    await academy.courses.setAutoEnrolledCourses({ courses: [21] });
    const reply = await academy.courses.delete({ delete_ids: [1, 20, 21, 22] });
    expect(reply).toMatchObject({
      deletedCourses: [22],
      notDeletedCourses: [1, 20],
      enrolledCourses: [
        { id: 1, name: "Course 1" },
        { id: 20, name: "Course 20" },
      ],
      notDeletedAutoEnrolledCourses: [21],
      autoEnrolledCourses: [{ courseId: 21, courseName: "Course 21" }],
      notDeletedLearningPathCourses: [1],
      learningPathCourses: { "Course 1": [{ id: 1, title: "Learning path 1" }] },
      notDeletedPortalCourses: [1],
      portalCourses: { "Course 1": [{ id: 1, name: "Portal 1" }] },
    });
    expect(mock.store.courses.size).toBe(23);
  });

  it("deletes an enrolled course once its learners are gone", async () => {
    const { mock, academy } = setUp();
    await academy.courses.enroll({ id: 20, studentIds: [9] });
    const enrollmentIds = mock.store.enrollmentsIn("course", 20).map(({ id }) => id);
    await academy.courses.removeLearners({ id: 20, enrollmentIds });
    expect(await academy.courses.delete({ delete_ids: [20] })).toMatchObject({ deletedCourses: [20] });
  });
});

describe("courses are looked up", () => {
  it("by name", async () => {
    const { academy } = setUp();
    const found = await academy.courses.lookup({ search_term: "course 24", portalId: -1 });
    expect(found).toEqual([{ value: 24, label: "Course 24" }]);
  });

  it("in a portal, for reports also through its learning paths", async () => {
    const { academy } = setUp();
    const params = { search_term: "course", portalId: 2 };
    expect(await academy.courses.lookup(params)).toEqual([{ value: 2, label: "Course 2" }]);
    const values = (await academy.courses.lookup({ ...params, type: "report" })).map(({ value }) => value);
    expect(values).toEqual([2, 3, 4]);
  });

  it("for a drop-down: all, a portal's, or none for a portal that does not exist", async () => {
    const { academy } = setUp();
    expect(await academy.courses.lookupAll()).toHaveLength(24);
    expect(await academy.courses.lookupAll({ portalId: 3 })).toEqual([{ id: 3, name: "Course 3" }]);
    expect(await academy.courses.lookupAll({ portalId: 99 })).toEqual([]);
  });
});

it.for(["courses", "learningPaths"] as const)(
  "an unknown id is answered with 404 by %s",
  async (resource) => {
    const { academy } = setUp();
    const id = 999;
    const calls = [
      academy[resource].get({ id }),
      academy[resource].enroll({ id, studentIds: [4] }),
      academy[resource].removeLearners({ id, enrollmentIds: [1] }),
      academy[resource].assignCertificate({ id, enrollmentIds: [1] }),
      academy[resource].launch({ registrationId: id, portalId: -1 }),
    ];
    for (const call of calls) expect(await failureOf(call)).toMatchObject({ status: 404 });
  },
);
