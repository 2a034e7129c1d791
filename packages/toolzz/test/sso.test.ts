import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { InvalidParamsError, type KelasError, NotFoundError, ResponseMismatchError } from "@kelaskit/core";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { expect, it } from "vitest";
import type { SsoParams } from "../src/index.ts";
import { learner, setUp } from "./helpers.ts";

it("signs a learner in at the client's institution", async () => {
  const { mock, toolzz } = setUp();
  const { token, redirect_url: redirectUrl } = await toolzz.auth.sso({ email: learner.email });
  expect(new URL(redirectUrl).searchParams.get("token")).toBe(token);
  expect(mock.requests.at(-1)).toMatchObject({
    method: "POST",
    path: "/api/auth/sso",
    params: { email: learner.email, institution_code: mock.credentials.institutionCode },
  });
  expect(mock.requests.at(-1)?.headers.get("authorization")).toMatch(/^Bearer /);
});

it("sends the content that the learner sees first in the query", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.auth.sso({ email: learner.email, id: "7", type: 3 });
  expect(mock.requests.at(-1)?.path).toBe("/api/auth/sso?id=7&type=3");
});

it("the learner's token is not that of an administrator", async () => {
  const { mock, toolzz } = setUp();
  const { token } = await toolzz.auth.sso({ email: learner.email });
  const response = await mock.fetch(`${mock.baseUrl}/api/plans/`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(403);
});

it("an unknown learner is a NotFoundError", async () => {
  const { toolzz } = setUp();
  await expect(toolzz.auth.sso({ email: "nobody@example.com" })).rejects.toThrow(NotFoundError);
});

it("is sent once when its reply is lost", async () => {
  const { mock, toolzz } = setUp();
  mock.fail("auth.sso", { lost: "reply" });
  expect(await failureOf(toolzz.auth.sso({ email: learner.email }))).toMatchObject({ outcome: "unknown" });
  expect(countRequests(mock)["auth.sso"]).toBe(1);
});

it.for([
  [{ email: "nobody" }, "email: expected an e-mail address"],
  [{ email: learner.email, type: 6 }, "type: expected one of 1, 2, 3, 4, 5"],
  [{ email: learner.email, id: "" }, "id: expected a non-empty string"],
] as const)("refuses %j before anything is sent", async ([params, message]) => {
  const { mock, toolzz } = setUp();
  const error = await failureOf(toolzz.auth.sso(params as SsoParams));
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect(error).toHaveProperty("message", expect.stringContaining(message));
  expect(mock.requests).toEqual([]);
});

it("its token is in no log line, no error and no middleware", async () => {
  const learnerToken = "learner-token-71c9e2";
  const seen: string[] = [];
  const write = (line: string): void => {
    seen.push(line);
  };
  const { mock, toolzz } = setUp({
    logger: { debug: write, info: write, warn: write, error: write },
    middleware: [
      async (request, next) => {
        const response = await next(request);
        seen.push(await response.clone().text());
        return response;
      },
    ],
  });
  mock.fail("auth.sso", {
    status: 200,
    body: { token: learnerToken, redirect_url: `https://x.test/${learnerToken}` },
  });
  await toolzz.auth.sso({ email: learner.email });
  // Of another shape, and refused by the vendor with the token in its words.
  mock.fail("auth.sso", { status: 200, body: { token: learnerToken } });
  mock.fail("auth.sso", { status: 422, body: { message: "Wrong", token: learnerToken } });
  const mismatch = await failureOf(toolzz.auth.sso({ email: learner.email }));
  const refused = await failureOf(toolzz.auth.sso({ email: learner.email }));
  expect(mismatch).toBeInstanceOf(ResponseMismatchError);
  for (const error of [mismatch, refused]) {
    seen.push(
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
      String((error as KelasError).stack),
    );
  }
  expect(seen.join("\n")).toContain("auth.sso");
  expect(seen.join("\n")).not.toContain(learnerToken);
});
