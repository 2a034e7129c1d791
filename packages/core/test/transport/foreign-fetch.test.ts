import { runInNewContext } from "node:vm";
import ky from "ky";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { fetch as olderUndiciFetch } from "undici-7";
import { describe, expect, it } from "vitest";
import { fetchTransport } from "../../src/transport/fetch.ts";
import { kyTransport } from "../../src/transport/ky.ts";
import type { Transport } from "../../src/transport/transport.ts";
import { serve } from "../support/faulty-server.ts";

type Fetch = typeof globalThis.fetch;

/** A fetch of another realm: it recognizes neither the Request nor the Headers of this one. */
const otherRealm = runInNewContext(
  `class Request {}
   (input, init) => {
     if (typeof input !== "string" && !(input instanceof Request)) throw new TypeError("Invalid URL");
     return send(input, { ...init });
   }`,
  { send: globalThis.fetch },
) as Fetch;

/** Fetches that other people made. Their types name classes of their own. */
const fetches: Readonly<Record<string, Fetch>> = {
  "undici's": undiciFetch as unknown as Fetch,
  "an older undici's": olderUndiciFetch as unknown as Fetch,
  "node-fetch": nodeFetch as unknown as Fetch,
  "another realm's": otherRealm,
};

const transports: Readonly<Record<string, (fetch: Fetch) => Transport>> = {
  fetchTransport,
  kyTransport: (fetch) => kyTransport({ fetch }),
  "kyTransport with an instance": (fetch) => kyTransport({ instance: ky.create({}), fetch }),
};

describe.each(Object.entries(transports))("%s", (_name, transportOf) => {
  it.each(Object.entries(fetches))("sends with the fetch of %s", async (_whose, fetch) => {
    const { url, requests } = await serve((request, response) => {
      request.pipe(response);
    });

    const response = await transportOf(fetch)({
      method: "PUT",
      url: `${url}/items?page=1`,
      headers: { "content-type": "application/json", "x-own": "1" },
      body: '{"a":"é"}',
      signal: new AbortController().signal,
    });

    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    expect([response.status, text]).toEqual([200, '{"a":"é"}']);
    expect(requests).toMatchObject([
      { method: "PUT", path: "/items?page=1", headers: { "x-own": "1", "content-length": "10" } },
    ]);
  });

  it("calls the fetch with a text and fields", async () => {
    const calls: unknown[][] = [];
    const fetch: Fetch = async (...given) => {
      calls.push(given);
      return Response.json({});
    };
    const { signal } = new AbortController();

    await transportOf(fetch)({
      method: "GET",
      url: "https://api.example/items",
      headers: { authorization: "Bearer text" },
      body: undefined,
      signal,
    });

    expect(calls).toEqual([
      [
        "https://api.example/items",
        { method: "GET", headers: { authorization: "Bearer text" }, redirect: "manual", signal },
      ],
    ]);
  });
});
