import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { ApiError, type KelasError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { readError } from "../src/errors.ts";
import { ids, learner, setUp } from "./helpers.ts";

const read = (body: unknown, status = 422) => readError({ status, body, headers: new Headers() });

describe("the error of a body, whose shape the vendor does not show", () => {
  it.for([
    [{ message: "Unauthenticated." }, { message: "Unauthenticated.", fields: [] }],
    [{ error: "Unauthorized" }, { message: "Unauthorized" }],
    [{ error: { message: "Wrong" } }, { message: "Wrong" }],
    [{ message: "", error: "Wrong" }, { message: "Wrong" }],
    [{ message: ["one", "two"] }, { message: "one; two" }],
    [{ success: false, message: "Wrong" }, { message: "Wrong" }],
    [{}, { message: undefined, fields: [] }],
    [
      { message: "The given data was invalid.", errors: { email: ["is taken", "is odd"], name: "is short" } },
      {
        message: "The given data was invalid.",
        fields: [
          { field: "email", message: "is taken; is odd" },
          { field: "name", message: "is short" },
        ],
      },
    ],
  ] as const)("%j is read", ([body, problem]) => {
    expect(read(body)).toMatchObject(problem);
  });

  it.for([[[]], ["<html>"], [null], [undefined]] as const)("%j is left to the status", ([body]) => {
    expect(read(body)).toBeUndefined();
  });

  it("a reply of status 200 is an error only with `success: false`", () => {
    expect(read({ message: "Done", success: true }, 200)).toBeUndefined();
    expect(read({ message: "Done" }, 200)).toBeUndefined();
    expect(read({ success: null, error: "?" }, 200)).toBeUndefined();
    expect(read({ success: false }, 200)).toMatchObject({ message: "success is false" });
  });
});

describe("no secret is shown", () => {
  /** Everything that a log or a crash report could print of an error. */
  function printed(error: unknown): string {
    return [
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
      String((error as KelasError).stack),
    ].join("\n");
  }

  it("by a client", () => {
    const { mock, toolzz } = setUp();
    expect(inspect(toolzz, { depth: 10, showHidden: true })).not.toContain(mock.credentials.password);
    expect(JSON.stringify(toolzz)).not.toContain(mock.credentials.password);
  });

  it("by a failed login, even when the vendor repeats the password", async () => {
    const { mock, toolzz } = setUp();
    const { password } = mock.credentials;
    mock.fail("auth.login", { status: 422, body: { message: `No such password: ${password}` } });
    const error = await failureOf(toolzz.plans.list());
    expect(error).toBeInstanceOf(ApiError);
    expect(printed(error)).not.toContain(password);
  });

  it("by a failed request, even when the vendor repeats token and password", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.plans.list();
    const token = mock.requests.at(-1)?.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    expect(token).not.toBe("");
    const words = `${token} ${mock.credentials.password}`;
    mock.fail("plans.enroll", {
      status: 400,
      body: { message: words, errors: { token: words }, echo: words },
    });
    const call = toolzz.plans.enroll({ planUuid: ids.plan, ...learner, schools: [1] });
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(ApiError);
    for (const secret of words.split(" ")) expect(printed(error)).not.toContain(secret);
  });
});

it("reads a very deeply nested body", () => {
  const deep = JSON.parse(`${'[{"message":'.repeat(50_000)}"x"${"}]".repeat(50_000)}`) as unknown;
  const body = { message: deep, error: deep, errors: { name: deep }, messages: { error: deep, name: deep } };

  expect(readError({ status: 422, body, headers: new Headers() })).toBeDefined();
});
