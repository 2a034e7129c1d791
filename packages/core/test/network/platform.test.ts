import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../src/index.ts";
import { createClient, optionOrEnvironment } from "../../src/vendor.ts";
import { create, createWarung, get, list } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a fetch of the user's own", () => {
  it("gets the whole request", async () => {
    let request: Request | undefined;
    const client = createWarung({
      fetch: async (input, init) => {
        request = new Request(input, init);
        return Response.json({});
      },
    });

    await client.request("POST", "/items", { body: { name: "Kopi" }, query: { dry: true } });

    expect(request).toMatchObject({
      method: "POST",
      url: "https://api.warung.example/items?dry=true",
      redirect: "manual",
    });
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      accept: "application/json",
      "content-type": "application/json",
    });
    expect(await request?.text()).toBe('{"name":"Kopi"}');
  });

  it("is used in place of the platform's", async () => {
    const platform = vi.fn();
    vi.stubGlobal("fetch", platform);
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    await get(createWarung(fake));

    expect(platform).not.toHaveBeenCalled();
  });

  it("need not exist when the client is created: msw and others replace it later", async () => {
    const client = createWarung();
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    vi.stubGlobal("fetch", fake.fetch);

    await expect(get(client)).resolves.toEqual({ id: 1 });
  });

  it("may give replies that are no instances of this realm's Response", async () => {
    const real = Response.json({ id: 1 });
    const foreign = new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
      getPrototypeOf: () => Object.prototype,
    });

    await expect(get(createWarung({ fetch: async () => foreign }))).resolves.toEqual({ id: 1 });
  });
});

describe("a platform without `process`", () => {
  it("is enough for calls, lists, limits and logs", async () => {
    const fake = fakeFetch(({ path }) =>
      Response.json(path === "/items" ? { items: [{ id: 1 }], total: 1 } : { id: 1 }),
    );
    vi.stubGlobal("process", undefined);

    const client = createWarung({ ...fake, logger: undefined, limiter: { concurrency: 1, limit: 5 } });
    const one = await get(client);
    const all = await list(client).toArray({ limit: 10, concurrency: 2 });
    await create(client);
    vi.unstubAllGlobals();

    expect(one).toEqual({ id: 1 });
    expect(all).toEqual([{ id: 1 }]);
  });

  it("has no environment variables: what is missing is asked for by its option's name", () => {
    vi.stubGlobal("process", undefined);
    let failure: unknown;
    try {
      optionOrEnvironment(undefined, "clientId", "WARUNG_CLIENT_ID");
    } catch (error) {
      failure = error;
    }
    vi.unstubAllGlobals();

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(String(failure)).toContain(
      "pass the option `clientId` to the client, or set the environment variable WARUNG_CLIENT_ID",
    );
  });

  it("takes the documented address where no variable can say another", async () => {
    const fake = fakeFetch(() => Response.json({}));
    vi.stubGlobal("process", undefined);
    const client = createClient(
      { vendor: "warung", baseUrl: "https://api.warung.example", baseUrlVariable: "WARUNG_BASE_URL" },
      { fetch: fake.fetch },
    );
    await client.request("GET", "/items");
    vi.unstubAllGlobals();

    expect(fake.sent[0]?.url).toBe("https://api.warung.example/items");
  });
});

describe("a call", () => {
  it("is sent when its result is first requested, and only once", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const call = get(createWarung(fake));
    await nextTurn();
    expect(fake.sent).toHaveLength(0);

    await Promise.all([call, call, call.withResponse(), call.catch(() => undefined)]);

    expect(fake.sent).toHaveLength(1);
  });
});
