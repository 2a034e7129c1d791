import { failureOf } from "@kelaskit/test-support/failure";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { NotFoundError, PaginationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { removalRecord, removalTarget, rowsOf as sourceOf, runEnrollment } from "../../src/index.ts";
import {
  academyCourse,
  type AcademyCourseOptions,
  academyLearningPath,
} from "../../src/targets/academy-of-mine.ts";
import { newJournal } from "../support/targets.ts";
import { rowOf, rowsOf, running, wrongFields } from "./contract.ts";
import { saying } from "./helpers.ts";
import { membersOf, takesOutByTheContract } from "./removal-contract.ts";

// Nobody of the mock takes course 2 or learning path 2.
const courseId = 2;

function setUp(options: AcademyCourseOptions = {}, retries = 0) {
  const mock = createMockAcademyOfMine();
  const client = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    logger: false,
    retries,
  });
  return { mock, client, target: academyCourse(client, { courseId, ...options }) };
}

type Mock = ReturnType<typeof setUp>["mock"];

function learnersIn(mock: Mock): readonly number[] {
  return mock.store.enrollmentsIn("course", courseId).map(({ userId }) => userId);
}

/** A course with the users of these ids. */
async function courseOf(userIds: readonly number[], options: AcademyCourseOptions = {}) {
  const all = setUp(options);
  all.mock.store.enroll("course", courseId, userIds);
  return { ...all, row: rowOf(all.target, { userId: userIds[0] ?? 4 }) };
}

/** A page of the list of learners. */
function page(userIds: readonly number[], length: number) {
  const records = userIds.map((id) => ({ id: 100 + id, user_id: id, first_name: "L", last_name: `${id}` }));
  return { status: 200, body: { recordsTotal: length, recordsFiltered: length, records } };
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe("taking out of a course", () => {
  takesOutByTheContract({
    setUp: () => setUp({}, 2),
    records: [
      { email: "Learner7@example.com", firstName: "Learner", lastName: "Number 7" },
      { userId: 8 },
      { userId: "9", email: "learner9@example.com" },
    ],
    operation: "courses.removeLearners",
  });
});

describe("taking out of a learning path", () => {
  takesOutByTheContract({
    setUp() {
      const { mock, client } = setUp({}, 2);
      return { mock, target: academyLearningPath(client, { learningPathId: 2, requireUserId: true }) };
    },
    records: [{ userId: 7 }, { userId: 8 }, { userId: 9 }],
    operation: "learningPaths.removeLearners",
  });
});

describe("taking out a batch", () => {
  it("takes one call, and nobody else out", async () => {
    const { mock, target } = await courseOf([4, 5, 6, 7]);
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 6 }]);
    expect(await target.removal?.send(rows, running())).toEqual([{ state: "done" }, { state: "done" }]);
    expect(learnersIn(mock)).toEqual([5, 7]);
    expect(countRequests(mock)).toEqual({ "courses.listEnrolledLearners": 1, "courses.removeLearners": 1 });
  });

  it("ends every enrollment of a learner, however many the list shows", async () => {
    const { mock, target } = await courseOf([4, 5]);
    const ids = mock.store.enrollmentsIn("course", courseId).map(({ id }) => id);
    const records = [4, 5, 4].map((userId, index) => ({ id: ids[index] ?? 900, user_id: userId }));
    mock.fail("courses.listEnrolledLearners", {
      status: 200,
      body: { recordsTotal: 3, recordsFiltered: 3, records },
    });
    mock.fail("courses.removeLearners", { status: 200, body: { message: "Removed." } });
    const rows = rowsOf(target, [{ userId: 4 }]);
    expect(await target.removal?.send(rows, running())).toEqual([{ state: "done" }]);
    expect(mock.requests.at(-1)?.params["enrollmentIds"]).toEqual([String(ids[0]), "900"]);
  });

  it("is unknown for a learner of whose enrollments only one was ended, and is sent again after the question", async () => {
    const { mock, target } = await courseOf([4]);
    const [first] = mock.store.enrollmentsIn("course", courseId).map(({ id }) => id);
    const records = [first, 900].map((id) => ({ id, user_id: 4 }));
    const body = { recordsTotal: 2, recordsFiltered: 2, records };
    mock.fail("courses.listEnrolledLearners", { status: 200, body });
    const refusal = { status: 422, body: { message: "An enrollment is locked." } };
    mock.fail("courses.removeLearners", refusal, { times: 2 });
    mock.fail("courses.removeLearners", { status: 200, body: { message: "Removed." } });
    const rows = rowsOf(target, [{ userId: 4 }]);
    expect(await target.removal?.send(rows, running())).toMatchObject([
      { state: "unknown", reason: saying("locked") },
    ]);
    expect(await target.removal?.settle?.(rows, running())).toEqual(["not-done"]);
  });

  it("is done for those who are not in the list, without a request for them", async () => {
    const { mock, target } = await courseOf([4]);
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 50 }]);
    expect(await target.removal?.send(rows, running())).toEqual([
      { state: "done" },
      { state: "done", detail: "was not among the course's learners" },
    ]);
    expect(mock.requests.at(-1)?.params["enrollmentIds"]).toHaveLength(1);
  });

  it("is divided when it is refused because of one of them", async () => {
    const { mock, target } = await courseOf([4, 5, 6]);
    const refusal = { status: 422, body: { message: "An enrollment is locked." } };
    mock.fail("courses.removeLearners", refusal);
    mock.fail("courses.removeLearners", refusal);
    mock.fail("courses.removeLearners", refusal);
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }, { userId: 6 }]);
    // All three, then the first two, then the first.
    expect(await target.removal?.send(rows, running())).toMatchObject([
      { state: "failed", reason: saying("locked") },
      { state: "done" },
      { state: "done" },
    ]);
    expect(learnersIn(mock)).toEqual([4]);
  });

  it("is not divided when the course or the route is missing", async () => {
    const { mock, target } = await courseOf([4, 5]);
    mock.fail("courses.removeLearners", { status: 404, body: { message: "There is no such course." } });
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }]);
    const error = await failureOf(target.removal?.send(rows, running()) ?? Promise.resolve());
    expect(NotFoundError.isInstance(error)).toBe(true);
    expect(countRequests(mock)["courses.removeLearners"]).toBe(1);
  });

  it.each(["request", "reply"] as const)(
    "with a lost %s is unknown only for those whom the call was to take out",
    async (lost) => {
      const { mock, target } = await courseOf([4, 5]);
      mock.fail("courses.removeLearners", { lost });
      const rows = rowsOf(target, [{ userId: 4 }, { userId: 50 }, { userId: 5 }]);
      expect(await target.removal?.send(rows, running())).toMatchObject([
        { state: "unknown" },
        { state: "done" },
        { state: "unknown" },
      ]);
      const settled = lost === "reply" ? "done" : "not-done";
      expect(await target.removal?.settle?.(rows, running())).toEqual([settled, "done", settled]);
    },
  );

  it("takes nobody out for an address that belongs to nobody for certain", async () => {
    const { mock, target } = await courseOf([10, 11]);
    const rows = rowsOf(target, [
      // Part of learner10@example.com and others, and nobody's address.
      { email: "0@example.com" },
      { email: "nobody@example.com" },
      { userId: 11, email: "learner5@example.com" },
    ]);
    expect(await target.removal?.send(rows, running())).toMatchObject([
      { state: "failed", reason: saying("Several users") },
      { state: "failed", reason: saying("No user has the row's address") },
      { state: "failed", reason: saying("may be two people") },
    ]);
    expect(learnersIn(mock)).toEqual([10, 11]);
    expect(await target.removal?.settle?.(rows, running())).toEqual([
      "cannot-tell",
      "cannot-tell",
      "cannot-tell",
    ]);
  });

  it("is sent again when the list does not show who the learners are", async () => {
    const { mock, target } = await courseOf([4]);
    const hidden = { recordsTotal: 1, recordsFiltered: 1, records: [{ id: 1 }] };
    mock.fail("courses.listEnrolledLearners", { status: 200, body: hidden }, { times: 2 });
    const rows = rowsOf(target, [{ userId: 4 }]);
    expect(await target.removal?.send(rows, running())).toMatchObject([{ state: "retry" }]);
    expect(await target.removal?.settle?.(rows, running())).toEqual(["cannot-tell"]);
    expect(learnersIn(mock)).toEqual([4]);
  });

  it("is not taken for done because a list lost entries while it was read", async () => {
    const { mock, target } = await courseOf([4]);
    for (let time = 0; time < 2; time += 1) {
      mock.fail("courses.listEnrolledLearners", page(numbers(1, 50), 101));
      mock.fail("courses.listEnrolledLearners", page(numbers(52, 101), 100));
    }
    const rows = rowsOf(target, [{ userId: 51 }]);
    expect(await target.removal?.send(rows, running())).toMatchObject([{ state: "retry" }]);
    expect(await target.removal?.settle?.(rows, running())).toEqual(["cannot-tell"]);
  });

  it("takes only learners of the target's portal out", async () => {
    // User 4 is in portal 1, user 5 in portal 2.
    const { mock, target } = await courseOf([4, 5], { portalId: 1 });
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }]);
    expect(await target.removal?.send(rows, running())).toEqual([
      { state: "done" },
      { state: "done", detail: saying("of portal 1") },
    ]);
    expect(learnersIn(mock)).toEqual([5]);
  });

  it("is for one course", async () => {
    const { mock, target } = await courseOf([4]);
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 4, courseId: 3 }]);
    expect(await failureOf(target.removal?.send(rows, running()) ?? Promise.resolve())).toBeInstanceOf(
      TypeError,
    );
    expect(mock.requests).toEqual([]);
  });
});

describe("a run that takes out", () => {
  it("empties a course of several pages in parallel batches, and sends each removal once", async () => {
    const userIds = numbers(1, 60);
    const { mock, target, row } = await courseOf(userIds, { batchSize: 7 });
    const leavers = (await membersOf(target, row)).slice(0, 58).map(removalRecord);
    const removing = removalTarget(target);
    const source = sourceOf(leavers, { name: "leavers", fields: removing.fields });
    mock.fail("courses.removeLearners", { lost: "reply" });
    const run = { target: removing, source, journal: newJournal(), settleAfter: 0, concurrency: 4 };
    expect(await runEnrollment(run)).toMatchObject({ finished: true, done: 58, failed: 0, unknown: 0 });
    expect(learnersIn(mock)).toHaveLength(2);
    const removed = mock.requests
      .filter(({ operation }) => operation === "courses.removeLearners")
      .flatMap(({ params }) => params["enrollmentIds"]);
    expect(removed).toHaveLength(58);
    expect(new Set(removed).size).toBe(58);
  });
});

describe("the learners of a course", () => {
  it("have the keys of rows with their addresses, by the report on courses, and their ids besides", async () => {
    const { target, row } = await courseOf([7]);
    expect(await membersOf(target, row)).toEqual([
      {
        identity: { learner: "learner7@example.com", item: "course:2" },
        otherLearners: ["7"],
        row: { contentId: courseId, userId: 7 },
        name: "Learner Number 7",
      },
    ]);
  });

  it("are named as in rows", async () => {
    const { target, row } = await courseOf([7]);
    const [member] = await membersOf(target, row);
    const record = { email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" };
    expect(target.nameOf?.(rowOf(target, record))).toBe(member?.name);
    expect(target.nameOf?.(rowOf(target, { userId: 7 }))).toBeUndefined();
  });

  it.each([
    ["is missing", { status: 404 }],
    ["shows no addresses", { status: 200, body: { recordsFiltered: 1, records: [{ user_id: 7 }] } }],
    [
      "shows one address for two users",
      {
        status: 200,
        body: {
          recordsFiltered: 2,
          records: [7, 8].map((id) => ({ user_id: id, email: "family@example.com" })),
        },
      },
    ],
    [
      "shows another course",
      {
        status: 200,
        body: { recordsFiltered: 1, records: [{ user_id: 7, course_id: 3, email: "learner7@example.com" }] },
      },
    ],
  ])("are uncertain when the report %s", async (_, reply) => {
    const { mock, target, row } = await courseOf([7]);
    mock.fail("courses.listEnrollments", reply);
    expect(await membersOf(target, row)).toMatchObject([
      { identity: { learner: "7", item: "course:2" }, name: "Learner Number 7", isUncertain: true },
    ]);
  });

  it("are uncertain when the list does not show who they are", async () => {
    const { mock, target, row } = await courseOf([7]);
    const hidden = { recordsTotal: 1, recordsFiltered: 1, records: [{ id: 31, first_name: "Ann" }] };
    mock.fail("courses.listEnrolledLearners", { status: 200, body: hidden });
    expect(await membersOf(target, row)).toMatchObject([{ name: "Ann", isUncertain: true }]);
  });

  it("are an error when the report cannot be read now, instead of a list of uncertain ones", async () => {
    const { mock, target, row } = await courseOf([7]);
    mock.fail("courses.listEnrollments", { status: 503 });
    await expect(membersOf(target, row)).rejects.toThrow("503");
  });

  it("are compared by their ids where every row has one, without the report", async () => {
    const { mock, target, row } = await courseOf([7], { requireUserId: true });
    expect(await membersOf(target, row)).toEqual([
      { identity: target.keyOf(row), row: { contentId: courseId, userId: 7 }, name: "Learner Number 7" },
    ]);
    expect(countRequests(mock)).toEqual({ "courses.listEnrolledLearners": 1 });
    expect(wrongFields(target, { email: "ann@example.com" })).toEqual(["userId"]);
    expect(target.fields["userId"]?.required).toBe(true);
  });

  it("are those of the target's portal only", async () => {
    const { target, row } = await courseOf([4, 5], { portalId: 1 });
    expect(await membersOf(target, row)).toMatchObject([{ otherLearners: ["4"] }]);
  });

  it("are listed once, however often they are enrolled", async () => {
    const { mock, target, row } = await courseOf([7]);
    const records = [1, 2].map((id) => ({ id, user_id: 7 }));
    const body = { recordsTotal: 2, recordsFiltered: 2, records };
    mock.fail("courses.listEnrolledLearners", { status: 200, body });
    expect(await membersOf(target, row)).toHaveLength(1);
  });

  it("of several pages are all listed", async () => {
    const { target, row } = await courseOf(numbers(1, 60));
    expect(await membersOf(target, row)).toHaveLength(60);
  });

  it.each([
    ["is shorter than the vendor reports", [page(numbers(1, 50), 60), page([], 60)]],
    ["loses somebody on the way", [page(numbers(1, 50), 101), page(numbers(52, 101), 100)]],
    ["gets somebody on the way", [page(numbers(1, 50), 60), page(numbers(51, 61), 61)]],
    ["repeats an entry", [page(numbers(1, 50), 60), page(numbers(50, 59), 60)]],
  ])("are never a list that may be cut short: one that %s", async (_, pages) => {
    const { mock, target, row } = await courseOf([7]);
    for (const reply of pages) mock.fail("courses.listEnrolledLearners", reply);
    expect(PaginationError.isInstance(await failureOf(membersOf(target, row)))).toBe(true);
  });

  it("of a course that does not exist are an error, not an empty list", async () => {
    const { target } = setUp({ courseId: 999 });
    const error = await failureOf(membersOf(target, rowOf(target, { userId: 7 })));
    expect(NotFoundError.isInstance(error)).toBe(true);
  });
});

describe("the learners of a learning path", () => {
  it("are uncertain: no list shows their addresses", async () => {
    const { mock, client } = setUp();
    const target = academyLearningPath(client, { learningPathId: 2 });
    mock.store.enroll("learningPath", 2, [7]);
    expect(await membersOf(target, rowOf(target, { userId: 7 }))).toMatchObject([
      { identity: { learner: "7", item: "learning-path:2" }, isUncertain: true },
    ]);
  });
});

describe("settling an enrollment", () => {
  it("does not take a learner for missing because the list lost entries while it was read", async () => {
    const { mock, target } = setUp();
    mock.fail("courses.listEnrolledLearners", page(numbers(1, 50), 101));
    mock.fail("courses.listEnrolledLearners", page(numbers(52, 101), 100));
    expect(await target.settle?.([rowOf(target, { userId: 51 })], running())).toEqual(["cannot-tell"]);
  });

  it("believes a list that others are added to meanwhile", async () => {
    const { mock, target } = setUp();
    mock.fail("courses.listEnrolledLearners", page(numbers(1, 50), 60));
    mock.fail("courses.listEnrolledLearners", page(numbers(51, 61), 61));
    expect(await target.settle?.([rowOf(target, { userId: 77 })], running())).toEqual(["not-done"]);
  });
});
