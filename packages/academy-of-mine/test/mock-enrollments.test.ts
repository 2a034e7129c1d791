import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import type { AcademyOfMine } from "../src/index.ts";
import { ada, setUp } from "./helpers.ts";

/** The enrollments in course 2, each with its learner. */
async function learnersOf(academy: AcademyOfMine) {
  return academy.courses.listEnrolledLearners({ course_id: 2, portalId: -1 }).toArray({ limit: 100 });
}

/** A course with two learners, and the ids of their enrollments. */
async function enrolled() {
  const { mock, academy } = setUp();
  await academy.courses.enroll({ id: 2, studentIds: [5, 8] });
  const enrollmentIds = (await learnersOf(academy)).map(({ id }) => id);
  return { mock, academy, enrollmentIds, first: enrollmentIds[0] ?? 0 };
}

it("a learner is created, enrolled, listed and reported", async () => {
  const { academy } = setUp();
  const { id } = await academy.users.create(ada);
  const reply = await academy.courses.enroll({ id: 2, studentIds: [id] });
  expect(reply).toMatchObject({ enrolledUsersCount: 1, notEnrolledUsers: 0 });
  expect(await learnersOf(academy)).toMatchObject([
    { user_id: id, first_name: "Ada", status: "Not Started", access_status: "Allowed", expire_on: "Never" },
  ]);
  const report = await academy.courses.listEnrollments({
    course_ids: [2],
    order_by: [],
    search_param: [],
    userCategoryId: -1,
    registered_between: [],
    searchPortalIds: [-1],
  });
  expect(report.records).toMatchObject([{ user_id: id, email: ada.email, course_name: "Course 2" }]);
});

describe("enrolling", () => {
  it("enrolled, unknown and duplicate users count as not enrolled", async () => {
    const { academy } = await enrolled();
    const reply = await academy.courses.enroll({ id: 2, studentIds: [8, "9", 9, 999] });
    expect(reply).toMatchObject({ enrolledUsersCount: 1, notEnrolledUsers: 3 });
    expect(await learnersOf(academy)).toHaveLength(3);
  });

  it("takes only users of the portal that is named", async () => {
    const { academy } = setUp();
    const reply = await academy.courses.enroll({ id: 2, studentIds: [4, 5, 6], portalId: 2 });
    expect(reply).toMatchObject({ enrolledUsersCount: 1, notEnrolledUsers: 2 });
    expect(await learnersOf(academy)).toMatchObject([{ user_id: 5 }]);
  });
});

describe("the list of learners", () => {
  it("comes in pages with sums over all of them", async () => {
    const { academy } = setUp();
    await academy.courses.enroll({ id: 2, studentIds: Array.from({ length: 30 }, (_, index) => index + 10) });
    const page = await academy.courses.listEnrolledLearners({ course_id: 2, portalId: -1, page_size: 20 });
    expect(page.records).toHaveLength(20);
    expect(page).toMatchObject({ courseName: "Course 2", recordsFiltered: 30, totalNotStarted: 30 });
  });

  it("is searched by status and name, and narrowed to a portal", async () => {
    const { academy, first } = await enrolled();
    await academy.courses.launch({ registrationId: first, portalId: -1 });
    const query = { course_id: 2, portalId: -1 };
    const started = await academy.courses.listEnrolledLearners({
      ...query,
      search_param: { status: ["In Progress"], nameOrEmail: "" },
    });
    expect(started.records).toMatchObject([{ user_id: 5 }]);
    const named = await academy.courses.listEnrolledLearners({
      ...query,
      search_param: { nameOrEmail: "learner8" },
    });
    expect(named.records).toMatchObject([{ user_id: 8 }]);
    const ofPortal = await academy.courses.listEnrolledLearners({ ...query, portalId: 2 });
    expect(ofPortal.records).toMatchObject([{ user_id: 5 }]);
  });

  it("is sorted by dates as dates", async () => {
    const { academy } = await enrolled();
    await academy.courses.updateProgress({ id: 2, userId: 5, enrollmentDate: "2026-09-01 08:00:00" });
    await academy.courses.updateProgress({ id: 2, userId: 8, enrollmentDate: "2026-04-01 08:00:00" });
    const order_by = { colName: "registered_on", direction: "desc" } as const;
    const { records } = await academy.courses.listEnrolledLearners({ course_id: 2, portalId: -1, order_by });
    expect(records.map(({ registered_on }) => registered_on)).toEqual(["Sep 01, 2026", "Apr 01, 2026"]);
  });

  it("is looked up by a part of a name", async () => {
    const { academy } = await enrolled();
    const found = await academy.courses.lookupEnrolledUsers({ id: 2, search_term: "number 8" });
    expect(found).toMatchObject([{ id: 8, email: "learner8@example.com" }]);
  });
});

describe("launching", () => {
  it("begins the course, once", async () => {
    const { academy, first } = await enrolled();
    const launched = await academy.courses.launch({ registrationId: first, portalId: -1 });
    expect(launched).toMatchObject({ id: first, name: "Course 2", status: "In Progress" });
    await academy.courses.updateProgress({ id: 2, userId: 5, status: "Completed" });
    const again = await academy.courses.launch({ registrationId: first, portalId: -1 });
    expect(again).toMatchObject({ status: "Completed", completionPercentage: 100 });
  });

  it("with info only looks", async () => {
    const { mock, academy, first } = await enrolled();
    await academy.courses.launch({ registrationId: first, portalId: -1, info: true });
    expect(mock.store.enrollments.get(first)).toMatchObject({ status: "Not Started", lastAccessedAt: null });
  });

  it("does not begin what the learner may not open", async () => {
    const { academy, first, enrollmentIds } = await enrolled();
    await academy.courses.revokeAccess({ id: 2, enrollmentIds });
    const launched = await academy.courses.launch({ registrationId: first, portalId: -1 });
    expect(launched).toMatchObject({ accessStatus: "Revoked", status: "Not Started" });
    await academy.courses.grantAccess({ id: 2, enrollmentIds });
    expect(await learnersOf(academy)).toMatchObject([
      { access_status: "Allowed" },
      { access_status: "Allowed" },
    ]);
  });

  it("in a portal that the learner is not in finds nothing", async () => {
    const { academy, first } = await enrolled();
    const call = academy.courses.launch({ registrationId: first, portalId: 3 });
    expect(await failureOf(call)).toMatchObject({ status: 404 });
  });
});

describe("progress", () => {
  it("is written and read, dates and modules too", async () => {
    const { academy, first } = await enrolled();
    await academy.courses.update({ id: 2, modules: [{ module_id: 16 }] });
    await academy.courses.updateProgress({
      id: 2,
      userId: 5,
      status: "Completed",
      startDate: "2026-10-01 09:30:00",
      modules: [{ module_id: 16, status: "Completed" }],
    });
    expect(await academy.courses.getProgress({ id: first, userId: 5 })).toMatchObject({
      course_id: 2,
      userName: "Learner Number 5",
      status: "Completed",
      completionPercentage: 100,
      startDate: "2026-10-01T09:30:00.000000Z",
      completionDate: "2026-11-02T08:00:00.000000Z",
      expiryDate: null,
      modules: [{ module_id: 16, status: "Completed", completion_percentage: 100 }],
    });
  });

  it.for([
    [{ status: "Finished" }, "status"],
    [{ startDate: "yesterday" }, "startDate"],
  ] as const)("%j is refused", async ([change, field]) => {
    const { academy } = await enrolled();
    const error = await failureOf(academy.courses.updateProgress({ id: 2, userId: 5, ...change }));
    expect(error).toMatchObject({ status: 422, fields: [{ field }] });
  });

  it("of another user's enrollment is not found", async () => {
    const { academy, first } = await enrolled();
    expect(await failureOf(academy.courses.getProgress({ id: first, userId: 8 }))).toMatchObject({
      status: 404,
    });
    expect(await failureOf(academy.courses.updateProgress({ id: 2, userId: 9 }))).toMatchObject({
      status: 404,
    });
  });

  it("is wiped for those who stay enrolled", async () => {
    const { academy, first } = await enrolled();
    await academy.courses.updateProgress({ id: 2, userId: 5, status: "Completed" });
    await academy.courses.resetProgress({ id: 2, enrollmentIds: [first] });
    expect(await academy.courses.getProgress({ id: first, userId: 5 })).toMatchObject({
      status: "Not Started",
      completionPercentage: 0,
      startDate: null,
      completionDate: null,
    });
  });
});

describe("enrollments", () => {
  it("end on a day", async () => {
    const { academy, first } = await enrolled();
    await academy.courses.setExpiry({ id: 2, enrollmentIds: [first], expiryDate: "2026-11-12 08:00:00" });
    const launched = await academy.courses.launch({ registrationId: first, portalId: -1, info: true });
    expect(launched).toMatchObject({ expireOn: "12-11-2026", daysToExpire: 10, isExpired: false });
    await academy.courses.setExpiry({ id: 2, enrollmentIds: [first], expiryDate: "2026-10-01" });
    const expired = await academy.courses.launch({ registrationId: first, portalId: -1, info: true });
    expect(expired).toMatchObject({ isExpired: true });
  });

  it("do not end on a day that is none", async () => {
    const { academy, first } = await enrolled();
    const call = academy.courses.setExpiry({ id: 2, enrollmentIds: [first], expiryDate: "soon" });
    expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "expiryDate" }] });
  });

  it("give certificates, which are the learner's", async () => {
    const { academy, first } = await enrolled();
    await academy.courses.assignCertificate({ id: 2, enrollmentIds: [first] });
    expect(await learnersOf(academy)).toMatchObject([{ certificate_count: 1 }, { certificate_count: 0 }]);
    const [certificate] = await academy.users.listCertificates({ id: 5 });
    expect(certificate).toMatchObject({ title: "Course 2", issued_at: "2026-11-02", valid_till: null });
    await academy.users.updateCertificateDates({
      rowId: certificate?.id ?? 0,
      newIssueDate: "2026-01-01 00:00:00",
      newExpiryDate: "2027-01-01 00:00:00",
    });
    expect(await academy.users.listCertificates({ id: 5 }).toArray({ limit: 10 })).toMatchObject([
      { issued_at: "2026-01-01", valid_till: "2027-01-01" },
    ]);
  });

  it("are named by their own ids: a user's id is refused, and nothing is done", async () => {
    const { academy, first } = await enrolled();
    const calls = [
      academy.courses.removeLearners({ id: 2, enrollmentIds: [first, 5] }),
      academy.courses.resetProgress({ id: 2, enrollmentIds: [5] }),
      academy.courses.assignCertificate({ id: 2, enrollmentIds: [5] }),
    ];
    for (const call of calls) {
      expect(await failureOf(call)).toMatchObject({ status: 422, fields: [{ field: "enrollmentIds" }] });
    }
    expect(await learnersOf(academy)).toHaveLength(2);
  });

  it("are ended, and can be made again", async () => {
    const { academy, enrollmentIds } = await enrolled();
    await academy.courses.removeLearners({ id: 2, enrollmentIds });
    expect(await learnersOf(academy)).toEqual([]);
    const reply = await academy.courses.enroll({ id: 2, studentIds: [5] });
    expect(reply).toHaveProperty("enrolledUsersCount", 1);
  });
});
