import { failureOf } from "@kelaskit/test-support/failure";
import { AuthenticationError, ConfigurationError, memoryTokenStore, PermissionError } from "@kelaskit/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSkilvul } from "../src/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, setUp } from "./helpers.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Moves only the clock; timers stay real. */
function letPass(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

it("the first request gets a token that the others share", async () => {
  const { mock, skilvul } = setUp();
  await Promise.all([skilvul.products.list(), skilvul.bundles.list(), skilvul.professions.list()]);
  await skilvul.products.list();
  expect(countRequests(mock)["oauth.createToken"]).toBe(1);
  expect(mock.requests[0]?.params).toEqual(mock.credentials);
  expect(mock.requests[0]?.headers.get("content-type")).toBe("application/json");
  expect(mock.requests[0]?.headers.has("authorization")).toBe(false);
});

it("after a 403 the token is renewed once and the request retried", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  mock.expireTokens();
  mock.clear();
  const { totalProducts } = await skilvul.products.list();
  expect(totalProducts).toBe(35);
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    "products.list",
    "oauth.refreshToken",
    "products.list",
  ]);
});

it("an order sent with an expired token is placed once", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  mock.expireTokens();
  await skilvul.orders.create({ user: learner, productIds: [ids.product] });
  expect(mock.store.orders).toHaveLength(1);
});

it("401 is handled like 403", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  mock.fail("products.list", { status: 401 });
  await skilvul.products.list();
  expect(countRequests(mock)).toEqual({
    "oauth.createToken": 1,
    "oauth.refreshToken": 1,
    "products.list": 3,
  });
});

it("a 403 that persists with a new token is thrown, after one renewal", async () => {
  const { mock, skilvul } = setUp();
  mock.fail("users.get", { status: 403 }, { times: Infinity });
  await expect(skilvul.users.get({ userId: ids.learner })).rejects.toThrow(PermissionError);
  await expect(skilvul.users.get({ userId: ids.learner })).rejects.toThrow(PermissionError);
  expect(countRequests(mock)).toMatchObject({ "oauth.createToken": 1, "oauth.refreshToken": 1 });
});

it("the token is renewed a minute before it expires", async () => {
  const { mock, skilvul } = setUp({}, { tokenLifetime: hour });
  await skilvul.products.list();
  letPass(hour - 61_000);
  await skilvul.products.list();
  expect(countRequests(mock)["oauth.refreshToken"]).toBeUndefined();
  letPass(2000);
  mock.clear();
  await skilvul.products.list();
  expect(mock.requests.map(({ operation }) => operation)).toEqual(["oauth.refreshToken", "products.list"]);
});

it("the refresh token is kept through renewals", async () => {
  const { mock, skilvul } = setUp({}, { tokenLifetime: hour });
  for (let round = 0; round < 3; round += 1) {
    await skilvul.products.list();
    letPass(hour);
  }
  expect(countRequests(mock)).toEqual({
    "oauth.createToken": 1,
    "oauth.refreshToken": 2,
    "products.list": 3,
  });
  const sent = mock.requests.flatMap(({ params }) => params["refreshToken"] ?? []);
  expect(new Set(sent).size).toBe(1);
});

it("an expired refresh token is not used: the client requests a new token", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  letPass(7 * day);
  await skilvul.products.list();
  expect(countRequests(mock)).toEqual({ "oauth.createToken": 2, "products.list": 2 });
});

it("a refresh token that the vendor refuses leads to a new grant", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  mock.expireTokens({ refreshTokens: true });
  await skilvul.products.list();
  expect(countRequests(mock)).toEqual({
    "oauth.createToken": 2,
    "oauth.refreshToken": 1,
    "products.list": 3,
  });
});

describe("1,000 calls at once", () => {
  beforeEach(() => {
    vi.stubEnv("KELASKIT_LOG", "off");
  });

  const callAll = async (call: () => PromiseLike<{ readonly count: number }>): Promise<void> => {
    const replies = await Promise.all(Array.from({ length: 1000 }, () => call()));
    expect(replies.every(({ count }) => count === 35)).toBe(true);
  };

  it("with an expired token: exactly one refresh, and no rejection", async () => {
    const { mock, skilvul } = setUp({}, { tokenLifetime: hour });
    await skilvul.products.count();
    letPass(2 * hour);
    mock.clear();
    await callAll(() => skilvul.products.count());
    expect(countRequests(mock)).toEqual({ "oauth.refreshToken": 1, "products.count": 1000 });
  });

  it("with a revoked token: exactly one refresh, and at most one retry each", async () => {
    const { mock, skilvul } = setUp();
    await skilvul.products.count();
    mock.expireTokens();
    mock.clear();
    await callAll(() => skilvul.products.count());
    const counts = countRequests(mock);
    expect(counts["oauth.refreshToken"]).toBe(1);
    expect(counts["oauth.createToken"]).toBeUndefined();
    expect(counts["products.count"]).toBeLessThanOrEqual(2000);
  });

  it("with no token yet: exactly one grant", async () => {
    const { mock, skilvul } = setUp();
    await callAll(() => skilvul.products.count());
    expect(countRequests(mock)).toEqual({ "oauth.createToken": 1, "products.count": 1000 });
  });
});

it("a wrong client secret is an AuthenticationError; no request is sent without a token", async () => {
  const { mock, skilvul } = setUp({ clientSecret: "a-wrong-secret" });
  await expect(skilvul.products.list()).rejects.toThrow(AuthenticationError);
  expect(countRequests(mock)).toEqual({ "oauth.createToken": 1 });
});

it("an error in a token reply of status 200 is thrown", async () => {
  const { mock, skilvul } = setUp();
  mock.fail("oauth.createToken", { status: 200, body: { error: { message: "The account is closed" } } });
  await expect(skilvul.products.list()).rejects.toThrow("POST /v1/oauth/token 200: The account is closed.");
});

it("a refresh refused with status 200 leads to a new grant", async () => {
  const { mock, skilvul } = setUp();
  await skilvul.products.list();
  mock.expireTokens();
  mock.fail("oauth.refreshToken", { status: 200, body: { error: "The refresh token has ended" } });
  await skilvul.products.list();
  expect(countRequests(mock)).toMatchObject({ "oauth.createToken": 2, "oauth.refreshToken": 1 });
});

it("without a refresh token, the client requests a new token each time", async () => {
  const { mock, skilvul } = setUp();
  const { accessToken } = await skilvul.oauth.createToken(mock.credentials);
  const body = { accessToken, accessTokenExpiresAt: Date.now() + hour, refreshToken: null, error: null };
  mock.clear();
  mock.fail("oauth.createToken", { status: 200, body });
  await skilvul.products.list();
  mock.expireTokens();
  await skilvul.products.list();
  expect(countRequests(mock)).toEqual({ "oauth.createToken": 2, "products.list": 3 });
});

it("a token reply of another shape is refused in every validation mode", async () => {
  const { mock, skilvul } = setUp({ validation: "off" });
  mock.fail("oauth.createToken", { status: 200, body: { accessToken: 7, error: null } });
  await expect(skilvul.products.list()).rejects.toThrow("accessToken: expected a string, got number");
});

it("a token store is keyed by vendor, base URL and client id", async () => {
  const tokenStore = memoryTokenStore();
  const { mock, skilvul } = setUp({ tokenStore });
  await skilvul.products.list();
  const key = `skilvul ${mock.baseUrl} ${mock.credentials.clientId}`;
  const kept = await tokenStore.get(key);
  expect(kept?.expiresAt).toBeGreaterThan(Date.now());
  expect(kept?.refreshToken).toHaveLength(64);

  const next = createSkilvul({
    tokenStore,
    clientId: mock.credentials.clientId,
    fetch: mock.fetch,
    logger: false,
  });
  await next.products.list();
  expect(countRequests(mock)["oauth.createToken"]).toBe(1);
});

describe("the environment", () => {
  it("provides client id, secret and base URL at the first request", async () => {
    const { mock } = setUp({}, { baseUrl: "https://sandbox.example.com" });
    const skilvul = createSkilvul({ fetch: mock.fetch });
    vi.stubEnv("SKILVUL_CLIENT_ID", mock.credentials.clientId);
    vi.stubEnv("SKILVUL_CLIENT_SECRET", mock.credentials.clientSecret);
    vi.stubEnv("SKILVUL_BASE_URL", "https://sandbox.example.com/");
    expect((await skilvul.products.list()).totalProducts).toBe(35);
    expect(skilvul.baseUrl).toBe("https://sandbox.example.com");
  });

  it("is overridden by options", async () => {
    const { mock, skilvul } = setUp();
    vi.stubEnv("SKILVUL_CLIENT_ID", "another");
    vi.stubEnv("SKILVUL_CLIENT_SECRET", "another");
    await skilvul.products.list();
    expect(mock.requests[0]?.params).toEqual(mock.credentials);
  });

  it("a missing client id or secret is named with its variable, and nothing is sent", async () => {
    vi.stubEnv("SKILVUL_CLIENT_ID", "");
    vi.stubEnv("SKILVUL_CLIENT_SECRET", "");
    const { mock } = setUp();
    const error = await failureOf(createSkilvul({ fetch: mock.fetch }).products.list());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/`clientId`.*SKILVUL_CLIENT_ID/));
    const half = await failureOf(createSkilvul({ fetch: mock.fetch, clientId: "mine" }).products.list());
    expect(half).toHaveProperty("message", expect.stringMatching(/`clientSecret`.*SKILVUL_CLIENT_SECRET/));
    expect(mock.requests).toEqual([]);
  });
});
