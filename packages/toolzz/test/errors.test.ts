import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  type KelasError,
  ServerError,
  ValidationError,
} from "@kelaskit/core";
import { countRequests } from "@kelaskit/test-support/count-requests";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { isTokenRejected, readError } from "../src/errors.ts";
import { ids, learner, setUp } from "./helpers.ts";

const read = (body: unknown, status = 422) => readError({ status, body, headers: new Headers() });

const taken = { email: ["is taken", "is odd"], name: ["is short"] };
const takenFields = [
  { field: "email", message: "is taken; is odd" },
  { field: "name", message: "is short" },
];

describe("the error of a body", () => {
  it.for([
    [{ message: "Unauthenticated." }, { message: "Unauthenticated.", fields: [] }],
    [{ error: "Unauthorized" }, { message: "Unauthorized" }],
    [{ error: { message: "Wrong" } }, { message: "Wrong" }],
    [{ message: "", error: "Wrong" }, { message: "Wrong" }],
    [{ message: ["one", "two"] }, { message: "one; two" }],
    [{ success: false, message: "Wrong" }, { message: "Wrong" }],
    [{}, { message: undefined, fields: [] }],
    [
      { code: "failed_precondition", message: "In use", details: null },
      { code: "failed_precondition", message: "In use", fields: [] },
    ],
    [{ error: "token_not_provided" }, { message: "token_not_provided" }],
    [
      { error: true, message: taken },
      { message: "email: is taken; is odd; name: is short", fields: takenFields },
    ],
    [{ error: taken }, { message: "email: is taken; is odd; name: is short", fields: takenFields }],
    [{ error: true, errorMessage: taken }, { fields: takenFields }],
    [{ error: { message: ["is empty"] } }, { fields: [{ field: "message", message: "is empty" }] }],
    [{ error: { message: "Wrong", hints: ["one"] } }, { message: "Wrong", fields: [] }],
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

  it.for([
    [{ success: false }, "success is false"],
    [{ success: false, message: "Not today" }, "Not today"],
    [{ error: "Not today" }, "Not today"],
    [{ error: "Not today", success: true }, "Not today"],
    [{ error: true }, "an error without a message"],
    [{ error: true, message: "Not today" }, "Not today"],
    [{ error: true, errorMessage: taken }, "email: is taken; is odd; name: is short"],
  ] as const)("%j is an error even with status 200, of unknown outcome", ([body, message]) => {
    const problem = read(body, 200);
    expect(problem?.message).toBe(message);
    expect(problem?.outcome).toBeUndefined();
  });

  it.for([
    [{ message: "Done", success: true }],
    [{ message: "Done" }],
    [{ message: taken }],
    [{ errorMessage: "Nothing" }],
    [{ error: false }],
    [{ error: "" }],
    [{ error: null }],
    [{ error: 0 }],
    [{ error: [] }],
    [{ error: {} }],
    [{ data: { error: "in the data", success: false } }],
    [{ data: [{ error: true }] }],
    [[{ error: true }]],
  ] as const)("%j with status 200 is a success", ([body]) => {
    expect(read(body, 200)).toBeUndefined();
  });
});

describe("a reply of status 500", () => {
  it.for([
    [{ error: true, message: taken }],
    [{ error: taken }],
    [{ error: true, errorMessage: taken }],
  ] as const)("%j is a refusal by validation", ([body]) => {
    expect(read(body, 500)).toMatchObject({
      category: "validation",
      outcome: "refused",
      fields: takenFields,
    });
  });

  it.for([
    [{ message: "Server Error" }],
    [{ error: true, message: "Server Error" }],
    [{ message: "Undefined index", exception: "ErrorException", line: 7, trace: [{ line: 7 }] }],
    [{ error: { message: "Undefined index", trace: [{ line: 7 }] } }],
    [{ error: { message: "Undefined index", hints: ["one"] } }],
    [{ error: { email: [] } }],
    [{ error: { email: "is taken" } }],
    [{ error: {} }],
    [{ error: [["is taken"]] }],
  ] as const)("%j is a failure that may pass", ([body]) => {
    expect(read(body, 500)).not.toHaveProperty("category");
    expect(read(body, 500)).not.toHaveProperty("outcome");
  });
});

describe("a rejected token", () => {
  it.for([
    [400, { error: "token_not_provided" }],
    [400, { error: "token_invalid" }],
    [401, { error: "token_expired" }],
    [401, { code: "unauthenticated", message: "Unauthenticated.", details: null }],
    [401, "<html>"],
    [401, undefined],
  ] as const)("is reported by %i with %j", ([status, body]) => {
    expect(isTokenRejected({ status, body })).toBe(true);
  });

  it.for([
    [400, { error: "The token_ field is required." }],
    [400, { error: { token_invalid: ["is required"] } }],
    [400, { message: "token_invalid" }],
    [400, undefined],
    [403, { error: "token_invalid" }],
    [200, { error: "token_invalid" }],
    [404, { error: "user_not_found" }],
  ] as const)("is not reported by %i with %j", ([status, body]) => {
    expect(isTokenRejected({ status, body })).toBe(false);
  });
});

describe("the reader", () => {
  const statuses = fc.constantFrom(200, 201, 400, 401, 403, 404, 412, 422, 429, 500, 502, 503);
  const keys = fc.constantFrom("code", "message", "error", "errorMessage", "errors", "success", "details");
  const fieldLists = fc.dictionary(fc.string(), fc.array(fc.oneof(fc.string(), fc.jsonValue())));
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.constant(undefined),
    fc.dictionary(keys, fc.oneof(fc.jsonValue(), fieldLists, fc.boolean())),
  );

  it("never throws, and every error has a message or is left to the status", () => {
    fc.assert(
      fc.property(statuses, bodies, (status, body) => {
        const problem = read(body, status);
        isTokenRejected({ status, body });
        if (status < 300 && problem !== undefined) expect(problem.message).not.toBe("");
        for (const { field, message } of problem?.fields ?? []) {
          expect(typeof field).toBe("string");
          expect(typeof message).toBe("string");
        }
      }),
    );
  });

  it("never turns a plain success into an error, whatever is deeper in it", () => {
    const absent = fc.constantFrom<unknown>(undefined, null, false, 0, "", [], {});
    const successes = fc.record({
      data: fc.oneof(bodies, fc.dictionary(keys, bodies)),
      message: bodies,
      errors: bodies,
      error: absent,
      success: fc.constantFrom<unknown>(undefined, null, true, 1),
    });
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), successes, (status, body) => {
        expect(read(body, status)).toBeUndefined();
      }),
    );
  });

  it("calls a failed write refused only if it names the wrong fields", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const problem = read(body, 500);
        if (problem?.outcome === "refused") expect(problem.fields).not.toEqual([]);
      }),
    );
  });
});

describe("a call", () => {
  const create = { email: "new@example.com", name: "Nova", schools: [1], permission: 4 } as const;

  it.for(["token_not_provided", "token_invalid"])(
    "answered with 400 and %s logs in again, once",
    async (error) => {
      const { mock, toolzz } = setUp();
      await toolzz.plans.list();
      mock.clear();
      mock.fail("plans.enroll", { status: 400, body: { error } });
      await toolzz.plans.enroll({ planUuid: ids.plan, ...learner, schools: [1] });
      expect(mock.requests.map(({ operation }) => operation)).toEqual([
        "plans.enroll",
        "auth.login",
        "plans.enroll",
      ]);
      expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ times: 1 }]);
    },
  );

  it("whose new token is rejected too is an AuthenticationError", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.list", { status: 400, body: { error: "token_invalid" } }, { times: Infinity });
    expect(await failureOf(toolzz.plans.list())).toBeInstanceOf(AuthenticationError);
    expect(countRequests(mock)).toEqual({ "auth.login": 2, "plans.list": 2 });
  });

  it("answered with another 400 logs in once", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("plans.list", { status: 400, body: { error: "bad_page" } });
    expect(await failureOf(toolzz.plans.list())).toBeInstanceOf(BadRequestError);
    expect(countRequests(mock)["auth.login"]).toBe(1);
  });

  it.for([[{ error: true, message: taken }], [{ error: taken }]] as const)(
    "answered with 500 and %j is refused and sent once, even a PUT",
    async ([body]) => {
      const { mock, toolzz } = setUp();
      mock.fail("users.update", { status: 500, body }, { times: Infinity });
      const error = await failureOf(toolzz.users.update({ userId: 2, user: { phone: "0800" } }));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ status: 500, outcome: "refused", attempts: 1, fields: takenFields });
      expect(countRequests(mock)["users.update"]).toBe(1);
    },
  );

  it("that writes and is answered with 500 and no fields has an unknown outcome", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("users.create", { status: 500, body: { error: true, message: "Server Error" } });
    const error = await failureOf(toolzz.users.create(create));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ outcome: "unknown" });
  });

  it("that reads is retried after a 500 without fields", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { mock, toolzz } = setUp();
    mock.fail("plans.list", { status: 500, body: { message: "Server Error" } });
    await toolzz.plans.list();
    expect(countRequests(mock)["plans.list"]).toBe(2);
  });

  it("answered with an error and status 200 fails, sent once, with an unknown outcome", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("users.create", { status: 200, body: { error: true, errorMessage: taken } });
    const error = await failureOf(toolzz.users.create(create));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ status: 200, outcome: "unknown", fields: takenFields });
    expect(countRequests(mock)["users.create"]).toBe(1);
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
