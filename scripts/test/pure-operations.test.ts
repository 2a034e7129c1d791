import { expect, test } from "vitest";
import { markOperations } from "../build/pure-operations.ts";

test("declared operations are marked as free of side effects", () => {
  const source = [
    "export const create = operation<Params, Result>({ params: () => orderUser() });",
    "export const list = pagedOperation<Params, Order>({});",
  ].join("\n");
  expect(markOperations("orders.ts", source)).toBe(
    [
      "export const create = /* @__PURE__ */ operation<Params, Result>({ params: () => orderUser() });",
      "export const list = /* @__PURE__ */ pagedOperation<Params, Order>({});",
    ].join("\n"),
  );
});

test("other calls stay as they are", () => {
  const source =
    "register(operation({}));\nconst now = clock();\nfunction make() { const one = operation({}); }";
  expect(markOperations("orders.ts", source)).toBe(source);
});
