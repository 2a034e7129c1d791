import { describe, expect, it } from "vitest";
import { CleanNames } from "../../src/verify/clean-names.ts";
import { DeclaredPlace } from "../../src/verify/declared-place.ts";

/** A place by the JSON Schema that zod writes for a declaration. */
function place(schema: object, definitions: Readonly<Record<string, unknown>> = {}): DeclaredPlace {
  return new DeclaredPlace([schema], definitions);
}

const text = { type: "string" };
const record = { type: "object", propertyNames: text, additionalProperties: text };

describe("the names of an object", () => {
  it.each([
    ["a record", record, "siti", true],
    ["a record of anything", { ...record, additionalProperties: {} }, "siti", true],
    ["a loose object", { type: "object", properties: { id: text }, additionalProperties: {} }, "siti", false],
    ["entries besides fields", { properties: { id: text }, additionalProperties: text }, "siti", true],
    ["a field besides entries", { properties: { id: text }, additionalProperties: text }, "id", false],
    ["a record with declared names", { ...record, propertyNames: { enum: ["id", "en"] } }, "id", false],
    ["a choice", { anyOf: [record, { type: "null" }] }, "siti", true],
    ["a choice with fields", { anyOf: [record, { properties: { error: text } }] }, "error", false],
  ])("are data or not: %s", (_, schema, name, isData) => {
    expect(place(schema).isData(name)).toBe(isData);
  });

  it("are data at any depth, through lists, references and schemas that contain themselves", () => {
    const folder = {
      type: "object",
      properties: { inside: { type: "array", items: { $ref: "#/$defs/folder" } }, owners: record },
    };
    const root = place({ $ref: "#/$defs/folder" }, { folder });
    const names = new CleanNames(new Set(["inside", "owners", "siti"]));
    const reply = { inside: [{ inside: [{ owners: { siti: "a", budi: "b" } }] }], siti: 1 };
    expect(names.clean(reply, root)).toEqual({
      inside: [{ inside: [{ owners: { "*": "a", "*2": "b" } }] }],
      siti: 1,
    });
  });

  it("are looked up once for all entries of a map", () => {
    const map = place({ ...record, additionalProperties: record });
    expect(map.field("siti")).toBe(map.field("budi"));
  });
});
