import { expect, it } from "vitest";
import { markOperations } from "../build/pure-operations.ts";

it("declared operations are marked as free of side effects", () => {
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

it("so are the calls for a declaration's properties, but not what its thunks call", () => {
  const source =
    "export const list = pagedOperation<A, B, C>({ response: () => page(), pager: recordsPager() });";
  expect(markOperations("orders.ts", source)).toBe(
    "export const list = /* @__PURE__ */ pagedOperation<A, B, C>({ response: () => page(), pager: /* @__PURE__ */ recordsPager() });",
  );
});

it("other calls stay as they are", () => {
  const source =
    "register(operation({}));\nconst now = clock();\nfunction make() { const one = operation({}); }";
  expect(markOperations("orders.ts", source)).toBe(source);
});
