import ky from "ky";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/index.ts";
import { fetchTransport } from "../../src/transport/fetch.ts";
import { kyTransport } from "../../src/transport/ky.ts";
import type { Transport } from "../../src/transport/transport.ts";
import {
  change,
  create,
  createOnce,
  createWarung,
  get,
  head,
  list,
  proposedReplace,
  remove,
  replace,
  search,
  startingGet,
} from "../support/client.ts";

type Init = RequestInit & { readonly client?: unknown };

/** A platform with Deno's feature, whose fetch answers. */
const made: { isOpen: boolean; readonly options: unknown }[] = [];
let inits: { readonly init: Init; readonly wasOpen: boolean | undefined }[] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  made.length = 0;
  inits = [];
  answer = async () => Response.json({ id: 1, items: [], total: 0 });
  vi.stubGlobal("Deno", {
    createHttpClient(options: unknown) {
      const client = {
        isOpen: true,
        options,
        close() {
          client.isOpen = false;
        },
      };
      made.push(client);
      return client;
    },
  });
  vi.stubGlobal("fetch", platformFetch);
});

async function platformFetch(_input: unknown, init: Init = {}): Promise<Response> {
  // A wrapper of the user's may take its time before it calls the platform's.
  await Promise.resolve();
  inits.push({ init, wasOpen: (init.client as { isOpen: boolean } | undefined)?.isOpen });
  return answer();
}

afterEach(() => {
  expect(made.filter(({ isOpen }) => isOpen)).toEqual([]);
});

const fetchOfTheUser: typeof fetch = (input, init) => fetch(input, init);

const transports: Readonly<Record<string, () => Transport>> = {
  fetch: () => fetchTransport(),
  "a user's fetch": () => fetchTransport(fetchOfTheUser),
  ky: () => kyTransport(),
  "ky with a user's fetch": () => kyTransport({ fetch: fetchOfTheUser }),
  "a user's ky": () => kyTransport({ instance: ky.create({ fetch: platformFetch }) }),
  "a user's ky with a fetch beside it": () => kyTransport({ instance: ky, fetch: fetchOfTheUser }),
};

type Call = (client: Client) => PromiseLike<unknown>;

const writes: Readonly<Record<string, Call>> = {
  POST: create,
  "a POST that may be repeated": createOnce,
  PUT: replace,
  PATCH: change,
  DELETE: remove,
  "a proposed PUT": proposedReplace,
  "a GET that starts something": startingGet,
};

const reads: Readonly<Record<string, Call>> = {
  GET: get,
  HEAD: head,
  "a list": (client) => list(client),
  "a POST that only reads": search,
};

describe.each(Object.entries(transports))("%s, where connections can be chosen", (_name, transportOf) => {
  it.each(Object.entries(writes))("sends %s over a connection of its own", async (_what, call) => {
    const client = createWarung({ transport: transportOf(), unverifiedRoutes: "allow" });

    await call(client);
    await call(client);

    expect(made.map(({ options }) => options)).toEqual([
      { poolMaxIdlePerHost: 0 },
      { poolMaxIdlePerHost: 0 },
    ]);
    expect(inits.map(({ init, wasOpen }) => [init.client, wasOpen])).toEqual(made.map((one) => [one, true]));
  });

  it.each(Object.entries(reads))("sends %s over any", async (_what, call) => {
    await call(createWarung({ transport: transportOf() }));

    expect(made).toEqual([]);
    expect(inits.map(({ init }) => init.client)).toEqual([undefined]);
  });

  it("lets go of the connection of a write that fails", async () => {
    answer = () => Promise.reject(new TypeError("fetch failed"));

    await expect(create(createWarung({ transport: transportOf() }))).rejects.toMatchObject({
      outcome: "unknown",
    });

    expect(made).toHaveLength(1);
  });
});
