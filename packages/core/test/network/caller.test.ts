import { failureOf } from "@kelaskit/test-support/failure";
import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import type { Client, ClientOptions } from "../../src/index.ts";
import {
  CallError,
  InvalidParamsError,
  type KelasError,
  TimeoutError,
  UnverifiedRouteError,
} from "../../src/index.ts";
import { bearer } from "../../src/vendor.ts";
import { createWarung, get, list, proposedReplace } from "../support/client.ts";
import { deafFetch, fakeFetch, type FakeFetch } from "../support/fake-fetch.ts";
import { everyOf } from "../support/sample-vendor.ts";

type Work = (client: Client) => PromiseLike<unknown>;

async function placeOrder(client: Client, work: Work): Promise<unknown> {
  const reply = await work(client);
  return reply;
}

async function checkOut(client: Client, work: Work): Promise<unknown> {
  const reply = await placeOrder(client, work);
  return reply;
}

/** What may fail, and of which class the error is. */
const calls: readonly {
  readonly what: string;
  readonly Class: new (...facts: never[]) => KelasError;
  readonly options: ClientOptions;
  readonly work: Work;
}[] = [
  { what: "an operation", Class: CallError, options: {}, work: (client) => get(client) },
  { what: "a request", Class: CallError, options: {}, work: (client) => client.request("GET", "/stock") },
  {
    what: "a call with its response",
    Class: CallError,
    options: {},
    work: (client) => get(client).withResponse(),
  },
  {
    what: "a call behind a limiter",
    Class: CallError,
    options: { limiter: { concurrency: 1 } },
    work: (client) => get(client),
  },
  {
    what: "wrong parameters",
    Class: InvalidParamsError,
    options: {},
    // Callers without types give anything.
    work: (client) => list(client, { limit: "ten" as unknown as number }),
  },
  {
    what: "a route that is not known",
    Class: UnverifiedRouteError,
    options: { unverifiedRoutes: "refuse" },
    work: (client) => proposedReplace(client),
  },
  {
    what: "a time-out",
    Class: TimeoutError,
    options: { timeout: 5, retries: 0, fetch: deafFetch },
    work: (client) => get(client),
  },
  { what: "a page", Class: CallError, options: {}, work: (client) => list(client) },
  { what: "toArray", Class: CallError, options: {}, work: (client) => list(client).toArray({ limit: 9 }) },
  {
    what: "toArray side by side",
    Class: CallError,
    options: {},
    work: (client) => list(client).toArray({ limit: 9, concurrency: 2 }),
  },
  {
    what: "for await",
    Class: CallError,
    options: {},
    async work(client) {
      for await (const item of list(client)) return item;
      return undefined;
    },
  },
];

const refusingLater = (): FakeFetch => {
  const fake = fakeFetch(() =>
    fake.sent.length < 3
      ? Response.json({ items: [{ id: fake.sent.length }, { id: -fake.sent.length }], total: 9 })
      : Response.json({ message: "no" }, { status: 422 }),
  );
  return fake;
};
const refusing = (): FakeFetch => fakeFetch(() => Response.json({ message: "no" }, { status: 422 }));

describe("the stack of an error names the caller's own functions", () => {
  it.each(calls)("for $what", async ({ Class, options, work }) => {
    const error = await failureOf(checkOut(createWarung({ ...refusing(), ...options }), work), Class);

    expect(error.stack).toContain("placeOrder");
    expect(error.stack).toContain("checkOut");
    expect(error.stack?.startsWith(`${error.name}: ${error.message}`)).toBe(true);
  });
});

describe("the stack of an error in a later page names the caller's own functions", () => {
  it.each<readonly [string, Work]>([
    ["toArray", (client) => list(client).toArray({ limit: 9 })],
    ["for await", (client) => everyOf(list(client))],
    ["for await over pages", (client) => everyOf(list(client).pages())],
  ])("for %s", async (_what, work) => {
    const fake = refusingLater();

    const error = await failureOf(checkOut(createWarung(fake), work), CallError);

    expect(error.stack).toContain("placeOrder");
    expect(error.stack).toContain("checkOut");
    expect(fake.sent).toHaveLength(3);
  });
});

describe("what runs for a call runs in the asynchronous context of whoever made it", () => {
  const storage = new AsyncLocalStorage<string>();

  function spyingClient() {
    const seen = new Set<string>();
    const note = (place: string): void => void seen.add(`${place}: ${storage.getStore()}`);
    const fake = fakeFetch(() => {
      note("fetch");
      return Response.json({ id: 1, items: [{ id: 1 }], total: 1 });
    });
    const client = createWarung({
      ...fake,
      limiter: { concurrency: 2 },
      credential: bearer(async () => {
        note("token");
        return "token-of-somebody";
      }),
      middleware: [
        async (request, next) => {
          note("before");
          const response = await next(request);
          note("after");
          return response;
        },
      ],
    });
    return { client, seen };
  }

  it.each<readonly [string, Work]>([
    ["an operation", (client) => get(client)],
    ["a request", (client) => client.request("GET", "/stock")],
    ["a page", (client) => list(client)],
  ])("%s that is awaited elsewhere", async (_what, work) => {
    const { client, seen } = spyingClient();

    const call = storage.run("the maker", () => work(client));
    await storage.run("somebody else", async () => call);

    expect([...seen].toSorted()).toEqual([
      "after: the maker",
      "before: the maker",
      "fetch: the maker",
      "token: the maker",
    ]);
  });

  it.each<readonly [string, Work]>([
    ["toArray()", (client) => list(client).toArray({ limit: 9 })],
    ["for await", (client) => everyOf(list(client))],
    ["withResponse()", (client) => get(client).withResponse()],
  ])("%s", async (_what, work) => {
    const { client, seen } = spyingClient();

    const call = storage.run("the maker", () => work(client));
    await storage.run("somebody else", async () => call);

    expect([...seen].map((line) => line.split(": ")[1])).toEqual([
      "the maker",
      "the maker",
      "the maker",
      "the maker",
    ]);
  });

  it("two calls at once, each in its own", async () => {
    const { client, seen } = spyingClient();

    await Promise.all([storage.run("Wayan", () => get(client)), storage.run("Sari", () => get(client))]);

    expect([...seen].filter((line) => line.startsWith("fetch")).toSorted()).toEqual([
      "fetch: Sari",
      "fetch: Wayan",
    ]);
  });
});
