import { failureOf } from "@kelaskit/test-support/failure";
import {
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  memoryTokenStore,
  NotFoundError,
  type TokenStore,
} from "@kelaskit/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { courses, createScalev, createScalevClient, LoginRequiredError, needsOtp } from "../src/index.ts";
import { createMockScalev } from "../src/mock/index.ts";
import { ids, learner, operationsOf, setUp, setUpLoggedIn, withCode } from "./helpers.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Moves the clock of the client and of the mock; nothing else is slept for or pushed on. */
function letPass(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
}

describe("logging in", () => {
  it("a password alone returns tokens for the client", async () => {
    const { scalev } = setUp();
    const reply = await scalev.auth.login(learner);
    if (needsOtp(reply)) throw new Error("Expected tokens.");
    await scalev.useTokens(reply);
    expect((await scalev.me.get()).customer.email).toBe(learner.email);
  });

  it("where the store requires a code, the reply is a challenge", async () => {
    const { mock, scalev } = setUp();
    const reply = await scalev.auth.login(withCode);
    expect(needsOtp(reply)).toBe(true);
    expect(reply).toEqual({ message: "A code has been sent." });
    expect(mock.store.sentCodes).toEqual([withCode.email]);
    await scalev.useTokens(await scalev.auth.verifyOtp({ email: withCode.email, otp: "123456" }));
    const { customer, store } = await scalev.me.get();
    expect(customer.email).toBe(withCode.email);
    expect(store.is_customer_otp_required).toBe(true);
  });

  it('`"access" in reply` narrows the type, too', async () => {
    const { scalev } = setUp();
    const reply = await scalev.auth.login(learner);
    expect("access" in reply ? reply.refresh : reply.message).toContain("refresh-");
  });

  it("a wrong password is an AuthenticationError that shows no password", async () => {
    const { scalev } = setUp();
    const error = await failureOf(scalev.auth.login({ ...learner, password: "wrong-password" }));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).not.toBeInstanceOf(LoginRequiredError);
    expect(JSON.stringify(error) + String(error)).not.toContain("wrong-password");
  });

  it("a login whose reply is lost is not retried: it could send another code", async () => {
    const { mock, scalev } = setUp();
    mock.fail("auth.login", { lost: "reply" }, { times: 2 });
    expect(await failureOf(scalev.auth.login(withCode))).toMatchObject({
      name: "ConnectionError",
      attempts: 1,
    });
    expect(mock.store.sentCodes).toHaveLength(1);
  });

  it("a forgotten password is replaced with the token from the e-mail", async () => {
    const { mock, scalev } = setUp();
    const { response } = await scalev.auth.startPasswordReset({ email: learner.email }).withResponse();
    expect(response.status).toBe(204);
    expect(mock.store.passwordResets).toEqual([learner.email]);
    const save = { token: `reset-${learner.email}`, password: "another-password" };
    await scalev.auth.savePassword(save);
    expect(await scalev.auth.login({ ...learner, password: "another-password" })).toHaveProperty("access");
    await expect(scalev.auth.savePassword(save)).rejects.toThrow(NotFoundError);
  });
});

describe("two credentials", () => {
  it("each is sent only where it belongs", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    await scalev.catalog.listItems();
    await scalev.auth.startPasswordReset({ email: learner.email });
    await scalev.me.get();
    await scalev.courses.getAccess({ variantUuid: ids.writing });
    const sent = mock.requests.map(({ operation, headers }) => [
      operation,
      headers.get("x-scalev-storefront-api-key"),
      headers.has("authorization"),
    ]);
    expect(sent).toEqual([
      ["catalog.listItems", "sfpk_demo", false],
      ["auth.startPasswordReset", "sfpk_demo", false],
      ["me.get", null, true],
      ["courses.getAccess", null, true],
    ]);
  });

  it("a customer's routes work without a storefront key while the token is valid", async () => {
    vi.stubEnv("SCALEV_STOREFRONT_KEY", "");
    const mock = createMockScalev();
    const client = createScalevClient({ storeId: "store_demo", tokens: mock.logIn(), fetch: mock.fetch });
    expect(await courses.getAccess(client, { variantUuid: ids.writing })).toHaveProperty("id", 10);
    mock.expireTokens();
    const error = await failureOf(courses.getAccess(client, { variantUuid: ids.writing }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/`storefrontKey`.*SCALEV_STOREFRONT_KEY/));
  });

  it("a wrong storefront key is a 404, as the vendor answers, and shows no key", async () => {
    const { scalev } = setUp({ storefrontKey: "sfpk_wrong" });
    const error = await failureOf(scalev.catalog.listItems());
    expect(error).toHaveProperty("message", expect.stringContaining("404: Store not found."));
  });

  it("a key that cannot be sent in a header is refused before anything is sent", async () => {
    const { mock, scalev } = setUp({ storefrontKey: "two words" });
    await expect(scalev.catalog.listItems()).rejects.toThrow("storefrontKey cannot be sent in a header");
    expect(mock.requests).toEqual([]);
  });

  it("no cookies are sent", async () => {
    const mock = createMockScalev();
    const modes: (string | undefined)[] = [];
    const scalev = createScalev({
      ...mock.credentials,
      fetch: (input, init) => {
        modes.push(init?.credentials);
        return mock.fetch(input, init);
      },
    });
    await scalev.catalog.listItems();
    expect(modes).toEqual(["omit"]);
  });
});

describe("the store", () => {
  it("comes from the client, otherwise from the environment", async () => {
    const mock = createMockScalev({ storeId: "store_other" });
    vi.stubEnv("SCALEV_STORE_ID", "store_other");
    vi.stubEnv("SCALEV_STOREFRONT_KEY", "sfpk_demo");
    const scalev = createScalev({ fetch: mock.fetch });
    await scalev.catalog.listItems();
    expect(mock.requests[0]?.path).toBe("/v3/stores/store_other/public/items");
  });

  it("can be overridden by a call", async () => {
    const { mock, scalev } = setUp();
    await failureOf(scalev.catalog.listItems({ storeId: "store_other" }));
    await scalev.catalog.listItems();
    expect(mock.requests.map(({ params }) => params["storeId"])).toEqual(["store_other", "store_demo"]);
  });

  it("is named when it is missing, and nothing is sent", async () => {
    vi.stubEnv("SCALEV_STORE_ID", "");
    const mock = createMockScalev();
    const scalev = createScalev({ storefrontKey: "sfpk_demo", fetch: mock.fetch });
    const error = await failureOf(scalev.catalog.listItems());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/`storeId`.*SCALEV_STORE_ID/));
    expect(mock.requests).toEqual([]);
  });
});

describe("the customer's tokens", () => {
  it("without any, the error says to log in, and nothing is sent", async () => {
    const { mock, scalev } = setUp();
    const error = await failureOf(scalev.me.get());
    expect(error).toBeInstanceOf(LoginRequiredError);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringContaining("Log in with auth.login"));
    expect(mock.requests).toEqual([]);
  });

  it("can be passed as an option", async () => {
    const mock = createMockScalev();
    const scalev = createScalev({ ...mock.credentials, tokens: mock.logIn(), fetch: mock.fetch });
    expect((await scalev.me.get()).customer.id).toBe(1);
    expect(operationsOf(mock)).toEqual(["me.get"]);
  });

  it("are renewed when the vendor rejects them, and the request is retried", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    mock.expireTokens();
    await scalev.me.get();
    expect(operationsOf(mock)).toEqual(["me.get", "auth.refresh", "me.get"]);
  });

  it("are renewed a minute before they expire, once for all calls", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    letPass(900 - 59);
    await Promise.all([scalev.me.get(), scalev.orders.list(), scalev.me.get()]);
    expect(operationsOf(mock).toSorted()).toEqual(["auth.refresh", "me.get", "me.get", "orders.list"]);
    expect(mock.refreshes).toBe(1);
  });

  it("rotate: each renewal uses the newest refresh token", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    for (let round = 0; round < 3; round += 1) {
      mock.expireTokens();
      await scalev.me.get();
    }
    expect([mock.refreshes, mock.doubleSpends]).toEqual([3, 0]);
  });

  it("are stored before they are used", async () => {
    const kept = memoryTokenStore();
    const events: string[] = [];
    const tokenStore: TokenStore = {
      ...kept,
      async set(key, tokens) {
        events.push("stored");
        await kept.set(key, tokens);
      },
    };
    const mock = createMockScalev();
    const scalev = createScalev({
      ...mock.credentials,
      tokenStore,
      customer: "1",
      fetch: mock.fetch,
      middleware: [
        (request, next) => {
          events.push(request.operation);
          return next(request);
        },
      ],
    });
    await scalev.useTokens(mock.logIn());
    mock.expireTokens();
    await scalev.me.get();
    expect(events).toEqual(["stored", "me.get", "auth.refresh", "stored", "me.get"]);
  });

  it("that cannot be renewed require a login; the refused token is not sent again", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    mock.expireTokens({ refreshTokens: true });
    const errors = [await failureOf(scalev.me.get()), await failureOf(scalev.me.get())];
    for (const error of errors) expect(error).toBeInstanceOf(LoginRequiredError);
    expect(errors[0]).toHaveProperty("message", expect.stringContaining("Log in again"));
    expect(operationsOf(mock).filter((name) => name === "auth.refresh")).toHaveLength(1);
    await scalev.useTokens(mock.logIn());
    expect((await scalev.me.get()).customer.id).toBe(1);
  });

  it("whose renewal fails for another reason are kept, and the reason is thrown", async () => {
    const { mock, scalev } = await setUpLoggedIn({ retries: 0 });
    mock.expireTokens();
    mock.fail("auth.refresh", { status: 503 });
    expect(await failureOf(scalev.me.get())).toMatchObject({
      name: "ServerError",
      operation: "me.get",
      outcome: "refused",
      cause: { operation: "auth.refresh" },
    });
    mock.fail("auth.refresh", { status: 404, body: { error: "Store not found" } });
    expect(await failureOf(scalev.me.get())).toMatchObject({
      name: "AuthenticationError",
      operation: "me.get",
      outcome: "refused",
      cause: { name: "NotFoundError", operation: "auth.refresh" },
    });
    expect((await scalev.me.get()).customer.id).toBe(1);
  });

  it("are not sent again when the reply to a renewal is lost", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    mock.expireTokens();
    mock.fail("auth.refresh", { lost: "reply" });
    await expect(scalev.me.get()).rejects.toThrow(ConnectionError);
    expect(mock.doubleSpends).toBe(0);
  });

  it("of another customer replace the old ones for all further calls", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    await scalev.me.get();
    await scalev.useTokens(mock.logIn(withCode.email));
    expect((await scalev.me.get()).customer.email).toBe(withCode.email);
  });

  it("of another customer are not overwritten by a pending renewal", async () => {
    let taking: Promise<void> | undefined;
    const { mock, scalev } = await setUpLoggedIn({
      middleware: [
        (request, next) => {
          if (request.operation === "auth.refresh") taking = scalev.useTokens(mock.logIn(withCode.email));
          return next(request);
        },
      ],
    });
    mock.expireTokens();
    await scalev.me.get();
    await taking;
    expect((await scalev.me.get()).customer.email).toBe(withCode.email);
    expect(mock.refreshes).toBe(1);
  });

  it("are revoked and deleted by logOut", async () => {
    const { mock, scalev, tokens } = await setUpLoggedIn();
    await scalev.logOut();
    expect(mock.requests.at(-1)).toMatchObject({
      operation: "auth.revoke",
      params: { tokens: [tokens.access, tokens.refresh] },
    });
    await expect(scalev.me.get()).rejects.toThrow(LoginRequiredError);
    await scalev.logOut();
    expect(operationsOf(mock)).toEqual(["auth.revoke"]);
  });

  it("that a client started with are revoked by logOut, too, and stay deleted", async () => {
    const mock = createMockScalev();
    const tokens = mock.logIn();
    const scalev = createScalev({ ...mock.credentials, tokens, fetch: mock.fetch });
    await scalev.logOut();
    expect(mock.requests.at(-1)?.params["tokens"]).toEqual([tokens.access, tokens.refresh]);
    await expect(scalev.me.get()).rejects.toThrow(LoginRequiredError);
    expect(operationsOf(mock)).toEqual(["auth.revoke"]);
  });

  it("are deleted even if the vendor cannot revoke them; the error shows none", async () => {
    const { mock, scalev, tokens } = await setUpLoggedIn({ retries: 0 });
    mock.fail("auth.revoke", { status: 400, body: { error: `cannot end ${tokens.refresh}` } });
    const error = await failureOf(scalev.logOut());
    expect(error).toMatchObject({ name: "BadRequestError" });
    expect(JSON.stringify(error) + String(error)).not.toContain(tokens.refresh);
    await expect(scalev.me.get()).rejects.toThrow(LoginRequiredError);
  });
});

describe("a token store", () => {
  it("serves the customer's next client and overrides its initial tokens", async () => {
    const tokenStore = memoryTokenStore();
    const mock = createMockScalev();
    const shared = { ...mock.credentials, tokenStore, customer: "1", fetch: mock.fetch };
    const tokens = mock.logIn();
    const first = createScalev({ ...shared, tokens });
    mock.expireTokens();
    await first.me.get();
    const next = createScalev({ ...shared, tokens });
    await next.me.get();
    expect([mock.refreshes, mock.doubleSpends]).toEqual([1, 0]);
  });

  it("keeps customers apart", async () => {
    const tokenStore = memoryTokenStore();
    const mock = createMockScalev();
    const shared = { ...mock.credentials, tokenStore, fetch: mock.fetch };
    await createScalev({ ...shared, customer: "1" }).useTokens(mock.logIn());
    await expect(createScalev({ ...shared, customer: "2" }).me.get()).rejects.toThrow(LoginRequiredError);
  });

  it("requires the customer whose tokens it contains", async () => {
    vi.stubEnv("SCALEV_CUSTOMER", "");
    const { mock, scalev } = setUp({ tokenStore: memoryTokenStore() });
    const error = await failureOf(scalev.useTokens(mock.logIn()));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(/`customer`.*SCALEV_CUSTOMER/));
  });
});
