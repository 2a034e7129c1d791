import { failureOf } from "@kelaskit/test-support/failure";
import { CallError } from "@kelaskit/core";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, it } from "vitest";
import { academyCourse } from "../../src/targets/academy-of-mine.ts";
import { rowOf, rowsOf, running } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { saying } from "./helpers.ts";

const courseId = 2;
const newcomer = { email: "new@example.com", firstName: "New", lastName: "Example" };

function setUp() {
  const mock = createMockAcademyOfMine();
  const client = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    logger: false,
    retries: 0,
  });
  return { mock, client, target: academyCourse(client, { courseId }) };
}

function addresses(mock: ReturnType<typeof setUp>["mock"]): readonly string[] {
  return mock.store
    .enrollmentsIn("course", courseId)
    .map(({ userId }) => mock.store.users.get(userId)?.email ?? "nobody");
}

describe("a learner whose row has a user's id and an address", () => {
  it("is enrolled when the user is found by the address", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [
      { userId: 7, email: "Learner7@example.com", firstName: "Any", lastName: "Name" },
    ]);
    expect(await target.send(rows, running())).toEqual([{ state: "done" }]);
    expect(await target.settle?.(rows, running())).toEqual(["done"]);
    expect(addresses(mock)).toEqual(["learner7@example.com"]);
  });

  it("is refused when the user is another one, such as after a shifted column", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [
      { userId: 8, email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" },
      { userId: 9, email: "nobody@example.com", firstName: "No", lastName: "Body" },
      { userId: 4, email: "learner4@example.com" },
    ]);
    const refused = { state: "failed", reason: saying("they may be two people") };
    expect(await target.send(rows, running())).toMatchObject([refused, refused, { state: "done" }]);
    expect(await target.settle?.(rows, running())).toEqual(["not-done", "not-done", "done"]);
    expect(addresses(mock)).toEqual(["learner4@example.com"]);
    expect(mock.store.users.size).toBe(60);
  });

  it("stays unknown if another enrolled user is meant", async () => {
    const { client, target } = setUp();
    await client.courses.enroll({ id: courseId, studentIds: [8] });
    const rows = rowsOf(target, [{ userId: 8, email: "learner7@example.com" }]);
    expect(await target.settle?.(rows, running())).toEqual(["cannot-tell"]);
  });

  it("does not make the address that user's for a row without the id", async () => {
    const { mock, target } = setUp();
    // User 7's address holds that of the row.
    const rows = rowsOf(target, [{ userId: 7, email: "earner7@example.com" }]);
    expect(await target.send(rows, running())).toEqual([{ state: "done" }]);
    expect(await target.send([rowOf(target, { email: "earner7@example.com" })], running())).toMatchObject([
      { state: "failed" },
    ]);
    expect(countRequests(mock)["courses.enroll"]).toBe(1);
  });
});

describe("a learner whom one row names by id and another by address", () => {
  const records = [
    { userId: 7 },
    { email: "learner7@example.com", firstName: "Learner", lastName: "Number 7" },
  ];

  it("is enrolled once by a batch with both, and both are done", async () => {
    const { mock, target } = setUp();
    expect(await target.send(rowsOf(target, records), running())).toEqual([
      { state: "done" },
      { state: "done" },
    ]);
    expect(addresses(mock)).toEqual(["learner7@example.com"]);
  });

  it("is enrolled once by two batches, and the second reports it", async () => {
    const { mock, target } = setUp();
    const outcomes = [];
    for (const record of records) outcomes.push(...(await target.send([rowOf(target, record)], running())));
    expect(outcomes).toMatchObject([{ state: "done" }, { state: "done", detail: "was already enrolled" }]);
    expect(addresses(mock)).toEqual(["learner7@example.com"]);
  });
});

describe("a learner who was created, and whose enrollment came to nothing", () => {
  it.each([
    ["is refused", { status: 422, body: { message: "The course is closed." } }, "failed"],
    ["gets no reply", { lost: "request" }, "unknown"],
  ] as const)(
    "is reported in the reason when it %s, and is found by the next process",
    async (_, failure, state) => {
      const { mock, client, target } = setUp();
      mock.fail("courses.enroll", failure);
      const rows = rowsOf(target, [newcomer]);
      expect(await target.send(rows, running())).toMatchObject([
        { state, reason: saying("The learner was created.") },
      ]);
      const next = academyCourse(client, { courseId });
      expect(await next.settle?.(rows, running())).toEqual(["not-done"]);
      expect(await next.send(rows, running())).toEqual([{ state: "done" }]);
      expect(mock.store.users.size).toBe(61);
      expect(addresses(mock)).toEqual([newcomer.email]);
    },
  );

  it("ends the call with an error of the whole run, and is found by the next", async () => {
    const { mock, client, target } = setUp();
    mock.fail("courses.enroll", { status: 401 });
    const error = await failureOf(target.send(rowsOf(target, [newcomer]), running()));
    expect(CallError.isInstance(error) && error.outcome).toBe("refused");
    const next = academyCourse(client, { courseId });
    expect(await next.send(rowsOf(next, [newcomer]), running())).toEqual([{ state: "done" }]);
    expect(mock.store.users.size).toBe(61);
  });

  it("is not created again while the vendor's list lags behind", async () => {
    const { mock, client, target } = setUp();
    mock.fail("courses.enroll", { lost: "request" });
    const rows = rowsOf(target, [newcomer]);
    await target.send(rows, running());
    const next = academyCourse(client, { courseId });
    const nobody = { recordsTotal: 60, recordsFiltered: 0, records: [] };
    mock.fail("users.list", { status: 200, body: nobody }, { times: 3 });
    expect(await next.settle?.(rows, running())).toEqual(["not-done"]);
    expect(await next.send(rows, running())).toMatchObject([
      { state: "retry", reason: saying("or not yet") },
    ]);
    expect(mock.store.users.size).toBe(61);
    expect(await next.send(rows, running())).toEqual([{ state: "done" }]);
    expect(mock.store.users.size).toBe(61);
    expect(addresses(mock)).toEqual([newcomer.email]);
  });

  it("is not created again beside a namesake whose address holds the learner's", async () => {
    const { mock, client, target } = setUp();
    mock.store.addUser({ firstName: "New", lastName: "Example", email: "anew@example.com" });
    mock.store.addUser({ firstName: "new", lastName: "example", email: newcomer.email });
    const rows = rowsOf(target, [newcomer]);
    expect(await target.send(rows, running())).toMatchObject([
      { state: "failed", reason: saying("Several users match the row's address and names") },
    ]);
    expect(await academyCourse(client, { courseId }).settle?.(rows, running())).toEqual(["not-done"]);
    expect(countRequests(mock)["users.create"]).toBeUndefined();
  });

  it("is not created where not all who may be the learner were read", async () => {
    const { mock, target } = setUp();
    const records = Array.from({ length: 101 }, (_, index) => ({ id: index + 1 }));
    mock.fail("users.list", { status: 200, body: { recordsTotal: 101, recordsFiltered: 101, records } });
    expect(await target.send([rowOf(target, newcomer)], running())).toMatchObject([
      { state: "failed", reason: saying("Too many users") },
    ]);
    expect(countRequests(mock)["users.create"]).toBeUndefined();
  });
});
