import { byDepth } from "@kelaskit/test-support/depth";
import { failureOf } from "@kelaskit/test-support/failure";
import { AbortedError, ConnectionError, NotFoundError, UnverifiedRouteError } from "@kelaskit/core";
import { type AcademyOfMineOptions, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createSkilvul } from "@kelaskit/skilvul";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  academyCourse,
  type AcademyCourseOptions,
  academyLearningPath,
} from "../../src/targets/academy-of-mine.ts";
import { keepsTheContract, rowOf, rowsOf, running, wrongFields } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ended, saying } from "./helpers.ts";

// Nobody of the mock takes course 2; user 4 takes course 1.
const courseId = 2;

const oneCourse: AcademyCourseOptions = { courseId };

function setUp(options = oneCourse, clientOptions: AcademyOfMineOptions = {}) {
  const mock = createMockAcademyOfMine();
  const client = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    logger: false,
    retries: 0,
    ...clientOptions,
  });
  return { mock, client, target: academyCourse(client, options) };
}

function enrolledIn(mock: ReturnType<typeof setUp>["mock"], id = courseId): readonly number[] {
  return mock.store.enrollmentsIn("course", id).map(({ userId }) => userId);
}

describe("the contract of courses", () => {
  keepsTheContract({
    setUp,
    records: [
      { email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" },
      { userId: 8 },
      { userId: "9", email: "learner9@example.com" },
      { email: "new@example.com", firstName: "New", lastName: "Example" },
    ],
    oneKey: [
      { email: "new@example.com" },
      { email: "NEW@example.com", firstName: "New", lastName: "Example" },
      { email: "new@example.com", firstName: " new", lastName: "EXAMPLE", password: "in private" },
      { email: "new@example.com", firstName: "Newt" },
      { email: "new@example.com", password: "In private" },
    ],
  });
});

describe("the contract of learning paths", () => {
  keepsTheContract({
    setUp: () => {
      const { mock, client } = setUp();
      return { mock, target: academyLearningPath(client, { learningPathId: 1 }) };
    },
    records: [{ email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" }, { userId: 8 }],
    oneKey: [{ userId: 8 }, { userId: "8", email: "a@example.com" }, { userId: 8, email: "b@example.com" }],
  });
});

describe("rows", () => {
  it("name the course in a column, unless the target has one", () => {
    const { target } = setUp({});
    expect(rowOf(target, { userId: "007", courseId: "12" })).toMatchObject({ userId: 7, contentId: 12 });
    expect(rowOf(setUp().target, { userId: 7 })).toMatchObject({ contentId: courseId });
    expect(target.keyOf(rowOf(target, { userId: 7, courseId: 12 }))).toEqual({
      learner: "7",
      item: "course:12",
    });
  });

  it.each([
    [{}, ["email", "courseId"]],
    [{ email: "nobody", courseId: 1 }, ["email"]],
    [{ userId: "x7", courseId: 1 }, ["userId"]],
    [{ userId: 7, courseId: "1.5" }, ["courseId"]],
    [{ userId: 7, courseId: 0 }, ["courseId"]],
    [{ email: "a@example.com", courseId: 1, password: "short" }, ["password"]],
    [{ email: "a@example.com", courseId: 1, firstName: 5 }, ["firstName"]],
  ])("with something wrong are refused with the fields' names: %j", (record, fields) => {
    expect(wrongFields(setUp({}).target, record)).toEqual(fields);
  });

  it("need a client of Academy of Mine", () => {
    expect(() => academyCourse(createSkilvul())).toThrow(
      "academyCourse expected a client of academy-of-mine, got one of skilvul",
    );
    expect(() => academyLearningPath(createSkilvul())).toThrow(
      "academyLearningPath expected a client of academy-of-mine, got one of skilvul",
    );
  });

  it("say that a password is secret", () => {
    expect(setUp().target.fields["password"]?.secret).toBe(true);
  });
});

describe("enrolling", () => {
  it("by id takes one request for the whole batch, without look-ups", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }, { userId: 6 }]);
    expect(await target.send(rows, running())).toEqual(rows.map(() => ({ state: "done" })));
    expect(mock.requests.map(({ operation, params }) => ({ operation, ...params }))).toEqual([
      { operation: "courses.enroll", id: "2", studentIds: [4, 5, 6], portalId: -1 },
    ]);
  });

  it("goes in batches of one course, of 50 by default", () => {
    const { target } = setUp({});
    const [first, second, third] = rowsOf(target, [
      { userId: 4, courseId: 2 },
      { userId: 5, courseId: 2 },
      { userId: 4, courseId: 3 },
    ]).map((row) => target.groupOf?.(row));
    expect([first === second, second === third]).toEqual([true, false]);
    expect([target.batchSize, setUp({ batchSize: 10 }).target.batchSize]).toEqual([50, 10]);
  });

  it("finds out who was left out when the reply has only counts", async () => {
    const { mock, target } = setUp({ courseId: 1 });
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }, { userId: 999 }]);
    expect(await target.send(rows, running())).toMatchObject([
      { state: "done", detail: "is enrolled, by this call or earlier", vendorId: "1" },
      { state: "done" },
      { state: "failed", reason: saying("did not enroll the learner") },
    ]);
    expect(countRequests(mock)).toEqual({ "courses.enroll": 1, "courses.listEnrolledLearners": 1 });
  });

  it("is done for a learner who was already enrolled", async () => {
    const { target } = setUp({ courseId: 1 });
    expect(await target.send(rowsOf(target, [{ userId: 4 }]), running())).toEqual([
      { state: "done", detail: "was already enrolled", vendorId: "1" },
    ]);
  });

  it("is unknown of those whom a list that lags behind does not have", async () => {
    const { mock, target } = setUp();
    mock.fail("courses.enroll", { status: 200, body: { enrolledUsersCount: 1, notEnrolledUsers: 1 } });
    const outcomes = await target.send(rowsOf(target, [{ userId: 4 }, { userId: 5 }]), running());
    expect(outcomes.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
  });

  it("is unknown where the reply counts nothing, or the list cannot be read", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [{ userId: 4 }]);
    mock.fail("courses.enroll", { status: 200, body: { message: "OK" } });
    expect(await target.send(rows, running())).toMatchObject([{ state: "unknown" }]);
    mock.fail("courses.enroll", { status: 200, body: { enrolledUsersCount: 0, notEnrolledUsers: 1 } });
    mock.fail("courses.listEnrolledLearners", { lost: "request" });
    expect(await target.send(rows, running())).toMatchObject([{ state: "unknown" }]);
  });

  /** A vendor that takes no batch with one of some users in it, and does something else at the given request. */
  function picky(
    mock: ReturnType<typeof setUp>["mock"],
    refused: readonly number[],
    act?: (times: number) => void,
  ) {
    let times = 0;
    return createAcademyOfMine({
      ...mock.credentials,
      unverifiedRoutes: "allow",
      logger: false,
      retries: 0,
      async fetch(input, init) {
        const request = new Request(input, init);
        if (!request.url.includes("/course/enroll/")) return mock.fetch(request);
        times += 1;
        act?.(times);
        const body = await request.clone().text();
        return refused.some((id) => new RegExp(String.raw`\b${id}\b`).test(body.replace(/"portalId".*/, "")))
          ? Response.json(
              { message: "The given data was invalid.", errors: { studentIds: ["invalid"] } },
              { status: 422 },
            )
          : mock.fetch(request);
      },
    });
  }

  it("continues with the others when the vendor refuses a batch because of some", async () => {
    const everybody = [4, 5, 6, 7, 8, 9, 10];
    await fc.assert(
      fc.asyncProperty(fc.subarray(everybody), async (refused) => {
        const { mock } = setUp();
        const target = academyCourse(picky(mock, refused), { courseId });
        const rows = rowsOf(
          target,
          everybody.map((userId) => ({ userId })),
        );
        const outcomes = await target.send(rows, running());
        expect(outcomes.map(({ state }) => state)).toEqual(
          everybody.map((userId) => (refused.includes(userId) ? "failed" : "done")),
        );
        expect(enrolledIn(mock)).toEqual(everybody.filter((userId) => !refused.includes(userId)));
      }),
      { numRuns: byDepth({ usual: 12, deep: 120 }) },
    );
  });

  it.each([
    ["lost: request", { lost: "request" }, "unknown"],
    ["lost: reply", { lost: "reply" }, "unknown"],
    ["401", { status: 401 }, "retry"],
    ["429", { status: 429, retryAfter: 3600 }, "retry"],
    ["500", { status: 500 }, "unknown"],
  ] as const)(
    "says of each part of a refused batch what became of it: the second ends with %s",
    async (_, failure, state) => {
      const { mock } = setUp();
      // The whole batch, its first half, its second half.
      const client = picky(mock, [4], (times) => {
        if (times === 5) mock.fail("courses.enroll", failure);
      });
      const target = academyCourse(client, { courseId });
      const rows = rowsOf(
        target,
        [4, 5, 6, 7].map((userId) => ({ userId })),
      );
      const outcomes = await target.send(rows, running());
      expect(outcomes.map((outcome) => outcome.state)).toEqual(["failed", "done", state, state]);
    },
  );

  it("throws what concerns every row alike: a course that does not exist", async () => {
    const { mock, target } = setUp({ courseId: 999 });
    const error = await failureOf(target.send(rowsOf(target, [{ userId: 4 }, { userId: 5 }]), running()));
    expect(NotFoundError.isInstance(error) && error.outcome).toBe("refused");
    expect(mock.requests).toHaveLength(1);
  });

  it("stops the run at a route that is only proposed", async () => {
    const { mock, target } = setUp({ courseId }, { unverifiedRoutes: "reads" });
    const newcomer = { email: "new@example.com", firstName: "New", lastName: "Example" };
    expect(
      UnverifiedRouteError.isInstance(
        await failureOf(target.send(rowsOf(target, [{ userId: 4 }]), running())),
      ),
    ).toBe(true);
    expect(
      UnverifiedRouteError.isInstance(
        await failureOf(target.send(rowsOf(target, [newcomer, { userId: 4 }]), running())),
      ),
    ).toBe(true);
    expect(Object.keys(countRequests(mock))).toEqual(["users.list"]);
  });

  it("waits as long as a 429 asks, and enrolls once", async () => {
    const { mock, target } = setUp({ courseId }, { retries: 2 });
    mock.fail("courses.enroll", { status: 429, retryAfter: 0 });
    expect(await target.send(rowsOf(target, [{ userId: 4 }]), running())).toEqual([{ state: "done" }]);
    expect(enrolledIn(mock)).toEqual([4]);
  });

  it.each([[{ userId: 4 }], [{ email: "new@example.com", firstName: "New", lastName: "Example" }]])(
    "sends nothing when the run has ended: %j",
    async (record) => {
      const { mock, target } = setUp();
      const error = await failureOf(target.send(rowsOf(target, [record]), ended()));
      expect(AbortedError.isInstance(error) && error.outcome).toBe("not-sent");
      expect(mock.requests).toEqual([]);
    },
  );

  it("that is ended during a look-up has sent nothing", async () => {
    const { mock } = setUp();
    const run = new AbortController();
    const client = createAcademyOfMine({
      ...mock.credentials,
      unverifiedRoutes: "allow",
      logger: false,
      fetch: (input, init) => {
        const answer = mock.fetch(input, init);
        run.abort();
        return answer;
      },
    });
    const target = academyCourse(client, { courseId });
    const record = { email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" };
    const error = await failureOf(target.send(rowsOf(target, [record]), { signal: run.signal }));
    expect(AbortedError.isInstance(error) && error.outcome).toBe("no-effect");
    expect(enrolledIn(mock)).toEqual([]);
  });
});

describe("settling enrollments whose reply was lost", () => {
  it.each([
    ["reply", "done"],
    ["request", "not-done"],
  ] as const)("with the %s lost, they are %s", async (lost, settlement) => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [
      { userId: 4 },
      { email: "learner7@example.com", firstName: "learner", lastName: "number 7" },
    ]);
    mock.fail("courses.enroll", { lost });
    const error = await failureOf(target.send(rows, running()));
    expect(ConnectionError.isInstance(error) && error.outcome).toBe("unknown");
    expect(await target.settle?.(rows, running())).toEqual([settlement, settlement]);
  });

  it("lists each course once, and reads no further than it must", async () => {
    const { mock, target } = setUp({});
    const everybody = Array.from({ length: 60 }, (_, index) => ({ userId: index + 1, courseId: 2 }));
    await target.send(rowsOf(target, everybody), running());
    mock.clear();
    const rows = rowsOf(target, [
      { userId: 1, courseId: 2 },
      { userId: 4, courseId: 1 },
      { userId: 2, courseId: 2 },
      { userId: 5, courseId: 1 },
    ]);
    expect(await target.settle?.(rows, running())).toEqual(["done", "done", "done", "not-done"]);
    expect(countRequests(mock)).toEqual({ "courses.listEnrolledLearners": 2 });
  });

  it("reads every page before it answers not-done", async () => {
    const { target } = setUp();
    const everybody = Array.from({ length: 60 }, (_, index) => ({ userId: index + 1 }));
    await target.send(rowsOf(target, everybody), running());
    expect(await target.settle?.(rowsOf(target, [{ userId: 60 }, { userId: 61 }]), running())).toEqual([
      "done",
      "not-done",
    ]);
  });

  it("stays unknown when the list does not identify learners", async () => {
    const { mock, target } = setUp();
    const list = {
      recordsTotal: 2,
      recordsFiltered: 2,
      records: [
        { id: 70, user_id: null },
        { id: 71, user_id: 5 },
      ],
    };
    mock.fail("courses.listEnrolledLearners", { status: 200, body: list });
    const rows = rowsOf(target, [{ userId: 4 }, { userId: 5 }]);
    expect(await target.settle?.(rows, running())).toEqual(["cannot-tell", "done"]);
  });

  it("stays unknown for a course that is gone", async () => {
    const { target } = setUp({ courseId: 999 });
    expect(await target.settle?.(rowsOf(target, [{ userId: 4 }]), running())).toEqual(["cannot-tell"]);
  });

  it("is an error when the vendor cannot be reached: the run can ask again", async () => {
    const { mock, target } = setUp();
    mock.fail("courses.listEnrolledLearners", { lost: "request" });
    const settling = target.settle?.(rowsOf(target, [{ userId: 4 }]), running()) ?? Promise.resolve();
    expect(ConnectionError.isInstance(await failureOf(settling))).toBe(true);
  });
});
