import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import { ada, setUp } from "./helpers.ts";

const settings = { name: "Onboarding", status: "publish", courses: [20, 21] } as const;

it("a learning path is created, listed, read and changed", async () => {
  const { academy } = setUp();
  const { id } = await academy.learningPaths.create({ ...settings, prerequisites: [20], credits: 70 });
  const { records } = await academy.learningPaths.list({ search_param: { name: "onboard" } });
  expect(records).toMatchObject([{ id, name: "Onboarding", status: "PUBLISHED" }]);
  await academy.learningPaths.update({ ...settings, id, status: "draft", courses: [21, 22, 20] });
  expect(await academy.learningPaths.get({ id })).toMatchObject({
    status: "DRAFT",
    credits: 70,
    courses: [
      { value: 21, label: "Course 21" },
      { value: 22, label: "Course 22" },
      { value: 20, label: "Course 20" },
    ],
    prerequisites: { 20: true, 21: false, 22: false },
  });
});

it("a course that does not exist cannot be in a learning path", async () => {
  const { mock, academy } = setUp();
  for (const call of [
    academy.learningPaths.create({ ...settings, courses: [20, 999] }),
    academy.learningPaths.update({ ...settings, id: 1, courses: [20, 999] }),
  ]) {
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "courses" }] });
  }
  expect(mock.store.learningPaths.size).toBe(6);
});

describe("enrolling in a learning path", () => {
  it("brings its courses, and leaves those that are taken already", async () => {
    const { academy } = setUp();
    const { id } = await academy.users.create(ada);
    await academy.courses.enroll({ id: 4, studentIds: [id] });
    await academy.courses.updateProgress({ id: 4, userId: id, status: "Completed" });
    const reply = await academy.learningPaths.enroll({ id: 2, studentIds: [id] });
    expect(reply).toMatchObject({ enrolledUsersCount: 1, notEnrolledUsers: 0 });
    const courses = await academy.users.listEnrolledCourses({
      user_id: id,
      portalId: -1,
      viewType: "manage",
      manage_course: false,
    });
    expect(courses.records).toMatchObject([
      { courseId: 4, status: "Completed" },
      { courseId: 3, status: "Not Started" },
    ]);
  });

  it("twice enrolls once", async () => {
    const { academy } = setUp();
    await academy.learningPaths.enroll({ id: 2, studentIds: [9] });
    expect(await academy.learningPaths.enroll({ id: 2, studentIds: [9] })).toMatchObject({
      enrolledUsersCount: 0,
      notEnrolledUsers: 1,
    });
    const page = await academy.learningPaths.listEnrolledLearners({ learning_path_id: 2, portalId: -1 });
    expect(page).toMatchObject({ learningPathName: "Learning path 2", recordsFiltered: 1 });
  });

  it("ends without ending the courses", async () => {
    const { mock, academy } = setUp();
    await academy.learningPaths.removeLearners({ id: 6, enrollmentIds: [2] });
    expect(mock.store.enrollmentsOf("learningPath", 5)).toEqual([]);
    expect(mock.store.enrollmentsOf("course", 5)).toHaveLength(2);
  });
});

describe("progress in a learning path", () => {
  it("begins with launching it", async () => {
    const { academy } = setUp();
    const looked = await academy.learningPaths.launch({ registrationId: 2, portalId: -1, info: true });
    expect(looked).toMatchObject({ id: 2, status: "Not Started", enrollmentDate: "02-11-2026" });
    const launched = await academy.learningPaths.launch({ registrationId: 2, portalId: -1 });
    expect(launched).toMatchObject({ status: "In Progress", learningPathStatus: "Active" });
  });

  it("is that of its courses", async () => {
    const { academy } = setUp();
    const progress = async () => {
      const query = { learning_path_id: 6, portalId: -1 };
      const { records } = await academy.learningPaths.listEnrolledLearners(query);
      return records.map(({ status, percentComplete }) => [status, percentComplete]);
    };
    await academy.courses.updateProgress({ id: 11, userId: 5, status: "Completed" });
    expect(await progress()).toEqual([["In Progress", 50]]);
    await academy.courses.updateProgress({ id: 12, userId: 5, status: "Completed" });
    expect(await progress()).toEqual([["Completed", 100]]);
  });

  it("opens a course when those that come first are completed", async () => {
    const { academy } = setUp();
    await academy.learningPaths.update({
      id: 6,
      name: "Learning path 6",
      status: "publish",
      courses: [11, 12],
      prerequisites: [11],
    });
    const courses = async () => {
      const { courseData } = await academy.learningPaths.launch({
        registrationId: 2,
        portalId: -1,
        info: true,
      });
      return courseData?.map(({ courseId, isCurrent, isLocked }) => [courseId, isCurrent, isLocked]);
    };
    expect(await courses()).toEqual([
      [11, true, false],
      [12, false, true],
    ]);
    await academy.courses.updateProgress({ id: 11, userId: 5, status: "Completed" });
    expect(await courses()).toEqual([
      [11, false, false],
      [12, true, false],
    ]);
  });
});

describe("certificates of a learning path", () => {
  it("are given to its learners", async () => {
    const { academy } = setUp();
    expect(await academy.learningPaths.assignCertificate({ id: 6, enrollmentIds: [2] })).toMatchObject({
      isSucess: true,
    });
    expect(await academy.users.listCertificates({ id: 5 })).toMatchObject([{ title: "Learning path 6" }]);
  });

  it("need a template: without one the reply is a success that is none", async () => {
    const { mock, academy } = setUp();
    const { id } = await academy.learningPaths.create(settings);
    await academy.learningPaths.enroll({ id, studentIds: [9] });
    const [enrollment] = mock.store.enrollmentsIn("learningPath", id);
    const call = academy.learningPaths.assignCertificate({ id, enrollmentIds: [enrollment?.id ?? 0] });
    const error = await failureOf(call);
    expect(error).toHaveProperty("status", 200);
    expect(String(error)).toContain("The learning path has no certificate template.");
  });
});

it("deleting keeps learning paths in use, and reports why", async () => {
  const { mock, academy } = setUp();
  expect(await academy.learningPaths.delete({ delete_ids: [1, 5, 6] })).toMatchObject({
    deletedLearningPaths: 1,
    notDeletedLearningPaths: [6],
    enrolledLearningPaths: [{ id: 6, name: "Learning path 6" }],
    notDeletedPortalLearningPaths: [1],
    portalLearningPaths: { "Learning path 1": [{ id: 1, name: "Portal 1" }] },
  });
  expect([...mock.store.learningPaths.keys()]).toEqual([1, 2, 3, 4, 6]);
});

it("a copy has the courses when it is deep", async () => {
  const { academy } = setUp();
  await academy.learningPaths.clone({ learningPathId: 5, isDeepCopy: true });
  await academy.learningPaths.clone({ learningPathId: 6, isDeepCopy: false });
  const { learning_paths: copies } = await academy.learningPaths.lookup({ search_term: "_copy" });
  expect(copies).toMatchObject([{ label: "Learning path 5_copy" }, { label: "Learning path 6_copy" }]);
  const [deep, shallow] = copies ?? [];
  const courses = async (id = 0) => (await academy.learningPaths.get({ id })).courses;
  expect(await courses(deep?.value)).toHaveLength(2);
  expect(await courses(shallow?.value)).toEqual([]);
});

it("lookups return a portal's, or all without a portal or with an unknown one", async () => {
  const { academy } = setUp();
  const found = async (portalId?: number) => (await academy.learningPaths.lookupAll({ portalId })).length;
  expect(await Promise.all([found(), found(-1), found(99), found(2)])).toEqual([6, 6, 6, 1]);
});
