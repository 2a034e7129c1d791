import { failureOf } from "@kelaskit/test-support/failure";
import { serve } from "@kelaskit/core/testing/node";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { createScalev } from "../src/index.ts";
import { createMockScalev } from "../src/mock/index.ts";
import { collect, ids, learner, setUp, setUpLoggedIn, withCode } from "./helpers.ts";

const cleanUps: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function ask(route: string, init: RequestInit = {}) {
  const mock = createMockScalev();
  const response = await mock.fetch(`${mock.baseUrl}/v3/stores/${route}`, init);
  return { status: response.status, body: (await response.json()) as unknown };
}

describe("without the client", () => {
  const key = { "x-scalev-storefront-api-key": "sfpk_demo" };

  it.for([
    ["store_demo/public/items", {}, 404, "Store not found"],
    ["store_other/public/items", key, 404, "Store not found"],
    ["store_other/customers/me", {}, 404, "Store not found"],
    ["store_demo/customers/me", {}, 401, "Unauthorized"],
    ["store_demo/customers/me", key, 401, "Unauthorized"],
    ["store_demo/customers/me", { authorization: "Bearer nobody" }, 401, "Unauthorized"],
    ["store_demo/public/products/nothing", key, 404, "Not found"],
    ["store_demo/public/items", { authorization: "Bearer sk_demo" }, 404, "Store not found"],
    ["store_demo/customers/me", { authorization: "Bearer sk_demo" }, 401, "Unauthorized"],
    ["simplified", {}, 401, "Invalid API key"],
    ["1/products", key, 401, "Invalid API key"],
    ["1/products", { authorization: "Bearer sfpk_demo" }, 401, "Invalid API key"],
    ["2/products", { authorization: "Bearer sk_demo" }, 404, "Not found"],
  ] as const)("GET %s with %j is answered with %i", async ([route, headers, status, error]) => {
    expect(await ask(route, { headers })).toEqual({ status, body: { error } });
  });
});

it.for(["login", "verifyOtp", "refresh"] as const)(
  "auth.%s with wrong values is answered with 401",
  async (name) => {
    const { scalev } = setUp();
    const email = "nobody@example.com";
    const calls = {
      login: () => scalev.auth.login({ email, password: "x" }),
      // The code is right, but none has been sent.
      verifyOtp: () => scalev.auth.verifyOtp({ email: withCode.email, otp: "123456" }),
      refresh: () => scalev.auth.refresh({ refresh: "x" }),
    };
    expect(await failureOf(calls[name]())).toMatchObject({ name: "AuthenticationError", status: 401 });
  },
);

it("a revoked refresh token renews nothing", async () => {
  const { mock, scalev } = setUp();
  const { access, refresh } = mock.logIn();
  await scalev.auth.revoke({ tokens: [access, refresh, "unknown"] });
  expect(await failureOf(scalev.auth.refresh({ refresh }))).toMatchObject({ status: 401 });
});

it("a refresh token that is used again ends the whole login", async () => {
  const { mock, scalev } = setUp();
  const { refresh } = mock.logIn();
  const renewed = await scalev.auth.refresh({ refresh });
  expect(await failureOf(scalev.auth.refresh({ refresh }))).toMatchObject({ status: 401 });
  expect(await failureOf(scalev.auth.refresh({ refresh: renewed.refresh }))).toMatchObject({ status: 401 });
  await scalev.useTokens({ access: renewed.access });
  expect(await failureOf(scalev.me.get())).toMatchObject({ name: "LoginRequiredError" });
  expect([mock.refreshes, mock.doubleSpends]).toEqual([1, 1]);
});

it("tokens and ids are the same in every run", () => {
  const [first, second] = [createMockScalev(), createMockScalev()];
  expect(first.logIn()).toEqual(second.logIn());
  expect([...first.store.products]).toEqual([...second.store.products]);
  const slugs = [...first.store.products.keys()];
  expect(slugs).toHaveLength(30);
  expect(() => first.logIn("nobody@example.com")).toThrow(TypeError);
});

it("wrong parameters are answered with an error in the vendor's form", async () => {
  const { scalev } = await setUpLoggedIn();
  const error = await failureOf(
    scalev.request("PATCH", `/v3/stores/store_demo/customers/me/course-contents/${ids.content}`, {
      body: { progress: 101 },
    }),
  );
  expect(error).toMatchObject({
    status: 422,
    body: { error: expect.stringContaining("at most 100") as string },
  });
});

it("a password reset for an unknown customer looks the same and does nothing", async () => {
  const { scalev } = setUp();
  const email = "nobody@example.com";
  await scalev.auth.startPasswordReset({ email });
  expect(await failureOf(scalev.auth.savePassword({ token: `reset-${email}`, password: "x" }))).toMatchObject(
    {
      status: 404,
    },
  );
});

it("a seed replaces the lists it contains and keeps the others", async () => {
  const { mock, scalev } = setUp({}, { seed: { bundles: [] } });
  expect(await scalev.catalog.listItems().toArray({ limit: 100 })).toHaveLength(30);
  expect(mock.store.customers.has(learner.email)).toBe(true);
});

it("msw answers a client that the program creates itself", async () => {
  const server = setupServer(...createMockScalev().handlers(http));
  server.listen({ onUnhandledFrame: "error" });
  cleanUps.push(() => {
    server.close();
  });
  const scalev = createScalev({ storeId: "store_demo", storefrontKey: "sfpk_demo" });
  expect(await scalev.auth.login(learner)).toHaveProperty("access");
});

it("over real HTTP: login, courses, progress, logout", async () => {
  const mock = createMockScalev();
  const served = await serve(mock);
  cleanUps.push(() => served.close());
  const scalev = createScalev({ ...mock.credentials, baseUrl: served.url, logger: false });
  const reply = await scalev.auth.login(learner);
  if (!("access" in reply)) throw new Error("Expected tokens.");
  await scalev.useTokens(reply);
  expect(await collect(scalev.myCourses())).toHaveLength(2);
  mock.expireTokens();
  const { progress } = await scalev.courses.updateProgress({ contentUuid: ids.content, progress: 5 });
  expect(progress?.progress).toBe(5);
  await scalev.logOut();
  expect(await failureOf(scalev.me.get())).toMatchObject({ name: "LoginRequiredError" });
});
