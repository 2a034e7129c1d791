import { type AcademyOfMineOptions, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, it } from "vitest";
import {
  academyCourse,
  type AcademyCourseOptions,
  academyLearningPath,
} from "../../src/targets/academy-of-mine.ts";
import { rowOf, rowsOf, running } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { saying } from "./helpers.ts";

const oneCourse: AcademyCourseOptions = { courseId: 2 };

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

describe("two rows for one learner and course", () => {
  it.each([
    ["firstName", { firstName: "Ann" }, { firstName: "Bob" }],
    ["lastName", { lastName: "Lee" }, { lastName: "Li" }],
    ["password", { password: "in private" }, { password: "In private" }],
  ])("contradict each other in %s", (field, first, second) => {
    const { target } = setUp();
    const row = (fields: object) => rowOf(target, { email: "ann@example.com", ...fields });
    expect(target.merge?.(row(first), row(second))).toMatchObject({ issues: [{ field }] });
  });

  it("contradict each other in the address where they name one user by id", () => {
    const { target } = setUp();
    const [first, second] = rowsOf(target, [
      { userId: 7, email: "ann@example.com" },
      { userId: 7, email: "bob@example.com" },
    ]);
    if (first === undefined || second === undefined) throw new Error("Expected two rows.");
    expect(target.merge?.(first, second)).toMatchObject({ issues: [{ field: "email" }] });
  });
});

describe("an option", () => {
  it.each([0, -1, 1.5, Number.NaN])("is refused when it is not the id of a course: %d", (courseId) => {
    expect(() => setUp({ courseId })).toThrow("courseId: expected an id: a whole number of 1 or more");
  });
});

describe("a check", () => {
  it("finds the course, or the learning path", async () => {
    const { client, target } = setUp();
    const path = academyLearningPath(client, { learningPathId: 1 });
    expect(await target.check?.(running())).toMatchObject({
      isRight: true,
      findings: [saying("Academy of Mine accepts the credentials and has the course 2 (")],
    });
    expect(await path.check?.(running())).toMatchObject({
      isRight: true,
      findings: [saying("has the learning path 1 (")],
    });
  });

  it("reports that a course is missing when the list does not have it either", async () => {
    const { mock, target } = setUp({ courseId: 999 });
    expect(await target.check?.(running())).toEqual({
      isRight: false,
      findings: ["Academy of Mine does not have the course 999. Check the id."],
    });
    expect(countRequests(mock)).toEqual({ "courses.get": 1, "courses.list": 1 });
  });

  it("reports that nothing was checked without a right route", async () => {
    const { mock, target } = setUp();
    mock.fail("courses.get", { status: 404 });
    mock.fail("courses.list", { status: 404 });
    const strict = setUp(oneCourse, { unverifiedRoutes: "refuse" });
    for (const one of [target, strict.target]) {
      expect(await one.check?.(running())).toEqual({
        isRight: true,
        findings: [saying("the course 2 could not be checked")],
      });
    }
    expect(strict.mock.requests).toEqual([]);
  });

  it.each([{}, oneCourse])("reports that the token is wrong: %j", async (options) => {
    const { target } = setUp(options, { token: "wrong" });
    expect(await target.check?.(running())).toMatchObject({
      isRight: false,
      findings: [saying("Academy of Mine rejects the credentials")],
    });
  });

  it("looks at the credential where rows name their courses", async () => {
    expect(await setUp({}).target.check?.(running())).toMatchObject({
      isRight: true,
      findings: ["Academy of Mine accepts the credential.", saying("Every row names its own course")],
    });
  });
});

it.each([
  [{ portalId: 0 }, "portalId: expected the id of a portal, or -1 for any, got 0. Nothing was sent."],
  [{ portalId: 1.5 }, "portalId: expected the id of a portal, or -1 for any, got 1.5. Nothing was sent."],
  [{ batchSize: 0 }, "batchSize: expected a whole number of 1 or more, got 0. Nothing was sent."],
  [
    { batchSize: Infinity },
    "batchSize: expected a whole number of 1 or more, got Infinity. Nothing was sent.",
  ],
])("a setting that cannot be right is refused: %o", (options, message) => {
  expect(() => setUp({ courseId: 2, ...options })).toThrow(message);
});
