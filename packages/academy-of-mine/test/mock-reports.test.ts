import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import type { LearningPathEnrollmentSearch } from "../src/learning-paths/index.ts";
import { setUp } from "./helpers.ts";

/** User 4 is done with course 1, user 8 has begun it, and user 9 has done nothing in course 2. */
async function academyWithProgress() {
  const { mock, academy } = setUp();
  await academy.courses.enroll({ id: 1, studentIds: [8] });
  await academy.courses.enroll({ id: 2, studentIds: [9] });
  await academy.courses.updateProgress({ id: 1, userId: 4, status: "Completed" });
  await academy.courses.updateProgress({ id: 1, userId: 8, status: "In Progress" });
  return { mock, academy };
}

const everything = {
  course_ids: [],
  order_by: [],
  search_param: [],
  userCategoryId: -1,
  registered_between: [],
  searchPortalIds: [],
} as const;

describe("the report on courses", () => {
  it("has a record for each learner and course, and sums", async () => {
    const { academy } = await academyWithProgress();
    const report = await academy.courses.listEnrollments({ ...everything, course_ids: [1, 2] });
    expect(report).toMatchObject({ totalNotStarted: 1, totalInProgress: 1, totalCompleted: 1 });
    expect(report.records).toMatchObject([
      { user_id: 4, course_id: 1, status: "Completed", percent_complete: 100, portal_name: "Portal 1" },
      { user_id: 8, course_id: 1, status: "In Progress", portal_name: "" },
      { user_id: 9, course_id: 2, status: "Not Started", registered_on: "Nov 02, 2026" },
    ]);
  });

  it.for([
    [{ searchPortalIds: [1] }, [4]],
    [{ searchPortalIds: [99] }, []],
    [{ search_param: { status: ["In Progress"] } }, [8]],
    [{ search_param: { nameOrEmail: "learner9" } }, [9]],
    [{ registered_between: ["2026-11-01", "2026-11-30"] }, [4, 8, 9]],
    [{ registered_between: ["2026-01-01", "2026-01-31"] }, []],
    [{ userCategoryId: 6 }, [8]],
    [{ order_by: { colName: "user_id", direction: "desc" } }, [9, 8, 4]],
  ] as const)("narrowed by %j has %j", async ([filter, users]) => {
    const { mock, academy } = await academyWithProgress();
    const user = mock.store.users.get(8);
    if (user !== undefined) user.userCategory = [6];
    const query = { ...everything, course_ids: [1, 2], ...filter };
    const records = await academy.courses.listEnrollments(query).toArray({ limit: 100 });
    expect(records.map(({ user_id }) => user_id)).toEqual(users);
  });

  it("refuses a period that is none", async () => {
    const { academy } = setUp();
    const call = academy.courses.listEnrollments({ ...everything, registered_between: ["today"] });
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "registered_between" }] });
  });
});

describe("overviews", () => {
  it("count enrollments in courses", async () => {
    const { academy } = await academyWithProgress();
    const overview = await academy.courses.getLmsOverviewReport({ searchPortalIds: [1, 2] });
    expect(overview).toMatchObject({
      labels: ["Course 1", "Course 2"],
      totalCompleted: [1, 0],
      percentageCompleted: [100, 0],
      sumCompleted: 1,
      sumInProgress: 0,
    });
  });

  it("count enrollments in learning paths", async () => {
    const { academy } = setUp();
    await academy.learningPaths.launch({ registrationId: 2, portalId: -1 });
    const overview = await academy.learningPaths.getOverviewReport();
    expect(overview).toMatchObject({
      totalInProgress: [0, 0, 0, 0, 0, 1],
      sumNotStarted: 0,
      sumInProgress: 1,
    });
  });
});

describe("the report on learning paths", () => {
  const all = { searchPortalIds: [-1], learning_path_ids: [] };

  it("has a record for each learner, with the courses that are completed", async () => {
    const { academy } = setUp();
    await academy.courses.updateProgress({ id: 11, userId: 5, status: "Completed" });
    const { records } = await academy.learningPaths.listEnrollments({ ...all, learning_path_ids: [6] });
    expect(records).toMatchObject([
      {
        user_id: 5,
        learning_path_name: "Learning path 6",
        status: "started",
        registered_on: "02-Nov-2026",
        completed_lp_courses: 1,
        total_lp_courses: 2,
      },
    ]);
  });

  it("is searched by status and by days", async () => {
    const { academy } = setUp();
    const found = async (search_param: LearningPathEnrollmentSearch) =>
      (await academy.learningPaths.listEnrollments({ ...all, search_param })).recordsFiltered;
    expect(await found({ status: ["registered"], registered_on: ["2026-11-02", "2026-11-02"] })).toBe(1);
    expect(await found({ status: ["started"] })).toBe(0);
    expect(await found({ completed_on: ["2026-11-02", "2026-11-02"] })).toBe(0);
    const error = await failureOf(
      academy.learningPaths.listEnrollments({ ...all, search_param: { completed_on: ["x"] } }),
    );
    expect(error).toMatchObject({ status: 422, fields: [{ field: "search_param.completed_on" }] });
  });
});

describe("reports on a user", () => {
  it("count the courses", async () => {
    const { academy } = await academyWithProgress();
    expect(await academy.users.getDashboardStatistics({ user_id: 4, portalId: -1 })).toMatchObject({
      totalCourses: 1,
      completedCourses: 1,
      notStartedCourses: 0,
    });
    expect(await academy.users.getDashboardStatistics({ user_id: 4, portalId: 2 })).toMatchObject({
      totalCourses: 0,
    });
  });

  it("list the courses with sums; the name is that of one course", async () => {
    const { academy } = await academyWithProgress();
    const one = await academy.users.listCourseResults({ user_id: 4 });
    expect(one).toMatchObject({ courseName: "Course 1", totalCompleted: 1, recordsFiltered: 1 });
    expect(one.records).toMatchObject([
      { percent_complete: 100, completed_on: "02-Nov-2026", expire_on: "Never" },
    ]);
    const two = await academy.users.listCourseResults({ user_id: 5, search_param: { status: [] } });
    expect(two).toMatchObject({ courseName: null, totalNotStarted: 2 });
  });

  it("list the learning paths", async () => {
    const { academy } = setUp();
    const page = await academy.users.listLearningPaths({
      user_id: 5,
      portalId: -1,
      viewType: "self",
      order_by: { colName: "id", direction: "asc" },
      search_param: {},
    });
    expect(page).toMatchObject({
      name: "Learner Number 5",
      records: [{ id: 2, registered_on: "02-11-2026", totalLPCourses: 2, completedLpCourses: 0 }],
    });
  });

  it("list those courses that the user wrote, when asked for them", async () => {
    const { academy } = setUp();
    await academy.courses.quickEdit({ course_ids: [12], author_id: 5 });
    const query = { user_id: 5, portalId: -1, viewType: "self", manage_course: true } as const;
    const { records } = await academy.users.listEnrolledCourses(query);
    expect(records).toMatchObject([{ courseId: 12 }]);
  });
});

it("the report on users has those who registered in a period", async () => {
  const { academy } = setUp();
  const count = async (from: string, to: string) =>
    (await academy.users.listDetails({ registered_between: [from, to] }).toArray({ limit: 100 })).length;
  expect(await count("2026-11-02", "2026-11-02")).toBe(60);
  expect(await count("2026-11-03", "2026-12-02")).toBe(0);
});

it("a user who does not exist has no report", async () => {
  const { academy } = setUp();
  for (const call of [
    academy.users.getDashboardStatistics({ user_id: 999, portalId: -1 }),
    academy.users.listCourseResults({ user_id: 999 }),
    academy.users.listCertificates({ id: 999 }),
    academy.users.listPortals({ userId: 999 }),
  ]) {
    expect(await failureOf(call)).toMatchObject({ status: 404 });
  }
});
