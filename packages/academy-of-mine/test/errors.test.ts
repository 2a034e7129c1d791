import { expect, it } from "vitest";
import { readError } from "../src/errors.ts";

it("a body that is nested deeper than anybody writes an error is read as well", () => {
  const deep = JSON.parse(`${'[{"message":'.repeat(50_000)}"x"${"}]".repeat(50_000)}`) as unknown;
  const body = { message: deep, error: deep, errors: { name: deep }, messages: { error: deep, name: deep } };

  expect(readError({ status: 422, body, headers: new Headers() })).toBeDefined();
});
