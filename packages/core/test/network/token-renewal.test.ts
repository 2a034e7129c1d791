import { failureOf } from "@kelaskit/test-support/failure";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  AuthenticationError,
  type Client,
  type Limiter,
  memoryTokenStore,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  type TokenSet,
  type TokenStore,
} from "../../src/index.ts";
import { type CredentialContext, tokenCredential } from "../../src/vendor.ts";
import { change, create, createWarung, get, login } from "../support/client.ts";
import { type FakeFetch, fakeFetch, type SentRequest, withoutBackoff } from "../support/fake-fetch.ts";

afterEach(() => {
  vi.useRealTimers();
});

const hour = 3_600_000;
const unauthorized = () => new Response(null, { status: 401 });

interface VendorOptions {
  /** What the vendor takes for a good token. @default the newest it gave */
  readonly accepts?: (authorization: string | null) => boolean;
  readonly onLogin?: (number: number) => Response | Promise<Response> | undefined;
  readonly onRefresh?: (refreshToken: string, number: number) => Response | Promise<Response> | undefined;
}

interface Vendor extends FakeFetch {
  /** How often tokens were obtained by login and by refresh token. */
  readonly logins: () => number;
  readonly refreshes: () => number;
}

/** A vendor with `/login` and `/refresh`, whose refresh tokens can be used once. */
function vendorOf({ accepts, onLogin, onRefresh }: VendorOptions = {}): Vendor {
  let logins = 0;
  let refreshes = 0;
  let newest = "";
  const give = (accessToken: string): Response => {
    newest = `Bearer ${accessToken}`;
    return Response.json({ accessToken });
  };
  const answer = async (request: SentRequest): Promise<Response> => {
    if (request.path === "/login") {
      logins += 1;
      return (await onLogin?.(logins)) ?? give(`granted-${logins}`);
    }
    if (request.path === "/refresh") {
      refreshes += 1;
      const { refreshToken } = JSON.parse(await request.text()) as { readonly refreshToken: string };
      return (await onRefresh?.(refreshToken, refreshes)) ?? give(`refreshed-${refreshes}`);
    }
    const { authorization } = request;
    return (accepts?.(authorization) ?? authorization === newest) ? Response.json({ id: 1 }) : unauthorized();
  };
  return { ...fakeFetch(answer), logins: () => logins, refreshes: () => refreshes };
}

interface CredentialSettings {
  readonly store?: TokenStore;
  readonly canRefresh?: boolean;
}

/** A client of the vendor that logs in, and refreshes with rotating refresh tokens. */
function clientOf(
  vendor: Vendor,
  { store, canRefresh = true }: CredentialSettings = {},
  limiter?: Limiter,
): Client {
  let rotation = 0;
  const tokens = (accessToken: string): TokenSet => {
    rotation += 1;
    return { accessToken, expiresAt: Date.now() + hour, refreshToken: `rotating-${rotation}` };
  };
  const credential = ({ call }: CredentialContext) =>
    tokenCredential({
      key: () => "warung ibu@warung.example",
      store,
      grant: async () => {
        const { accessToken } = await call(login, { email: "ibu@warung.example", password: "kata-sandi" });
        return tokens(accessToken);
      },
      ...(canRefresh
        ? { refresh: async (refreshToken) => tokens(await refreshVia(vendor, refreshToken)) }
        : {}),
    });
  return createWarung({ fetch: vendor.fetch, credential, limiter });
}

/** The refresh request of the vendor's package, through a client of its own. */
async function refreshVia(vendor: Vendor, refreshToken: string): Promise<string> {
  const client = createWarung({ fetch: vendor.fetch });
  const reply = await client.request("POST", "/refresh", { auth: false, body: { refreshToken } });
  return (reply as { readonly accessToken: string }).accessToken;
}

/** A store that holds tokens already, and writes down what is done with it. */
function storeOf(
  tokens: TokenSet,
  events: string[] = [],
): TokenStore & { readonly kept: () => TokenSet | undefined } {
  let kept: TokenSet | undefined = tokens;
  return {
    kept: () => kept,
    async get() {
      events.push("get");
      return kept;
    },
    async set(_key, next) {
      await nextTurn();
      events.push(`stored ${next.accessToken}`);
      kept = next;
    },
    async delete() {
      kept = undefined;
    },
  };
}

const alive = (accessToken: string): TokenSet => ({
  accessToken,
  expiresAt: Date.now() + hour,
  refreshToken: "first-refresh",
});
const expired = (accessToken: string): TokenSet => ({ ...alive(accessToken), expiresAt: Date.now() - 1 });

describe("getting the first token", () => {
  it("happens with the first call that needs it, and once", async () => {
    const vendor = vendorOf();
    const client = clientOf(vendor);

    await get(client);
    await get(client);

    expect(vendor.sent.map(({ path }) => path)).toEqual(["/login", "/items/1", "/items/1"]);
  });

  it("is not needed when the store has one that is alive", async () => {
    const vendor = vendorOf({ accepts: (authorization) => authorization === "Bearer kept" });

    await get(clientOf(vendor, { store: storeOf(alive("kept")) }));

    expect(vendor.sent.map(({ path }) => path)).toEqual(["/items/1"]);
  });

  it("that fails is the error of the call, and is tried afresh by the next", async () => {
    const vendor = vendorOf({ onLogin: (number) => (number === 1 ? unauthorized() : undefined) });
    const client = clientOf(vendor);

    const error = await failureOf(get(client), AuthenticationError);

    expect(error).toMatchObject({
      operation: "items.get",
      status: 401,
      outcome: "not-sent",
      cause: { operation: "auth.login", status: 401 },
    });
    await expect(get(client)).resolves.toEqual({ id: 1 });
  });

  it("that gives no token is a mismatch, whatever the validation mode", async () => {
    const vendor = vendorOf({ onLogin: () => Response.json({ access_token: "misspelt" }) });

    const error = await failureOf(get(clientOf(vendor), {}, { validation: "off" }), ResponseMismatchError);

    expect(error.issues).toEqual([
      {
        field: "accessToken",
        expected: "a string",
        received: "nothing",
        message: "accessToken: expected a string, got nothing",
      },
    ]);
  });
});

describe("a thousand calls at once", () => {
  it.each([
    { state: "expired", tokens: expired("old-token") },
    { state: "revoked, which only the vendor knows", tokens: alive("old-token") },
  ])("renew a token that is $state once, and none fails", async ({ tokens }) => {
    const vendor = vendorOf();
    const client = clientOf(vendor, { store: storeOf(tokens) });

    const replies = await Promise.all(Array.from({ length: 1000 }, () => get(client)));

    expect(replies).toHaveLength(1000);
    expect(vendor.refreshes()).toBe(1);
    expect(vendor.logins()).toBe(0);
  });
});

describe("a token that is nearly over", () => {
  it("is renewed a minute before its end, not sent on the off-chance", async () => {
    const vendor = vendorOf();
    const store = storeOf({ ...alive("nearly-over"), expiresAt: Date.now() + 59_000 });

    await get(clientOf(vendor, { store }));

    expect(vendor.sent.map(({ path }) => path)).toEqual(["/refresh", "/items/1"]);
  });

  it("is sent while it has more than that", async () => {
    const vendor = vendorOf({ accepts: () => true });
    const store = storeOf({ ...alive("still-good"), expiresAt: Date.now() + 90_000 });

    await get(clientOf(vendor, { store }));

    expect(vendor.sent.map(({ path }) => path)).toEqual(["/items/1"]);
  });

  it("without a known end is sent until the vendor rejects it", async () => {
    const vendor = vendorOf({ accepts: () => true });

    await get(clientOf(vendor, { store: storeOf({ accessToken: "endless" }) }));

    expect(vendor.sent.map(({ path }) => path)).toEqual(["/items/1"]);
  });
});

describe("a rejected token", () => {
  it("is compared with the stored one first: another process may have renewed it", async () => {
    const store = memoryTokenStore();
    const vendor = vendorOf({ accepts: (authorization) => authorization === "Bearer from-elsewhere" });
    const client = clientOf(vendor, { store });
    await failureOf(get(client), AuthenticationError);
    const before = vendor.sent.length;

    await store.set("warung ibu@warung.example", alive("from-elsewhere"));
    await expect(create(client)).resolves.toEqual({ id: 1 });

    expect(vendor.sent.slice(before).map(({ path }) => path)).toEqual(["/items", "/items"]);
  });

  it("is refreshed once and the request, even a write, is sent once more", async () => {
    const vendor = vendorOf();

    await create(clientOf(vendor, { store: storeOf(alive("revoked")) }));

    expect(vendor.sent.map(({ path, authorization }) => `${path} ${authorization ?? "without"}`)).toEqual([
      "/items Bearer revoked",
      "/refresh without",
      "/items Bearer refreshed-1",
    ]);
  });

  it("does not use up the retries of its call", async () => {
    withoutBackoff();
    let calls = 0;
    const vendor = vendorOf({
      accepts: (authorization) => {
        if (authorization === "Bearer revoked") return false;
        calls += 1;
        return true;
      },
    });
    const client = createWarung({
      fetch: async (input, init) => {
        const response = await vendor.fetch(input, init);
        return calls === 1 && response.ok ? new Response(null, { status: 503 }) : response;
      },
      retries: 1,
      credential: ({ call }) =>
        tokenCredential({
          key: () => "warung",
          store: storeOf(alive("revoked")),
          grant: () => call(login, { email: "ibu@warung.example", password: "kata-sandi" }),
        }),
    });

    await expect(get(client)).resolves.toEqual({ id: 1 });
  });

  it("ends the call when the fresh one is rejected too, after one replay", async () => {
    const vendor = vendorOf({ accepts: () => false });

    const error = await failureOf(
      get(clientOf(vendor, { store: storeOf(alive("revoked")) })),
      AuthenticationError,
    );

    expect(error.attempts).toBe(2);
    expect(vendor.refreshes()).toBe(1);
  });

  it("is not renewed for a minute for an operation that rejects fresh ones", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const vendor = vendorOf({ accepts: () => false });
    const client = clientOf(vendor, { store: storeOf(alive("revoked")) });
    await failureOf(get(client), AuthenticationError);
    expect(vendor.refreshes()).toBe(1);

    await failureOf(get(client), AuthenticationError);
    expect(vendor.refreshes()).toBe(1);

    await failureOf(change(client), AuthenticationError);
    expect(vendor.refreshes()).toBe(2);
  });

  it("is renewed again for the same operation after that minute", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const vendor = vendorOf({ accepts: () => false });
    const client = clientOf(vendor, { store: storeOf(alive("revoked")) });
    await failureOf(get(client), AuthenticationError);

    vi.setSystemTime(Date.now() + 60_001);
    await failureOf(get(client), AuthenticationError);

    expect(vendor.refreshes()).toBe(2);
  });
});

describe("a refresh that fails", () => {
  it.each([400, 401, 403, 404, 422])(
    "because the refresh token is refused (%i) is followed by a login",
    async (status) => {
      const vendor = vendorOf({ onRefresh: () => new Response(null, { status }) });

      await expect(get(clientOf(vendor, { store: storeOf(expired("old-token")) }))).resolves.toEqual({
        id: 1,
      });

      expect(vendor.logins()).toBe(1);
    },
  );

  it.each([500, 502, 503])(
    "because the vendor is down (%i) is the call's error, and keeps the tokens",
    async (status) => {
      const vendor = vendorOf({ onRefresh: () => new Response(null, { status }) });
      const store = storeOf(expired("old-token"));

      const error = await failureOf(get(clientOf(vendor, { store })), ServerError);

      expect(error.status).toBe(status);
      expect(vendor.logins()).toBe(0);
      expect(store.kept()?.refreshToken).toBe("first-refresh");
    },
  );

  it("because of too many requests is the call's error: a login would be one more", async () => {
    const limited = () => new Response(null, { status: 429, headers: { "retry-after": "600" } });
    const vendor = vendorOf({ onRefresh: limited });

    const error = await failureOf(
      get(clientOf(vendor, { store: storeOf(expired("old-token")) })),
      RateLimitError,
    );

    expect(error.retryAfter).toBe(600_000);
    expect(vendor.logins()).toBe(0);
  });

  it("does not throw away a newer token that another process has stored meanwhile", async () => {
    const store = storeOf(expired("old-token"));
    const vendor = vendorOf({
      accepts: (authorization) => authorization === "Bearer from-elsewhere",
      onRefresh: async () => {
        await store.set("warung", alive("from-elsewhere"));
        return new Response(null, { status: 503 });
      },
    });
    const client = clientOf(vendor, { store });
    await failureOf(get(client), ServerError);

    await expect(get(client)).resolves.toEqual({ id: 1 });
    expect(store.kept()?.accessToken).toBe("from-elsewhere");
  });

  it("because another process used the refresh token takes that one's tokens", async () => {
    const store = storeOf(expired("old-token"));
    const vendor = vendorOf({
      accepts: (authorization) => authorization === "Bearer from-elsewhere",
      onRefresh: async () => {
        await store.set("warung", alive("from-elsewhere"));
        return new Response(null, { status: 401 });
      },
    });

    await expect(get(clientOf(vendor, { store }))).resolves.toEqual({ id: 1 });

    expect(vendor.logins()).toBe(0);
  });

  it("is not tried with a refresh token that is over", async () => {
    const vendor = vendorOf();
    const store = storeOf({ ...expired("old-token"), refreshExpiresAt: Date.now() - 1 });

    await get(clientOf(vendor, { store }));

    expect(vendor.refreshes()).toBe(0);
    expect(vendor.logins()).toBe(1);
  });

  it("is not tried at all where the vendor has none", async () => {
    const vendor = vendorOf();

    await get(clientOf(vendor, { store: storeOf(expired("old-token")), canRefresh: false }));

    expect(vendor.logins()).toBe(1);
  });
});
