import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { CallError } from "@kelaskit/core";
import { type AcademyOfMineOptions, createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { describe, expect, it } from "vitest";
import { academyCourse, type AcademyCourseOptions } from "../../src/targets/academy-of-mine.ts";
import { rowOf, rowsOf, running } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { saying } from "./helpers.ts";

const courseId = 2;
const newcomer = { email: "new@example.com", firstName: "New", lastName: "Example" };
// Part of learner1@example.com, of learner11@…, of learner21@…, and nobody's address.
const part = { email: "1@example.com", firstName: "Ann", lastName: "Example" };

function setUp(options: AcademyCourseOptions = {}, clientOptions: AcademyOfMineOptions = {}) {
  const mock = createMockAcademyOfMine();
  const client = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    logger: false,
    retries: 0,
    ...clientOptions,
  });
  return { mock, client, target: academyCourse(client, { courseId, ...options }) };
}

type Mock = ReturnType<typeof setUp>["mock"];

function addresses(mock: Mock): readonly string[] {
  return mock.store
    .enrollmentsIn("course", courseId)
    .map(({ userId }) => mock.store.users.get(userId)?.email ?? "nobody");
}

function passwordsSent(mock: Mock): readonly unknown[] {
  return mock.requests.flatMap(({ operation, params }) =>
    operation === "users.create" ? [params["password"]] : [],
  );
}

const taken = {
  status: 422,
  body: { message: "Invalid.", errors: { email: ["The email has already been taken."] } },
};

describe("a learner who has an account", () => {
  it("is found by address and name, whatever their case, and not created", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, { email: "LEARNER7@example.com", firstName: "learner", lastName: "NUMBER 7" });
    expect(await target.send([row], running())).toEqual([{ state: "done" }]);
    expect(addresses(mock)).toEqual(["learner7@example.com"]);
    expect(countRequests(mock)["users.create"]).toBeUndefined();
  });

  it("is found by the address alone where the vendor shows it after all", async () => {
    const { mock, target } = setUp();
    const shown = [
      { id: 8, email: "joann@example.com" },
      { id: 7, email: "Ann@example.com" },
    ];
    mock.fail("users.list", { status: 200, body: { recordsTotal: 60, recordsFiltered: 2, records: shown } });
    expect(await target.send([rowOf(target, { email: "ann@example.com" })], running())).toEqual([
      { state: "done" },
    ]);
    expect(addresses(mock)).toEqual(["learner7@example.com"]);
  });

  it("is found whatever the spaces in the names, and however their accents are written", async () => {
    const { mock, target } = setUp();
    mock.store.addUser({ firstName: "Jose\u0301  Luis", lastName: " Núñez", email: "jose@example.com" });
    const row = rowOf(target, {
      email: "jose@example.com",
      firstName: "José Luis ",
      lastName: "Nu\u0301ñez",
    });
    expect(await target.send([row], running())).toEqual([{ state: "done" }]);
    expect(addresses(mock)).toEqual(["jose@example.com"]);
  });

  it("under another name is not the learner, even if the address is taken", async () => {
    const { mock, target } = setUp();
    // Of a deleted account, or one that the list does not show; Joann's address holds it.
    mock.store.addUser({ firstName: "Joann", lastName: "Other", email: "joann@school.example" });
    mock.fail("users.create", taken);
    const row = rowOf(target, { ...newcomer, email: "ann@school.example" });
    expect(await target.send([row], running())).toMatchObject([
      { state: "failed", reason: saying("give userId, or firstName and lastName exactly as in the account") },
    ]);
    expect(addresses(mock)).toEqual([]);
  });

  it("under another name is not the learner when several are found", async () => {
    const { mock, target } = setUp();
    mock.fail("users.create", taken);
    expect(await target.send([rowOf(target, { ...part })], running())).toMatchObject([
      { state: "failed", reason: saying("give userId") },
    ]);
    expect(addresses(mock)).toEqual([]);
  });

  it("is not taken to be the one whose address merely holds the row's", async () => {
    const { mock, target } = setUp();
    expect(await target.send([rowOf(target, { email: "earner7@example.com" })], running())).toMatchObject([
      { state: "failed", reason: saying("none can be confirmed as the learner") },
    ]);
    expect(addresses(mock)).toEqual([]);
  });
});

describe("a learner who has no account", () => {
  it("gets one with a random password of their own", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [newcomer, { ...part }]);
    const created = { state: "done", detail: "the learner was created" };
    expect(await target.send(rows, running())).toEqual([created, created]);
    expect(addresses(mock)).toEqual(["new@example.com", "1@example.com"]);
    const passwords = passwordsSent(mock);
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) expect(password).toMatch(/^[\w-]{32}$/);
  });

  it("gets the row's password, to the letter", async () => {
    const { mock, target } = setUp();
    await target.send([rowOf(target, { ...newcomer, password: " with spaces " })], running());
    expect(passwordsSent(mock)).toEqual([" with spaces "]);
  });

  it("fails without names, or when none may be created, while the others are enrolled", async () => {
    const { mock, target } = setUp();
    const nameless = rowsOf(target, [{ email: newcomer.email }, { userId: 4 }]);
    expect(await target.send(nameless, running())).toMatchObject([
      { state: "failed", reason: saying("give firstName and lastName") },
      { state: "done" },
    ]);
    const strict = setUp({ createLearners: false });
    expect(await strict.target.send([rowOf(strict.target, newcomer)], running())).toMatchObject([
      { state: "failed", reason: saying("createLearners is off") },
    ]);
    expect([mock.store.users.size, strict.mock.store.users.size]).toEqual([60, 60]);
  });

  it("is created once when two rows of a batch name them", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [newcomer, { ...newcomer, email: "NEW@example.com" }]);
    expect(await target.send(rows, running())).toMatchObject([{ state: "done" }, { state: "done" }]);
    expect(countRequests(mock)).toEqual({ "users.list": 1, "users.create": 1, "courses.enroll": 1 });
  });

  it("is created once when two batches in progress name them", async () => {
    const { mock, target } = setUp();
    const batches = [2, 3, 4].map((id) => rowsOf(target, [{ ...newcomer, courseId: id }]));
    const outcomes = await Promise.all(batches.map((rows) => target.send(rows, running())));
    expect(outcomes.flat().map(({ state }) => state)).toEqual(["done", "done", "done"]);
    expect(countRequests(mock)).toEqual({ "users.list": 1, "users.create": 1, "courses.enroll": 3 });
  });

  it("is not mistaken for a sibling with the same address", async () => {
    const { mock, target } = setUp();
    const [ann, bob] = rowsOf(target, [
      { ...newcomer, firstName: "Ann" },
      { ...newcomer, firstName: "Bob", courseId: 3 },
    ]);
    if (ann === undefined || bob === undefined) throw new Error("Expected two rows.");
    const together = await Promise.all([ann, bob].map((row) => target.send([row], running())));
    expect(together.flat().map(({ state }) => state)).toEqual(["done", "failed"]);
    expect(await target.send([bob], running())).toMatchObject([
      { state: "failed", reason: saying("give userId") },
    ]);
    expect(mock.store.enrollmentsIn("course", 3)).toEqual([]);
    expect(mock.store.users.size).toBe(61);
  });

  it("is not taken for unknown because a row without names asked at the same time", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [{ email: newcomer.email, courseId: 3 }, newcomer]);
    const outcomes = await Promise.all(rows.map((row) => target.send([row], running())));
    expect(outcomes.flat().map(({ state }) => state)).toEqual(["failed", "done"]);
    expect(addresses(mock)).toEqual([newcomer.email]);
  });

  it("is not created again by another process that was faster", async () => {
    const { mock, client } = setUp();
    const targets = [academyCourse(client, { courseId }), academyCourse(client, { courseId: 3 })];
    const outcomes = await Promise.all(
      targets.map((target) => target.send([rowOf(target, newcomer)], running())),
    );
    expect(outcomes.flat().map(({ state }) => state)).toEqual(["done", "done"]);
    expect(mock.store.users.size).toBe(61);
  });

  it("fails when the vendor refuses them for another reason than a taken address", async () => {
    const { mock, target } = setUp();
    const errors = { email: ["The email domain is not allowed."] };
    mock.fail("users.create", { status: 422, body: { message: "Invalid.", errors } });
    const outcomes = await target.send(rowsOf(target, [newcomer, { userId: 4 }]), running());
    expect(outcomes).toMatchObject([{ state: "failed", reason: saying("Invalid.") }, { state: "done" }]);
  });
});

describe("a learner whose creation got no reply", () => {
  it("is found when they were created after all", async () => {
    const { mock, target } = setUp();
    mock.fail("users.create", { lost: "reply" });
    expect(await target.send([rowOf(target, newcomer)], running())).toMatchObject([{ state: "done" }]);
    expect(countRequests(mock)).toEqual({ "users.list": 2, "users.create": 1, "courses.enroll": 1 });
  });

  it("leaves the row unknown if not found, and is not created by a second row", async () => {
    const { mock, target } = setUp();
    mock.fail("users.create", { lost: "request" });
    const first = await target.send([rowOf(target, newcomer)], running());
    const second = await target.send([rowOf(target, { ...newcomer, courseId: 3 })], running());
    expect([...first, ...second].map(({ state }) => state)).toEqual(["unknown", "unknown"]);
    expect(countRequests(mock)["users.create"]).toBe(1);
  });

  it("is settled as not done, and then created", async () => {
    const { mock, target } = setUp();
    const rows = rowsOf(target, [newcomer]);
    mock.fail("users.create", { lost: "request" });
    await target.send(rows, running());
    expect(await target.settle?.(rows, running())).toEqual(["not-done"]);
    expect(await target.send(rows, running())).toMatchObject([{ state: "done" }]);
    expect(mock.store.users.size).toBe(61);
  });

  it("does not keep the rest of the batch from being enrolled", async () => {
    const { mock, target } = setUp();
    mock.fail("users.create", { lost: "request" });
    const outcomes = await target.send(rowsOf(target, [newcomer, { userId: 4 }]), running());
    expect(outcomes.map(({ state }) => state)).toEqual(["unknown", "done"]);
  });
});

describe("a learner who cannot be looked up", () => {
  it("is to be sent again when the others can", async () => {
    const { mock, target } = setUp();
    mock.fail("users.list", { status: 500 });
    const outcomes = await target.send(rowsOf(target, [newcomer, { userId: 4 }]), running());
    expect(outcomes).toMatchObject([{ state: "retry" }, { state: "done" }]);
    expect(await target.send(rowsOf(target, [newcomer]), running())).toMatchObject([{ state: "done" }]);
  });

  it("is sent again when the address is taken by an unknown user", async () => {
    const { mock, target } = setUp();
    mock.fail("users.create", taken);
    mock.fail("users.list", { status: 200, body: { recordsTotal: 60, recordsFiltered: 0, records: [] } });
    mock.fail("users.list", { status: 503 });
    const error = await failureOf(target.send([rowOf(target, newcomer)], running()));
    expect(CallError.isInstance(error) && error.outcome).toBe("no-effect");
  });

  it("has failed, and is not left in doubt, when the list of users has no end", async () => {
    const { mock, target } = setUp();
    const page = { recordsTotal: 999, recordsFiltered: 999, records: [{ id: 1 }] };
    mock.fail("users.list", { status: 200, body: page }, { times: Infinity });
    const outcomes = await target.send([rowOf(target, newcomer)], running());
    expect(outcomes.map(({ state }) => state)).toEqual(["failed"]);
    expect(countRequests(mock)["users.create"]).toBeUndefined();
  });

  it("ends the call when it is everyone, with an error: nothing was carried out", async () => {
    const { mock, target } = setUp();
    mock.fail("users.list", { lost: "request" }, { times: 2 });
    const error = await failureOf(target.send(rowsOf(target, [newcomer, part]), running()));
    expect(CallError.isInstance(error) && error.outcome).toBe("no-effect");
    expect(Object.keys(countRequests(mock))).toEqual(["users.list"]);
  });
});

describe("settling by address, in a process that did not send the row", () => {
  it("is not done for an address without a user", async () => {
    const { target } = setUp();
    expect(await target.settle?.([rowOf(target, newcomer)], running())).toEqual(["not-done"]);
  });

  it("is not done when none of those it could be is enrolled", async () => {
    const { target } = setUp();
    expect(await target.settle?.([rowOf(target, part)], running())).toEqual(["not-done"]);
  });

  it("stays unknown when one of several possible users is enrolled", async () => {
    const { client, target } = setUp();
    await client.courses.enroll({ id: courseId, studentIds: [11] });
    expect(await target.settle?.([rowOf(target, part)], running())).toEqual(["cannot-tell"]);
  });

  it("stays unknown when too many are found to read", async () => {
    const { mock, target } = setUp();
    const records = Array.from({ length: 101 }, (_, index) => ({ id: index + 1 }));
    mock.fail("users.list", { status: 200, body: { recordsTotal: 101, recordsFiltered: 101, records } });
    expect(await target.settle?.([rowOf(target, part)], running())).toEqual(["cannot-tell"]);
  });
});

describe("a password", () => {
  it("is in no outcome and no error, even when the vendor repeats it", async () => {
    const password = "Zx9-very-private";
    const { mock, target } = setUp();
    const row = rowOf(target, { ...newcomer, password });
    mock.fail("users.create", { status: 422, body: { message: `The password ${password} is known.` } });
    const error = await failureOf(target.send([row], running()));
    expect(`${inspect(error, { depth: 9 })} ${JSON.stringify(target.keyOf(row))}`).not.toContain(password);
    mock.fail("users.create", { status: 422, body: { message: `The password ${password} is known.` } });
    const outcomes = await target.send([row, ...rowsOf(target, [{ userId: 4 }])], running());
    expect(outcomes.map(({ state }) => state)).toEqual(["failed", "done"]);
    expect(JSON.stringify(outcomes)).not.toContain(password);
  });
});
