import { byDepth } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type DriftReport, ResponseMismatchError, type ValidationMode } from "../../src/index.ts";
import { type NoParams, operation, type SchemaThunk } from "../../src/vendor.ts";
import { failure, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

const manyRows = byDepth({ usual: 4000, deep: 40_000 });

/** An operation that reads one thing. */
function thingRead(response: SchemaThunk<unknown>) {
  return operation<NoParams, unknown>({
    name: "things.read",
    method: "GET",
    path: "/thing",
    evidence: "documented",
    response,
  });
}

/** What the client returns for a JSON body, and the drift that it reports. */
async function replyTo(json: string, response: SchemaThunk<unknown>, validation: ValidationMode = "warn") {
  const reports: DriftReport[] = [];
  const vendor = sampleVendor(() => new Response(json, { headers: { "content-type": "application/json" } }));
  const client = sampleClient(vendor, { validation, onDrift: (report) => void reports.push(report) });
  const data = await thingRead(response)(client);
  return { data, issues: reports.flatMap(({ issues }) => issues) };
}

const longId = "9007199254740993";
const idAsNumber = (): z.ZodType => z.looseObject({ id: z.number() });

describe("an id that a JavaScript number would round", () => {
  it("is reported by warn, which is the default, and is still returned rounded", async () => {
    const { data, issues } = await replyTo(`{"id":${longId}}`, idAsNumber);

    expect(data).toEqual({ id: Number(longId) });
    expect(issues).toEqual([expect.objectContaining({ field: "id", received: "a larger number, rounded" })]);
  });

  it("is refused by strict", async () => {
    const vendor = sampleVendor(() => new Response(`{"id":${longId}}`));

    const error = await failure(
      thingRead(idAsNumber)(sampleClient(vendor, { validation: "strict" })),
      ResponseMismatchError,
    );

    expect(error.issues).toEqual([expect.objectContaining({ field: "id" })]);
    expect(error.message).not.toContain(longId);
  });

  it("is not checked by off", async () => {
    const { data, issues } = await replyTo(`{"id":${longId}}`, idAsNumber, "off");

    expect(data).toEqual({ id: Number(longId) });
    expect(issues).toEqual([]);
  });

  it("is reported where nothing is declared, too: unknown fields and raw requests", async () => {
    const unknown = await replyTo(`{"other":${longId}}`, () => z.looseObject({}));
    const lines: string[] = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (line: string) => void lines.push(line) };
    const vendor = sampleVendor(() => new Response(`{"id":${longId}}`));
    const reply = await sampleClient(vendor, { logger }).request("GET", "/thing");

    expect(unknown.data).toEqual({ other: Number(longId) });
    expect(unknown.issues).toEqual([expect.objectContaining({ field: "other" })]);
    expect(reply).toEqual({ id: Number(longId) });
    expect(lines).toEqual([expect.stringContaining("id: expected a whole number of at most 2^53 - 1")]);
  });
});

/** Schemas that take an exact id, and what they make of it. */
const exact: readonly {
  readonly name: string;
  readonly id: () => z.ZodType;
  readonly of: (text: string) => unknown;
}[] = [
  { name: "a text", id: () => z.string(), of: String },
  { name: "a bigint", id: () => z.bigint(), of: BigInt },
  { name: "a number or a text", id: () => z.union([z.number(), z.string()]), of: String },
  { name: "a safe number or a bigint", id: () => z.union([z.int(), z.bigint()]), of: BigInt },
  { name: "a text or nothing", id: () => z.optional(z.string()), of: String },
  { name: "a text or null", id: () => z.nullable(z.string()), of: String },
  { name: "a bigint or nothing", id: () => z.nullish(z.bigint()), of: BigInt },
];

/** Where an id may stand in a reply: how to write it, and to declare it. */
const places: readonly {
  readonly name: string;
  readonly json: (ids: readonly string[]) => string;
  readonly schema: (id: () => z.ZodType) => z.ZodType;
  readonly value: (ids: readonly unknown[]) => unknown;
}[] = [
  {
    name: "in a list",
    json: (ids) => `[${ids.join(",")}]`,
    schema: (id) => z.array(id()),
    value: (ids) => ids,
  },
  {
    name: "in records of a list",
    json: (ids) => `{"rows":[${ids.map((id) => `{"id":${id},"name":"x"}`).join(",")}]}`,
    schema: (id) => z.looseObject({ rows: z.array(z.looseObject({ id: id() })) }),
    value: (ids) => ({ rows: ids.map((id) => ({ id, name: "x" })) }),
  },
  {
    name: "in lists of lists",
    json: (ids) => `{"a":{"b":[${ids.map((id) => `[${id}]`).join(",")}]}}`,
    schema: (id) => z.looseObject({ a: z.optional(z.looseObject({ b: z.array(z.array(id())) })) }),
    value: (ids) => ({ a: { b: ids.map((id) => [id]) } }),
  },
];

const longIds = fc
  .bigInt({ min: 2n ** 53n, max: 2n ** 70n })
  .chain((id) => fc.constantFrom(id, -id))
  .map(String);

describe("an id whose declaration takes it exactly", () => {
  it.each(exact)("as $name is exact to its last digit, wherever it stands", async ({ id, of }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(longIds, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...places),
        fc.constantFrom<ValidationMode>("warn", "strict"),
        async (ids, { json, schema, value }, validation) => {
          const { data, issues } = await replyTo(json(ids), () => schema(id), validation);

          expect(data).toEqual(value(ids.map(of)));
          expect(issues).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it(`is exact in each of ${manyRows} rows, and is reported once for the list where all are rounded`, async () => {
    const ids = Array.from({ length: manyRows }, (_, index) =>
      String(9_007_199_254_740_993n + BigInt(index)),
    );
    const json = `[${ids.map((id) => `{"id":${id}}`).join(",")}]`;

    const taken = await replyTo(json, () => z.array(z.looseObject({ id: z.string() })));
    const rounded = await replyTo(json, () => z.array(z.looseObject({ id: z.number() })));

    // As one text: comparing so many objects would take most of the test's time.
    expect(JSON.stringify(taken.data)).toBe(JSON.stringify(ids.map((id) => ({ id }))));
    expect(rounded.issues.map(({ field }) => field)).toEqual(["[].id"]);
  });

  it("stays a number where it is short enough, beside one that is not", async () => {
    const id = () => z.union([z.int(), z.string()]);

    const { data } = await replyTo(`[7,${longId},-9007199254740991]`, () => z.array(id()));

    expect(data).toEqual([7, longId, -9_007_199_254_740_991]);
  });
});

describe("what only looks like a long id", () => {
  it.each([
    ["a measure", "1e300", 1e300],
    ["a fraction", "0.12345678901234567890", Number("0.12345678901234567890")],
    ["the largest safe number", "9007199254740991", Number.MAX_SAFE_INTEGER],
    ["a text of digits", `"${longId}"`, longId],
  ])("%s is left as it is", async (_what, json, value) => {
    const { data, issues } = await replyTo(`{"id":${json}}`, () =>
      z.looseObject({ id: z.union([z.number(), z.string()]) }),
    );

    expect(data).toEqual({ id: value });
    expect(issues).toEqual([]);
  });
});
