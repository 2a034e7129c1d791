import { failureOf } from "@kelaskit/test-support/failure";
import { AuthenticationError, ConfigurationError, memoryTokenStore } from "@kelaskit/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createToolzz } from "../src/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, setUp } from "./helpers.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const names = {
  email: "TOOLZZ_EMAIL",
  institutionCode: "TOOLZZ_INSTITUTION_CODE",
  password: "TOOLZZ_PASSWORD",
};

it("the first request logs in, and the others share its token", async () => {
  const { mock, toolzz } = setUp();
  await Promise.all([toolzz.plans.list(), toolzz.courses.list({ typeId: 2 })]);
  await toolzz.plans.list();
  expect(countRequests(mock)).toEqual({ "auth.login": 1, "courses.list": 1, "plans.list": 2 });
  const { email, institutionCode, password } = mock.credentials;
  expect(mock.requests[0]?.params).toEqual({ email, institution_code: institutionCode, password });
  expect(mock.requests[0]?.headers.has("authorization")).toBe(false);
});

it("after a 401 it logs in again and retries the request", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.plans.list();
  mock.expireTokens();
  mock.clear();
  await toolzz.plans.list();
  expect(mock.requests.map(({ operation }) => operation)).toEqual(["plans.list", "auth.login", "plans.list"]);
});

it("one login serves all calls whose token has expired", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.plans.list();
  mock.expireTokens();
  mock.clear();
  await Promise.all(Array.from({ length: 100 }, () => toolzz.plans.list()));
  expect(countRequests(mock)["auth.login"]).toBe(1);
});

it("an enrollment sent with an expired token is made once", async () => {
  const { mock, toolzz } = setUp();
  await toolzz.plans.list();
  mock.expireTokens();
  await toolzz.plans.enroll({ planUuid: ids.plan, ...learner, schools: [1] });
  expect(mock.store.learnersOf(ids.plan)).toMatchObject([{ times: 1 }]);
});

it("a wrong password is an AuthenticationError; no request is sent without a token", async () => {
  const { mock, toolzz } = setUp({ password: "a-wrong-password" });
  const error = await failureOf(toolzz.plans.list());
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({
    operation: "plans.list",
    outcome: "not-sent",
    cause: { operation: "auth.login" },
  });
  expect(countRequests(mock)).toEqual({ "auth.login": 1 });
});

it("a 401 that persists with a new token is thrown", async () => {
  const { mock, toolzz } = setUp();
  mock.fail("plans.list", { status: 401 }, { times: Infinity });
  await expect(toolzz.plans.list()).rejects.toThrow(AuthenticationError);
  expect(countRequests(mock)).toEqual({ "auth.login": 2, "plans.list": 2 });
});

it("a login reply of another shape is refused, whatever the validation mode", async () => {
  const { mock, toolzz } = setUp({ validation: "off" });
  mock.fail("auth.login", { status: 200, body: { token: "abc" } });
  await expect(toolzz.plans.list()).rejects.toThrow("access_token: expected a string, got nothing");
});

it("a login whose connection broke is tried again", async () => {
  const { mock, toolzz } = setUp();
  vi.spyOn(Math, "random").mockReturnValue(0);
  mock.fail("auth.login", { lost: "reply" });
  await toolzz.plans.list();
  expect(countRequests(mock)).toEqual({ "auth.login": 2, "plans.list": 1 });
});

it("a token store is keyed by vendor, base URL and account", async () => {
  const tokenStore = memoryTokenStore();
  const { mock, toolzz } = setUp({ tokenStore });
  await toolzz.plans.list();
  const { email, institutionCode } = mock.credentials;
  expect(await tokenStore.get(`toolzz ${mock.baseUrl} ${institutionCode} ${email}`)).toBeDefined();

  vi.stubEnv(names.password, "");
  const next = createToolzz({ tokenStore, email, institutionCode, fetch: mock.fetch, logger: false });
  await next.plans.list();
  expect(countRequests(mock)["auth.login"]).toBe(1);
});

describe("the environment", () => {
  it("gives account and address, read at the first request", async () => {
    const { mock } = setUp({}, { baseUrl: "https://sandbox.example.com" });
    const toolzz = createToolzz({ fetch: mock.fetch });
    vi.stubEnv(names.email, mock.credentials.email);
    vi.stubEnv(names.institutionCode, mock.credentials.institutionCode);
    vi.stubEnv(names.password, mock.credentials.password);
    vi.stubEnv("TOOLZZ_BASE_URL", "https://sandbox.example.com/");
    expect((await toolzz.plans.list()).data.current_page).toBe(1);
    expect(toolzz.baseUrl).toBe("https://sandbox.example.com");
  });

  it("gives way to options", async () => {
    const { mock, toolzz } = setUp();
    for (const variable of Object.values(names)) vi.stubEnv(variable, "another");
    await toolzz.plans.list();
    expect(mock.requests[0]?.params).toMatchObject({ email: mock.credentials.email });
  });

  it.for(Object.entries(names))(
    "without %s, the error names the option and %s, and nothing is sent",
    async ([option, variable]) => {
      for (const name of Object.values(names)) vi.stubEnv(name, "");
      const { mock } = setUp();
      const toolzz = createToolzz({ ...mock.credentials, [option]: undefined, fetch: mock.fetch });
      const error = await failureOf(toolzz.plans.list());
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toHaveProperty("message", expect.stringContaining(`\`${option}\``));
      expect(error).toHaveProperty("message", expect.stringContaining(variable));
      expect(mock.requests).toEqual([]);
    },
  );
});
