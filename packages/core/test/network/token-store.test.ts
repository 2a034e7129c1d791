import { failureOf } from "@kelaskit/test-support/failure";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import {
  AbortedError,
  CallError,
  type Client,
  createLimiter,
  type Limiter,
  type TokenSet,
  type TokenStore,
} from "../../src/index.ts";
import { type CredentialContext, tokenCredential, type TokenCredentialOptions } from "../../src/vendor.ts";
import { createWarung, get, login } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

afterEach(() => {
  vi.useRealTimers();
});

const hour = 3_600_000;
const account = { email: "ibu@warung.example", password: "kata-sandi" };

interface RecordingStore extends TokenStore {
  kept: TokenSet | undefined;
}

/** A store that writes down what is done with it, and takes a moment for each write. */
function recordingStore(events: string[], kept?: TokenSet): RecordingStore {
  return {
    kept,
    async get() {
      return this.kept;
    },
    async set(_key, tokens) {
      events.push(`storing ${tokens.accessToken}`);
      await nextTurn();
      this.kept = tokens;
      events.push(`stored ${tokens.accessToken} with ${tokens.refreshToken ?? "no refresh token"}`);
    },
    async delete() {
      this.kept = undefined;
    },
  };
}

/** A vendor whose token replies are numbered, and that writes down what it is sent. */
function recordingVendor(events: string[], rejects: (authorization: string | null) => boolean = () => false) {
  let logins = 0;
  return fakeFetch(({ path, authorization }) => {
    events.push(`sent ${path}${authorization === null ? "" : ` with ${authorization}`}`);
    if (path === "/login") {
      logins += 1;
      return Response.json({ accessToken: `granted-${logins}` });
    }
    return rejects(authorization) ? new Response(null, { status: 401 }) : Response.json({ id: 1 });
  });
}

/** A credential whose tokens come from `/login`, and live for an hour unless `granted` sets another time. */
function loggingIn(options: Partial<TokenCredentialOptions> = {}, granted: Partial<TokenSet> = {}) {
  return ({ call }: CredentialContext) =>
    tokenCredential({
      key: () => "ibu",
      grant: async () => ({ ...(await call(login, account)), expiresAt: Date.now() + hour, ...granted }),
      ...options,
    });
}

describe("new tokens", () => {
  it("are stored before anything is sent with them", async () => {
    const events: string[] = [];
    const store = recordingStore(events);
    const credential = loggingIn({ store }, { refreshToken: "rotating-1" });

    await get(createWarung({ ...recordingVendor(events), credential }));

    expect(events).toEqual([
      "sent /login",
      "storing granted-1",
      "stored granted-1 with rotating-1",
      "sent /items/1 with Bearer granted-1",
    ]);
  });

  it("are not sent by another call either while they are being stored", async () => {
    const events: string[] = [];
    const store = recordingStore(events);
    const set = store.set.bind(store);
    let meanwhile: Promise<unknown> = Promise.resolve();
    store.set = (key, tokens) => {
      meanwhile = get(client).withResponse();
      return set(key, tokens);
    };
    const credential = loggingIn({ store });
    const client: Client = createWarung({ ...recordingVendor(events), credential });

    await get(client);
    await meanwhile;

    expect(events.slice(0, 3)).toEqual([
      "sent /login",
      "storing granted-1",
      "stored granted-1 with no refresh token",
    ]);
    expect(events.slice(3)).toHaveLength(2);
  });

  it("of a rotating refresh token are stored before they are used", async () => {
    const events: string[] = [];
    const store = recordingStore(events, { accessToken: "old", expiresAt: 0, refreshToken: "rotating-1" });
    const credential = loggingIn({
      store,
      refresh: async (refreshToken) => {
        events.push(`refreshed with ${refreshToken}`);
        return { accessToken: "new", expiresAt: Date.now() + hour, refreshToken: "rotating-2" };
      },
    });

    await get(createWarung({ ...recordingVendor(events), credential }));

    expect(events).toEqual([
      "refreshed with rotating-1",
      "storing new",
      "stored new with rotating-2",
      "sent /items/1 with Bearer new",
    ]);
  });

  it("keep the refresh token, and its end, that the vendor's reply leaves out", async () => {
    const store = recordingStore([], {
      accessToken: "old",
      expiresAt: 0,
      refreshToken: "lasting",
      refreshExpiresAt: 4e12,
    });
    const credential = loggingIn({
      store,
      refresh: async () => ({ accessToken: "new", expiresAt: 3e12 }),
    });

    await get(createWarung({ ...recordingVendor([]), credential }));

    expect(store.kept).toEqual({
      accessToken: "new",
      expiresAt: 3e12,
      refreshToken: "lasting",
      refreshExpiresAt: 4e12,
    });
  });
});

describe("a store that can lock", () => {
  it("is read and written under its lock only", async () => {
    const events: string[] = [];
    const store: TokenStore = {
      get: async (key) => void events.push(`get ${key}`),
      set: async (key) => void events.push(`set ${key}`),
      delete: async () => undefined,
      lock: async (key, task) => {
        events.push(`lock ${key}`);
        try {
          return await task();
        } finally {
          events.push(`unlock ${key}`);
        }
      },
    };
    const credential = loggingIn({ key: () => "warung ibu", store });

    await get(createWarung({ ...recordingVendor([]), credential }));

    expect(events).toEqual(["lock warung ibu", "get warung ibu", "set warung ibu", "unlock warung ibu"]);
  });

  it("makes two processes renew once between them", async () => {
    const events: string[] = [];
    const store = recordingStore(events);
    let turn: Promise<unknown> = Promise.resolve();
    store.lock = (_key, task) => {
      const next = turn.then(task);
      turn = next;
      return next;
    };
    const vendor = recordingVendor(events);
    // Two credentials with one store are independent, as in two processes.
    const [first, second] = [0, 1].map(() =>
      createWarung({
        ...vendor,
        credential: loggingIn({ store }),
      }),
    ) as [Client, Client];

    await Promise.all([get(first), get(second)]);

    expect(events.filter((event) => event === "sent /login")).toHaveLength(1);
  });
});

describe("a store that fails", () => {
  it("to read is the error of the call: nothing is sent", async () => {
    const reason = new Error("the disk is gone");
    const vendor = recordingVendor([]);
    const store = { ...recordingStore([]), get: () => Promise.reject(reason) };
    const credential = loggingIn({ store });

    const error = await failureOf(get(createWarung({ ...vendor, credential })), CallError);
    expect(error).toMatchObject({ operation: "items.get", outcome: "not-sent", cause: reason });
    expect(vendor.sent).toHaveLength(0);
  });

  it("to write is the error of the call, but the tokens are not lost to this process", async () => {
    const events: string[] = [];
    const reason = new Error("the disk is full");
    const store = { ...recordingStore([]), set: () => Promise.reject(reason) };
    const credential = loggingIn({ store });
    const client = createWarung({ ...recordingVendor(events), credential });

    expect(await failureOf(get(client), CallError)).toMatchObject({ outcome: "not-sent", cause: reason });
    await expect(get(client)).resolves.toEqual({ id: 1 });

    expect(events).toEqual(["sent /login", "sent /items/1 with Bearer granted-1"]);
  });

  it("to write does not make the next renewal use the old refresh token", async () => {
    const used: string[] = [];
    const store = {
      ...recordingStore([], { accessToken: "token-0", expiresAt: 0, refreshToken: "rotating-0" }),
      set: () => Promise.reject(new Error("the disk is full")),
    };
    const credential = loggingIn({
      store,
      refresh: async (refreshToken) => {
        used.push(refreshToken);
        return { accessToken: `token-${used.length}`, expiresAt: 0, refreshToken: `rotating-${used.length}` };
      },
    });
    const client = createWarung({ ...recordingVendor([]), credential });

    await expect(get(client)).rejects.toThrow("the disk is full");
    await expect(get(client)).rejects.toThrow("the disk is full");

    expect(used).toEqual(["rotating-0", "rotating-1"]);
  });
});

describe("a renewal", () => {
  it("goes on for all when the caller who began it gives up", async () => {
    const caller = new AbortController();
    const reply = Promise.withResolvers<Response>();
    const vendor = fakeFetch(({ path }) => (path === "/login" ? reply.promise : Response.json({ id: 1 })));
    const client = createWarung({
      ...vendor,
      credential: loggingIn(),
    });

    const beginner = failureOf(get(client, {}, { signal: caller.signal }), AbortedError);
    const other = get(client).withResponse();
    await vi.waitUntil(() => vendor.sent.length === 1, patience);
    caller.abort();

    expect((await beginner).attempts).toBe(0);
    expect(vendor.sent[0]?.signal.aborted).toBe(false);
    reply.resolve(Response.json({ accessToken: "granted" }));
    expect((await other).data).toEqual({ id: 1 });
    expect(vendor.sent.filter(({ path }) => path === "/login")).toHaveLength(1);
  });

  it("is not begun by a call that is over before it starts", async () => {
    const vendor = recordingVendor([]);
    const client = createWarung({
      ...vendor,
      credential: loggingIn(),
    });

    await failureOf(get(client, {}, { signal: AbortSignal.abort() }), AbortedError);

    expect(vendor.sent).toHaveLength(0);
  });

  it("gets through a limiter that lets one request at a time pass", async () => {
    const events: string[] = [];
    const vendor = recordingVendor(events, (authorization) => authorization === "Bearer granted-1");
    const credential = loggingIn();
    const client = createWarung({ ...vendor, credential, limiter: { concurrency: 1 } });

    await Promise.all([get(client), get(client), get(client)]);

    expect(events.filter((event) => event === "sent /login")).toHaveLength(2);
    expect(events.at(-1)).toBe("sent /items/1 with Bearer granted-2");
  });

  it("goes before calls that are already in the queue", async () => {
    const priorities: number[] = [];
    const inner = createLimiter({ concurrency: 1 });
    const limiter: Limiter = {
      acquire(signal, priority) {
        priorities.push(priority);
        return inner.acquire(signal, priority);
      },
      pauseUntil: (moment) => inner.pauseUntil(moment),
    };
    const events: string[] = [];
    const vendor = recordingVendor(events, (authorization) => authorization === "Bearer revoked");
    const store = recordingStore([], { accessToken: "revoked", expiresAt: Date.now() + hour });
    const credential = loggingIn({ store });
    const client = createWarung({ ...vendor, credential, limiter });

    await Promise.all(Array.from({ length: 5 }, () => get(client)));

    expect(priorities.filter((priority) => priority === 1)).toHaveLength(1);
    // The request that is under way when the first rejection comes is all that may pass before the login.
    expect(events.indexOf("sent /login")).toBeLessThanOrEqual(2);
  });
});
