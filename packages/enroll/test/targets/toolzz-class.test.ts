import { failureOf } from "@kelaskit/test-support/failure";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ConnectionError, ValidationError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { createToolzz, type ToolzzOptions } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";
import { toolzzClass, type ToolzzClassOptions } from "../../src/targets/toolzz.ts";
import { keepsTheContract, rowOf, running, wrongFields } from "./contract.ts";
import { saying } from "./helpers.ts";
import { takesOutByTheContract } from "./removal-contract.ts";

const ann = { email: "ann@example.com", name: "Ann Example" };
const bea = { email: "bea@example.com", name: "Bea Example" };

// Days that are still to come, whenever the tests run.
const nextYear = new Date().getUTCFullYear() + 1;
const june = `${nextYear}-06-30`;
const december = `${nextYear}-12-31`;

function setUp(options?: ToolzzClassOptions, clientOptions: ToolzzOptions = {}) {
  const mock = createMockToolzz();
  const [classId = ""] = mock.store.classes.keys();
  const toolzz = createToolzz({ ...mock.credentials, fetch: mock.fetch, logger: false, ...clientOptions });
  return { mock, classId, target: toolzzClass(toolzz, options ?? { classId }) };
}

describe("the contract", () => {
  keepsTheContract({
    setUp,
    records: [ann, { ...bea, registration_start_date: june, registration_end_date: december }],
    // The vendor lists no class.
    settled: { 0: "cannot-tell", 1: "cannot-tell" },
    oneKey: [
      ann,
      { ...ann, email: "ANN@example.com", name: " ann  EXAMPLE " },
      { ...ann, registration_start_date: june },
      { ...ann, name: "Bob Example" },
    ],
  });
});

describe("taking out", () => {
  let current: ReturnType<typeof setUp> | undefined;
  takesOutByTheContract({
    setUp: () => (current = setUp()),
    records: [ann, bea, { email: "cleo@example.com", name: "Cleo Example" }],
    operation: "classes.detach",
    enrolled: () => current?.mock.store.registrations ?? [],
  });

  it("sends a removal once, because the vendor does not document what a second one does", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, ann);
    await target.send([row], running());
    mock.fail("classes.detach", { lost: "reply" });
    await failureOf(target.removal?.send([row], running()) ?? Promise.resolve());
    expect(countRequests(mock)["classes.detach"]).toBe(1);
  });

  it("reads a stored row whose days are over", () => {
    const { target } = setUp();
    const stored = { ...ann, classId: "7", registration_end_date: "2020-01-01" };
    expect(target.removal?.parse?.(stored)).toMatchObject({ row: { ...ann, classId: "7" } });
  });
});

describe("a class", () => {
  it("has no roster: the vendor has no list of its learners", () => {
    expect(setUp().target).not.toHaveProperty("members");
  });
});

describe("rows", () => {
  it.each([
    [{}, ["email", "name", "classId"]],
    [{ ...ann, classId: "two words" }, ["classId"]],
    [{ ...ann, classId: "7", registration_end_date: "2020-01-01" }, ["registration_end_date"]],
    [
      { ...ann, classId: "7", registration_start_date: december, registration_end_date: june },
      ["registration_end_date"],
    ],
    [{ ...ann, email: "ann@@example.com", classId: "7" }, ["email"]],
  ])("with something wrong are refused with the fields' names: %j", (record, fields) => {
    expect(wrongFields(setUp({}).target, record)).toEqual(fields);
  });

  it("with another last day are another enrollment", () => {
    const { target } = setUp();
    const periods = [june, december, ""].map(
      (day) => target.keyOf(rowOf(target, { ...ann, registration_end_date: day })).period,
    );
    expect(periods).toEqual([june, december, undefined]);
  });

  it("need a client of Toolzz", () => {
    expect(() => toolzzClass(createSkilvul())).toThrow(
      "toolzzClass expected a client of toolzz, got one of skilvul",
    );
  });

  it("need an option that a row could have", () => {
    expect(() => setUp({ classId: "two words" })).toThrow("classId: expected ");
  });
});

describe("sending", () => {
  it("enrolls with everything in the row, and returns the id of the enrollment", async () => {
    const { mock, classId, target } = setUp();
    const row = rowOf(target, { ...ann, registration_start_date: june, registration_end_date: december });
    expect(await target.send([row], running())).toEqual([{ state: "done", vendorId: "1" }]);
    expect(mock.store.registrations).toMatchObject([
      { classId, registration_start_date: june, registration_end_date: december },
    ]);
  });

  it.each([
    ["no enrollment", []],
    ["an enrollment in another class", [{ user_id: 4, class_id: "999", id: "5" }]],
  ])("is unknown when the reply shows %s", async (_, data) => {
    const { mock, target } = setUp();
    mock.fail("classes.attach", { status: 200, body: { data } });
    expect(await target.send([rowOf(target, ann)], running())).toMatchObject([{ state: "unknown" }]);
  });

  it("is done when the reply shows the class as a number", async () => {
    const { mock, target } = setUp({ classId: "7" });
    mock.fail("classes.attach", { status: 200, body: { data: [{ user_id: 4, class_id: 7 }] } });
    expect(await target.send([rowOf(target, ann)], running())).toEqual([{ state: "done" }]);
  });

  it("throws the vendor's refusal", async () => {
    const { mock, target } = setUp();
    mock.fail("classes.attach", { status: 422 });
    const error = await failureOf(target.send([rowOf(target, ann)], running()));
    expect(ValidationError.isInstance(error) && error.outcome).toBe("refused");
  });

  it("is sent once when its reply is lost, and stays unknown", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, ann);
    mock.fail("classes.attach", { lost: "reply" });
    const error = await failureOf(target.send([row], running()));
    expect(ConnectionError.isInstance(error) && error.outcome).toBe("unknown");
    expect(countRequests(mock)["classes.attach"]).toBe(1);
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
  });

  it("takes one row per call", async () => {
    const { mock, target } = setUp();
    const rows = [rowOf(target, ann), rowOf(target, bea)];
    expect(await failureOf(target.send(rows, running()))).toBeInstanceOf(TypeError);
    expect(await failureOf(target.removal?.send(rows, running()) ?? Promise.resolve())).toBeInstanceOf(
      TypeError,
    );
    expect(mock.requests).toEqual([]);
  });
});

describe("a check", () => {
  it("accepts the credential, and reports that the class is not checked", async () => {
    const { classId, target } = setUp();
    expect(await target.check?.(running())).toEqual({
      isRight: true,
      findings: ["Toolzz accepts the credential.", saying(`class ${classId} was not checked`)],
    });
  });

  it("reports that a password is wrong", async () => {
    expect(await setUp({ classId: "7" }, { password: "wrong" }).target.check?.(running())).toMatchObject({
      isRight: false,
    });
  });
});
