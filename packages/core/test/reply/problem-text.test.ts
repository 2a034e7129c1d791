import { isObject, problemFields, problemText } from "@kelaskit/core/vendor";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("problemText reads what vendors write as an error", () => {
  it.each([
    ["Sold out", "Sold out"],
    [" Sold out\n", "Sold out"],
    [404, "404"],
    [["Sold out", "", 7], "Sold out; 7"],
    [{ message: "Sold out", error: "E1" }, "Sold out"],
    [{ error: { message: ["Sold out"] } }, "Sold out"],
    ["", undefined],
    [true, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
  ])("%j: %j", (value, text) => {
    expect(problemText(value)).toBe(text);
  });

  it("ends on any value, however deep", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 12 }), (value) => {
        const text = problemText(value);
        expect(text === undefined || (typeof text === "string" && text !== "")).toBe(true);
      }),
    );
  });
});

describe("problemFields reads which fields are wrong", () => {
  it.each([
    [{ email: "is taken" }, [{ field: "email", message: "is taken" }]],
    [{ email: ["is taken", "is odd"] }, [{ field: "email", message: "is taken; is odd" }]],
    [{ email: {} }, [{ field: "email", message: "" }]],
    [
      [{ field: "email", message: "is taken" }, { message: "no field" }, "text"],
      [{ field: "email", message: "is taken" }],
    ],
    ["text", []],
    [undefined, []],
  ])("%j", (value, fields) => {
    expect(problemFields(value)).toEqual(fields);
  });
});

it("isObject is true of objects alone, not of lists and null", () => {
  expect([{}, [], null, "text", 1].filter(isObject)).toEqual([{}]);
});
