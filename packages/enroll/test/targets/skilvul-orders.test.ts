import { failureOf } from "@kelaskit/test-support/failure";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AbortedError, ApiError, ConfigurationError, ConnectionError } from "@kelaskit/core";
import { createSkilvul, type SkilvulOptions } from "@kelaskit/skilvul";
import { createMockSkilvul, type MockSkilvul } from "@kelaskit/skilvul/mock";
import { createToolzz } from "@kelaskit/toolzz";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSource, rowsOf, runEnrollment, SourceError } from "../../src/index.ts";
import { skilvulOrders, type SkilvulOrdersOptions } from "../../src/targets/skilvul.ts";
import { newJournal } from "../support/targets.ts";
import { keepsTheContract, rowOf, running, wrongFields } from "./contract.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ended, saying } from "./helpers.ts";

const product = "ckproduct0000000000000002";
const ownedProduct = "ckproduct0000000000000001";
const bundle = "ckbundle00000000000000002";
const addOn = "ckaddon000000000000000002";
const email = "learner@example.com";

function setUp(options: SkilvulOrdersOptions = {}, clientOptions: SkilvulOptions = {}) {
  const mock = createMockSkilvul();
  const skilvul = createSkilvul({
    ...mock.credentials,
    fetch: mock.fetch,
    validation: "strict",
    logger: false,
    ...clientOptions,
  });
  return { mock, target: skilvulOrders(skilvul, options) };
}

/** Replies to orders that the mock would not give. */
function answering(mock: MockSkilvul, body: unknown): void {
  mock.fail("orders.create", { status: 200, body });
}

describe("the contract", () => {
  keepsTheContract({
    setUp: () => setUp({ userFields: ["phone"] }),
    records: [
      { email, productId: product },
      { email, bundleId: bundle },
      { email, item: addOn, kind: "Add-On" },
      { email: "new@example.com", product, productId: product },
    ],
    oneKey: [
      { email, productId: product },
      { email: "LEARNER@example.com", item: product, kind: "product", name: "Ann  Example" },
      { email, productId: product, name: "ann example", phone: "0812" },
      { email, productId: product, name: "Bob Example" },
      { email, productId: product, phone: "0813" },
    ],
  });
});

describe("rows", () => {
  it("name a product, bundle or add-on, by its column or by item and kind", () => {
    const { target } = setUp();
    const keys = [
      { email, productId: product },
      { email, bundleId: bundle },
      { email, addOnId: addOn },
      { email, item: bundle, kind: "paket" },
    ].map((record) => target.keyOf(rowOf(target, record)).item);
    expect(keys).toEqual([`product:${product}`, `bundle:${bundle}`, `add-on:${addOn}`, `bundle:${bundle}`]);
  });

  it("that name nothing order what the target was made for", () => {
    const { target } = setUp({ item: { kind: "bundle", id: bundle } });
    expect(rowOf(target, { email, productId: "  " })).toMatchObject({ kind: "bundle", item: bundle });
    expect(rowOf(target, { email, productId: product })).toMatchObject({ kind: "product", item: product });
  });

  it.each([
    [{}, ["email", "productId"]],
    [{ email: "not an address", productId: product }, ["email"]],
    [{ email: "learner@example", productId: product }, ["email"]],
    [{ email, productId: product, bundleId: bundle }, ["bundleId"]],
    [{ email, productId: "two words" }, ["productId"]],
    [{ email, productId: ".." }, ["productId"]],
    [{ email, productId: product, kind: "bundle" }, ["kind"]],
    [{ email, item: product }, ["kind"]],
    [{ email, item: product, kind: "course" }, ["kind"]],
    [{ email, kind: "product" }, ["item"]],
    [{ email, productId: product, name: { first: "A" } }, ["name"]],
  ])("with something wrong are refused with the fields' names: %j", (record, fields) => {
    expect(wrongFields(setUp().target, record)).toEqual(fields);
  });

  it("hand over names and the columns that the account needs", async () => {
    const { mock, target } = setUp({ userFields: ["phone", "cohort"] });
    const record = { email: "new@example.com", productId: product, name: "Ann", phone: "0812", cohort: 7 };
    await target.send([rowOf(target, record)], running());
    expect(mock.requests.at(-1)?.params).toEqual({
      user: { email: "new@example.com", name: "Ann", phone: "0812", cohort: 7 },
      productIds: [product],
    });
  });

  it("cannot take a column twice", () => {
    expect(() => setUp({ userFields: ["email"] })).toThrow(ConfigurationError);
  });

  it("need a client of Skilvul", () => {
    expect(() => skilvulOrders(createToolzz())).toThrow(
      "skilvulOrders expected a client of skilvul, got one of toolzz",
    );
  });
});

describe("two rows for one learner and item", () => {
  const options = { userFields: ["phone", "consent"] };
  function merge(first: object, second: object) {
    const { target } = setUp(options);
    const row = (fields: object) => rowOf(target, { email, productId: product, ...fields });
    return target.merge?.(row(first), row(second));
  }

  it("are one row when they differ only in spelling, with the values of both", () => {
    const merged = merge(
      { name: "Ann  EXAMPLE", phone: 812 },
      { name: "ann example", phone: "812", consent: true },
    );
    expect(merged).toMatchObject({ row: { user: { name: "Ann  EXAMPLE", phone: 812, consent: true } } });
  });

  it.each([
    ["name", { name: "Ann Example" }, { name: "Bob Example" }],
    ["firstName", { firstName: "Ann" }, { firstName: "Bob" }],
    ["phone", { phone: "0812" }, { phone: "0813" }],
    ["consent", { consent: true }, { consent: false }],
  ])("contradict each other in %s", (field, first, second) => {
    expect(merge(first, second)).toMatchObject({ issues: [{ field }] });
  });

  it("with siblings' names say what to do", () => {
    expect(merge({ name: "Ann" }, { name: "Bob" })).toEqual({
      issues: [
        {
          field: "name",
          expected: "the same as in the other row of this learner and item (each person needs an address)",
          received: "another text",
        },
      ],
    });
  });
});

describe("a column that userFields names", () => {
  const rows = "email,phone\nann@example.com,0812\n";

  async function read(userFields: readonly string[], content: string, name = "learners.csv") {
    const folder = mkdtempSync(join(tmpdir(), "targets-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const path = join(folder, name);
    writeFileSync(path, content);
    const { target } = setUp({ item: { kind: "product", id: product }, userFields });
    const records: object[] = [];
    for await (const { record } of openSource(path, { fields: target.fields }).records())
      records.push(record);
    return records;
  }

  it("is refused before the first record if missing, with a suggestion", async () => {
    await expect(read(["phnoe"], rows)).rejects.toThrow(
      /the field "phnoe" has no column: .*Did you mean "phone"\?/,
    );
  });

  it("may be empty in single rows, and be called like a field with other headers", async () => {
    expect(await read(["phone", "name"], "email,phone,Nama\na@example.com,,\n")).toHaveLength(1);
  });

  it("is refused when no record of JSON lines has it", async () => {
    const lines = '{"email":"a@example.com"}\n{"email":"b@example.com","phone":"0812"}\n';
    expect(await read(["phone"], lines, "learners.jsonl")).toHaveLength(2);
    await expect(read(["nisn"], lines, "learners.jsonl")).rejects.toThrow('no record has the field "nisn"');
    await expect(read(["phnoe"], lines, "learners.jsonl")).rejects.toThrow('resembles "phnoe"');
  });

  it("is refused when no row of a program has it, before anything is sent", async () => {
    const { mock, target } = setUp({ item: { kind: "product", id: product }, userFields: ["phnoe"] });
    const source = rowsOf([{ email, phone: "0812" }], { name: "learners", fields: target.fields });
    const run = runEnrollment({ target, source, journal: newJournal() });
    expect(await failureOf(run)).toBeInstanceOf(SourceError);
    expect(mock.requests).toEqual([]);
  });

  it("needs a name", () => {
    expect(() => setUp({ userFields: [" "] })).toThrow(ConfigurationError);
  });
});

describe("the item of an option", () => {
  const uuid = "7d1c2f9a-0000-4001-8000-00000000000b";

  it.each([uuid.toUpperCase(), `"${uuid}"`, `${uuid}\u00A0`, `\uFEFF${uuid}`])(
    "is the one of a row, also as %j",
    (id) => {
      const { target } = setUp({ item: { kind: "product", id } });
      const [byOption, byRow] = [{ email }, { email, productId: uuid }].map((record) =>
        target.keyOf(rowOf(target, record)),
      );
      expect(byOption).toEqual(byRow);
    },
  );

  it.each(["prod uct", "", "..", "1.23457E+11"])("is refused with the id %j", (id) => {
    const create = () => setUp({ item: { kind: "product", id } });
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow("item.id: expected ");
  });

  it("that the reply names in capital letters was left out of the order", async () => {
    const { mock, target } = setUp({ item: { kind: "product", id: uuid } });
    answering(mock, { user: {}, order: { id: "o1" }, errorProductIds: [uuid.toUpperCase()], error: null });
    const [outcome] = await target.send([rowOf(target, { email })], running());
    expect(outcome).toMatchObject({ state: "unknown", reason: saying("left the product out of the order") });
  });
});

describe("sending", () => {
  it("places one order with one item, and returns its id", async () => {
    const { mock, target } = setUp();
    const outcomes = await target.send([rowOf(target, { email, bundleId: bundle })], running());
    expect(outcomes).toEqual([{ state: "done", vendorId: mock.store.orders[0]?.id }]);
    expect(mock.store.orders).toMatchObject([{ bundleIds: [bundle], productIds: [], addOnIds: [] }]);
  });

  it("is done for a learner who had it already", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, { email: "owner@example.com", productId: ownedProduct });
    expect(await target.send([row], running())).toEqual([
      { state: "done", detail: "the learner already had it" },
    ]);
    expect(mock.store.orders).toEqual([]);
  });

  it("has failed for an id that Skilvul left out of the order", async () => {
    const { target } = setUp();
    const [outcome] = await target.send([rowOf(target, { email, productId: "cknothing" })], running());
    expect(outcome).toMatchObject({
      state: "failed",
      reason: saying("Skilvul left the product out"),
    });
  });

  it("has failed for an item that was left out although the learner does not have it", async () => {
    const { mock, target } = setUp();
    answering(mock, { user: null, order: null, errorProductIds: [product], error: null });
    const [outcome] = await target.send([rowOf(target, { email, productId: product })], running());
    expect(outcome).toMatchObject({ state: "failed", reason: saying("does not have it") });
  });

  it("has failed when the item was left out and the check cannot be asked", async () => {
    const { mock, target } = setUp({}, { retries: 0 });
    answering(mock, { user: null, order: null, errorProductIds: [product], error: null });
    mock.fail("products.canBuy", { lost: "request" });
    const [outcome] = await target.send([rowOf(target, { email, productId: product })], running());
    expect(outcome).toMatchObject({ state: "failed", reason: saying("could not be checked") });
  });

  it("is unknown after an order without its only item, unless the learner has it", async () => {
    const { mock, target } = setUp();
    const contradiction = { user: null, order: { id: "1" }, errorProductIds: [product], error: null };
    const row = rowOf(target, { email, productId: product });
    answering(mock, contradiction);
    expect(await target.send([row], running())).toMatchObject([{ state: "unknown" }]);
    answering(mock, contradiction);
    mock.fail("products.canBuy", { status: 401 }, { times: 2 });
    expect(await target.send([row], running())).toMatchObject([{ state: "unknown" }]);
    answering(mock, contradiction);
    mock.store.own(email, product);
    expect(await target.send([row], running())).toMatchObject([{ state: "done" }]);
  });

  it("is unknown after a reply without an order that leaves nothing out", async () => {
    const { mock, target } = setUp({}, { validation: "off" });
    answering(mock, { success: true });
    const [outcome] = await target.send([rowOf(target, { email, productId: product })], running());
    expect(outcome).toMatchObject({ state: "unknown" });
  });

  it("throws the vendor's error, even in a reply of status 200", async () => {
    const { mock, target } = setUp();
    answering(mock, { user: null, order: null, error: { message: "No credit" } });
    const error = await failureOf(target.send([rowOf(target, { email, productId: product })], running()));
    expect(ApiError.isInstance(error) && error.outcome).toBe("refused");
  });

  it("waits as long as a 429 asks, and orders once", async () => {
    const { mock, target } = setUp();
    mock.fail("orders.create", { status: 429, retryAfter: 0 });
    expect(await target.send([rowOf(target, { email, productId: product })], running())).toMatchObject([
      { state: "done" },
    ]);
    expect(countRequests(mock)["orders.create"]).toBe(2);
    expect(mock.store.orders).toHaveLength(1);
  });

  it("sends nothing when the run has ended", async () => {
    const { mock, target } = setUp();
    const error = await failureOf(target.send([rowOf(target, { email, productId: product })], ended()));
    expect(AbortedError.isInstance(error) && error.outcome).toBe("not-sent");
    expect(mock.requests).toEqual([]);
  });

  it("takes one row per call", async () => {
    const { mock, target } = setUp();
    const row = rowOf(target, { email, productId: product });
    expect(await failureOf(target.send([row, row], running()))).toBeInstanceOf(TypeError);
    expect(mock.requests).toEqual([]);
  });
});

describe("settling an order whose reply was lost", () => {
  it.each([
    ["reply", "done", 1],
    ["request", "not-done", 0],
  ] as const)("with the %s lost, it is %s", async (lost, settlement, orders) => {
    const { mock, target } = setUp();
    const rows = [{ productId: product }, { bundleId: bundle }, { addOnId: addOn }].map((item) =>
      rowOf(target, { email, ...item }),
    );
    for (const row of rows) {
      mock.fail("orders.create", { lost });
      const error = await failureOf(target.send([row], running()));
      expect(ConnectionError.isInstance(error) && error.outcome).toBe("unknown");
    }
    expect(await target.settle?.(rows, running())).toEqual(rows.map(() => settlement));
    expect(mock.store.orders).toHaveLength(orders * rows.length);
  });

  it("stays unknown when the check's route is wrong, or its answer unclear", async () => {
    const { mock, target } = setUp({}, { validation: "off" });
    const row = rowOf(target, { email, productId: product });
    mock.fail("products.canBuy", { status: 404 });
    mock.fail("products.canBuy", { status: 200, body: { canBuy: "maybe" } });
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
    expect(await target.settle?.([row], running())).toEqual(["cannot-tell"]);
  });

  it("stays unknown when the client refuses guessed routes", async () => {
    const { target } = setUp({}, { unverifiedRoutes: "refuse" });
    expect(await target.settle?.([rowOf(target, { email, productId: product })], running())).toEqual([
      "cannot-tell",
    ]);
  });

  it("is an error when the vendor cannot be reached: the run can ask again", async () => {
    const { mock, target } = setUp({}, { retries: 0 });
    mock.fail("products.canBuy", { lost: "request" });
    const settling =
      target.settle?.([rowOf(target, { email, productId: product })], running()) ?? Promise.resolve();
    expect(ConnectionError.isInstance(await failureOf(settling))).toBe(true);
  });
});

describe("a check", () => {
  it.each([
    ["product", product, "Skilvul accepts the credentials and has the product"],
    ["bundle", bundle, "has the bundle"],
    ["add-on", addOn, "has the add-on"],
  ] as const)("finds the %s", async (kind, id, words) => {
    const { target } = setUp({ item: { kind, id } });
    expect(await target.check?.(running())).toEqual({ isRight: true, findings: [saying(words)] });
  });

  it.each(["product", "bundle", "add-on"] as const)("reports that there is no such %s", async (kind) => {
    const { target } = setUp({ item: { kind, id: "cknothing" } });
    expect(await target.check?.(running())).toEqual({
      isRight: false,
      findings: [`Skilvul does not have the ${kind} cknothing. Check the id.`],
    });
  });

  it("finds a product in the list where the route of a single one is wrong", async () => {
    const { mock, target } = setUp({ item: { kind: "product", id: "ckproduct0000000000000030" } });
    mock.fail("products.get", { status: 404 });
    expect(await target.check?.(running())).toMatchObject({ isRight: true });
  });

  it("reports that the secret is wrong", async () => {
    const { target } = setUp({ item: { kind: "product", id: product } }, { clientSecret: "wrong" });
    expect(await target.check?.(running())).toMatchObject({
      isRight: false,
      findings: [saying("Skilvul rejects the credentials")],
    });
  });

  it("reports that nothing was checked when the reply is unclear or lost", async () => {
    const { mock, target } = setUp({ item: { kind: "add-on", id: addOn } }, { retries: 0 });
    mock.fail("addOns.get", { status: 200, body: { error: null } });
    mock.fail("addOns.get", { lost: "request" });
    mock.fail("addOns.get", { status: 503 });
    for (let times = 0; times < 3; times += 1) {
      expect(await target.check?.(running())).toEqual({
        isRight: true,
        findings: [saying(`the add-on ${addOn} could not be checked`)],
      });
    }
  });
});
