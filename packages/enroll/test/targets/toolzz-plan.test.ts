import { failureOf } from "@kelaskit/test-support/failure";
import { AbortedError, ConfigurationError, ConnectionError, ValidationError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { createToolzz, type ToolzzOptions } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";
import { toolzzPlan, type ToolzzPlanOptions } from "../../src/targets/toolzz.ts";
import { keepsTheContract, rowOf, rowsOf, running, wrongFields } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ended, saying } from "./helpers.ts";

const planUuid = "00000000-0000-4001-8000-000000000002";
const otherPlan = "00000000-0000-4001-8000-000000000003";
const ownedPlan = "00000000-0000-4001-8000-000000000001";
const ann = { email: "ann@example.com", nome: "Ann Example" };

// A last day that is still to come, whenever the tests run.
const nextYear = new Date().getUTCFullYear() + 1;
const june = `${nextYear}-06-30`;
const december = `${nextYear}-12-31`;

const onePlan: ToolzzPlanOptions = { planUuid, schools: [1] };

function setUp(options = onePlan, clientOptions: ToolzzOptions = {}) {
  const mock = createMockToolzz();
  const toolzz = createToolzz({ ...mock.credentials, fetch: mock.fetch, logger: false, ...clientOptions });
  return { mock, target: toolzzPlan(toolzz, options) };
}

describe("the contract", () => {
  keepsTheContract({
    setUp,
    records: [
      ann,
      { ...ann, planUuid: otherPlan, schools: "1;2" },
      { email: "bea@example.com", nome: "Bea Example", expires_at: december, status: "Ativo" },
    ],
    // The vendor shows neither more than one school nor a last day.
    settled: { 1: "cannot-tell", 2: "cannot-tell" },
    oneKey: [
      ann,
      { ...ann, email: "ANN@example.com", schools: "2" },
      { ...ann, nome: " ann  EXAMPLE ", schools: "3;1", status: "active" },
      { ...ann, status: "expired" },
      { ...ann, nome: "Bob Example" },
    ],
  });
});

describe("rows", () => {
  it("contain what the target has no setting for", () => {
    const { target } = setUp({});
    expect(rowOf(target, { ...ann, planUuid, schools: "2; 1;2" })).toEqual({
      ...ann,
      planUuid,
      schools: [2, 1],
    });
    expect(rowOf(target, { ...ann, planUuid, schools: [3] })).toMatchObject({ schools: [3] });
    expect(target.fields["schools"]?.required).toBe(true);
  });

  it.each([
    [{}, ["email", "nome", "planUuid", "schools"]],
    [{ ...ann, planUuid, schools: "1;x" }, ["schools"]],
    [{ ...ann, planUuid, schools: ";" }, ["schools"]],
    [{ ...ann, planUuid, schools: 0 }, ["schools"]],
    [{ ...ann, planUuid, schools: 1, expires_at: "31/12/2026" }, ["expires_at"]],
    [{ ...ann, planUuid, schools: 1, expires_at: "2026-02-30" }, ["expires_at"]],
    [{ ...ann, planUuid, schools: 1, expires_at: "2020-01-01" }, ["expires_at"]],
    [{ ...ann, planUuid, schools: 1, status: "soon" }, ["status"]],
    [{ ...ann, email: "ann@@example.com", planUuid, schools: 1 }, ["email"]],
  ])("with something wrong are refused with the fields' names: %j", (record, fields) => {
    expect(wrongFields(setUp({}).target, record)).toEqual(fields);
  });

  it("may have a last day that is past where the enrollment has ended", () => {
    const { target } = setUp();
    const row = rowOf(target, { ...ann, status: "expirado", expires_at: "2020-01-01" });
    expect(target.keyOf(row).period).toBe("2020-01-01");
  });

  it("need a client of Toolzz", () => {
    expect(() => toolzzPlan(createSkilvul())).toThrow(
      "toolzzPlan expected a client of toolzz, got one of skilvul",
    );
  });
});

describe("a package", () => {
  it.each([
    ["7D1C2F9A-0000-4001-8000-00000000000B", "7d1c2f9a-0000-4001-8000-00000000000b", true],
    ["aBcD", "abcd", false],
  ])("is the same in %s and %s: %s", (first, second, isSame) => {
    const { target } = setUp();
    const [one, other] = [first, second].map((id) => target.keyOf(rowOf(target, { ...ann, planUuid: id })));
    expect(one?.item === other?.item).toBe(isSame);
  });
});

describe("an option", () => {
  const upper = "7D1C2F9A-0000-4001-8000-00000000000B";

  it.each([upper, ` {${upper}} `, `\u200B${upper}`, `urn:uuid:${upper}`])(
    "that holds a package as %j is the same package as in a row",
    (spelling) => {
      const { target } = setUp({ planUuid: spelling, schools: [1] });
      const [byOption, byRow] = [ann, { ...ann, planUuid: upper.toLowerCase() }].map((record) =>
        target.keyOf(rowOf(target, record)),
      );
      expect(byOption).toEqual(byRow);
    },
  );

  it.each([
    ["planUuid", { planUuid: "two words" }],
    ["planUuid", { planUuid: " " }],
    ["planUuid", { planUuid: "#N/A" }],
    ["schools", { schools: [] }],
    ["schools", { schools: [1.5] }],
    ["schools", { schools: [0] }],
  ])("%s of which no row could have is refused: %j", (name, options) => {
    const create = () => setUp(options);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(`${name}: expected `);
  });
});

describe("two rows for one learner and package", () => {
  function merge(first: object, second: object) {
    const { target } = setUp();
    return target.merge?.(rowOf(target, { ...ann, ...first }), rowOf(target, { ...ann, ...second }));
  }

  it("with two schools are one row with both", () => {
    expect(merge({ schools: "2" }, { schools: "1;2", nome: "ANN  example" })).toMatchObject({
      row: { ...ann, schools: [2, 1] },
    });
  });

  it.each([
    ["nome", {}, { nome: "Bob Example" }],
    ["status", { status: "ativo" }, { status: "expirado" }],
    ["status", {}, { status: "expired" }],
    ["expires_at", { expires_at: june }, { expires_at: december }],
    ["expires_at", {}, { expires_at: december }],
  ])("contradict each other in %s: %j, %j", (field, first, second) => {
    expect(merge(first, second)).toMatchObject({ issues: [{ field }] });
    expect(merge(second, first)).toMatchObject({ issues: [{ field }] });
  });

  it("with another last day are two enrollments: a renewal is not a duplicate", () => {
    const { target } = setUp();
    const periods = [june, december, ""].map(
      (day) => target.keyOf(rowOf(target, { ...ann, expires_at: day })).period,
    );
    expect(periods).toEqual([june, december, undefined]);
  });
});

describe("sending", () => {
  it("enrolls with everything in the row", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, { ...ann, status: "expired", expires_at: december, schools: "1;2" });
    expect(await target.send([row], running())).toEqual([{ state: "done" }]);
    expect(mock.store.learnersOf(planUuid)).toMatchObject([
      { status: "expired", expires_at: december, schools: [1, 2], times: 1 },
    ]);
  });

  it("throws the vendor's refusal", async () => {
    const { mock, target } = setUp();
    const error = await failureOf(target.send([rowOf(target, { ...ann, schools: 99 })], running()));
    expect(ValidationError.isInstance(error) && error.outcome).toBe("refused");
    expect(mock.store.learnersOf(planUuid)).toEqual([]);
  });

  it("waits as long as a 429 asks, and enrolls once", async () => {
    const { mock, target } = setUp();
    mock.fail("plans.enroll", { status: 429, retryAfter: 0 });
    expect(await target.send([rowOf(target, ann)], running())).toEqual([{ state: "done" }]);
    expect(mock.store.learnersOf(planUuid)).toMatchObject([{ times: 1 }]);
  });

  it("sends nothing when the run has ended", async () => {
    const { mock, target } = setUp();
    const error = await failureOf(target.send([rowOf(target, ann)], ended()));
    expect(AbortedError.isInstance(error) && error.outcome).toBe("not-sent");
    expect(countRequests(mock)["plans.enroll"]).toBeUndefined();
  });
});

describe("settling an enrollment whose reply was lost", () => {
  it.each([
    ["reply", "done"],
    ["request", "not-done"],
  ] as const)("with the %s lost, it is %s", async (lost, settlement) => {
    const { mock, target } = setUp();
    const row = rowOf(target, { ...ann, email: "Ann@Example.com" });
    mock.fail("plans.enroll", { lost });
    const error = await failureOf(target.send([row], running()));
    expect(ConnectionError.isInstance(error) && error.outcome).toBe("unknown");
    expect(await target.settle?.([row], running())).toEqual([settlement]);
  });

  it("walks once through the learners of each package", async () => {
    const { mock, target } = setUp();
    const records = [
      ann,
      { ...ann, planUuid: otherPlan },
      { email: "owner@example.com", nome: "O", planUuid: ownedPlan },
    ];
    const rows = rowsOf(target, [...records, { email: "bea@example.com", nome: "B" }]);
    const [first] = rows;
    if (first !== undefined) await target.send([first], running());
    mock.clear();
    expect(await target.settle?.(rows, running())).toEqual(["done", "not-done", "done", "not-done"]);
    const asked = mock.requests
      .filter(({ operation }) => operation === "plans.listUsers")
      .map(({ params }) => JSON.stringify([params["planUuid"], params["page"] ?? 1]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("stays unknown for a learner who is in the package in another state", async () => {
    const { target } = setUp();
    await target.send([rowOf(target, ann)], running());
    expect(await target.settle?.([rowOf(target, { ...ann, status: "expired" })], running())).toEqual([
      "cannot-tell",
    ]);
  });

  it("stays unknown when the list hides an address", async () => {
    const { mock, target } = setUp();
    const users = { data: [{ id: 9 }, { id: 8, email: "bea@example.com", status: "active" }] };
    mock.fail("plans.listUsers", { status: 200, body: users });
    mock.fail("plans.listUsers", { status: 200, body: { data: [] } });
    mock.fail("users.find", { status: 200, body: { data: { id: 8, school: { id: 1 } } } });
    const rows = rowsOf(target, [ann, { email: "bea@example.com", nome: "Bea" }]);
    expect(await target.settle?.(rows, running())).toEqual(["cannot-tell", "done"]);
  });

  it.each([
    ["another school", { schools: "2" }],
    ["a second school", { schools: "1;2" }],
    ["another last day", { expires_at: december }],
  ])("is not proven for a learner already in the package, when the row is for %s", async (_, change) => {
    const { mock, target } = setUp();
    await target.send([rowOf(target, ann)], running());
    const row = rowOf(target, { ...ann, ...change });
    mock.fail("plans.enroll", { lost: "request" });
    await failureOf(target.send([row], running()));
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
  });

  it.each([
    [`${december} 23:59:59`, "done"],
    [june, "cannot-tell"],
  ])("looks at the last day where the vendor shows it after all: %s is %s", async (shown, settlement) => {
    const { mock, target } = setUp();
    const row = rowOf(target, { ...ann, expires_at: december });
    await target.send([row], running());
    const body = { data: [{ id: 4, email: ann.email, status: "active", expires_at: shown }] };
    mock.fail("plans.listUsers", { status: 200, body });
    expect(await target.settle?.([row], running())).toEqual([settlement]);
  });

  it("stays unknown when the learner's state or school is not shown", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, ann);
    await target.send([row], running());
    mock.fail("plans.listUsers", { status: 200, body: { data: [{ id: 4, email: ann.email }] } });
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
    mock.fail("users.find", { status: 404 });
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
  });

  it("stays unknown for a package that does not exist", async () => {
    const { target } = setUp({ planUuid: "nothing", schools: [1] });
    expect(await target.settle?.([rowOf(target, ann)], running())).toEqual(["cannot-tell"]);
  });
});

describe("a check", () => {
  it("finds the package, and reports that schools are not checked", async () => {
    expect(await setUp().target.check?.(running())).toEqual({
      isRight: true,
      findings: [
        `Toolzz accepts the credentials and has the package ${planUuid} ("Excel: Básico").`,
        saying("schools with the ids 1 were not checked"),
      ],
    });
  });

  it.each([
    ["7D1C2F9A-0000-4001-8000-00000000000B", "7d1c2f9a-0000-4001-8000-00000000000b"],
    ["7d1c2f9a-0000-4001-8000-00000000000b", "7D1C2F9A-0000-4001-8000-00000000000B"],
  ])("finds the package %s where the vendor writes %s", async (id, uuid) => {
    const { mock, target } = setUp({ planUuid: id });
    const plan = { id: 1, uuid };
    mock.fail("plans.list", { status: 200, body: { data: { current_page: 1, last_page: 1, data: [plan] } } });
    expect(await target.check?.(running())).toMatchObject({
      isRight: true,
      findings: [saying("has the package")],
    });
  });

  it("reports that a package is missing", async () => {
    const { target } = setUp({ planUuid: "nothing" });
    expect(await target.check?.(running())).toEqual({
      isRight: false,
      findings: [saying("does not have the package nothing")],
    });
  });

  it("looks at the credential where rows name their packages", async () => {
    expect(await setUp({}).target.check?.(running())).toMatchObject({
      isRight: true,
      findings: ["Toolzz accepts the credential.", saying("not checked")],
    });
  });

  it.each([{}, onePlan])("reports that a password is wrong: %j", async (options) => {
    const { target } = setUp(options, { password: "wrong" });
    expect(await target.check?.(running())).toMatchObject({
      isRight: false,
      findings: [
        saying("Toolzz rejects the credentials"),
        ...(options === onePlan ? [saying("schools")] : []),
      ],
    });
  });

  it("reports that nothing could be checked without a connection", async () => {
    const { mock, target } = setUp({ planUuid }, { retries: 0 });
    mock.fail("plans.list", { lost: "request" });
    expect(await target.check?.(running())).toEqual({
      isRight: true,
      findings: [saying("could not be checked")],
    });
  });

  it("ends with the run", async () => {
    const check = setUp().target.check?.(ended()) ?? Promise.resolve();
    expect(AbortedError.isInstance(await failureOf(check))).toBe(true);
  });
});
