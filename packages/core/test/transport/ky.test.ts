import { inspect } from "node:util";
import ky, { type KyInstance } from "ky";
import { afterEach, describe, expect, it, vi } from "vitest";
import { toTransportFailure } from "../../src/transport/failure.ts";
import { kyTransport } from "../../src/transport/ky.ts";
import type { Transport, TransportRequest } from "../../src/transport/transport.ts";
import { answerItem, answerStatus, serve } from "../support/faulty-server.ts";

function get(url: string): TransportRequest {
  return {
    method: "GET",
    url,
    headers: { authorization: "Bearer text" },
    body: undefined,
    signal: new AbortController().signal,
  };
}

describe("a user's own ky", () => {
  it("adds its headers and runs its hooks", async () => {
    const { url, requests } = await serve(answerItem);
    const seen: number[] = [];
    const instance = ky.create({
      headers: { "x-tenant": "7", authorization: "Bearer of the instance" },
      hooks: {
        beforeRequest: [
          ({ request }) => {
            request.headers.set("x-hook", "ran");
          },
        ],
        afterResponse: [({ response }) => void seen.push(response.status)],
      },
    });

    await kyTransport({ instance })(get(`${url}/items`));

    expect(requests).toMatchObject([
      { headers: { "x-tenant": "7", "x-hook": "ran", authorization: "Bearer text" } },
    ]);
    expect(seen).toEqual([200]);
  });

  it("sends what its hooks have changed with the fetch of the client", async () => {
    const { url, requests } = await serve(answerItem);
    const instance = ky.create({
      hooks: { beforeRequest: [({ request }) => new Request(`${request.url}?hooked=1`, request)] },
    });

    await kyTransport({ instance, fetch })({ ...get(`${url}/items`), method: "POST", body: "text" });

    expect(requests).toMatchObject([
      { path: "/items?hooked=1", headers: { authorization: "Bearer text", "content-length": "4" } },
    ]);
  });

  it("keeps its own fetch", async () => {
    const instance = ky.create({ fetch: async () => Response.json({ own: true }) });

    const { body } = await kyTransport({ instance })(get("https://api.example/"));

    expect(await new Response(body as ReadableStream).json()).toEqual({ own: true });
  });

  const ownRules: Readonly<Record<string, KyInstance>> = {
    retry: ky.create({ retry: { limit: 3, delay: () => 0 } }),
    throwHttpErrors: ky.create({ throwHttpErrors: true, retry: 0 }),
    timeout: ky.create({ timeout: 1, totalTimeout: 1, retry: 0 }),
    prefix: ky.create({ prefix: "https://elsewhere.example/", retry: 0 }),
  };

  it.each(Object.entries(ownRules))("has no say in %s", async (_rule, instance) => {
    const { url, requests } = await serve((request, response) => {
      // Long enough for a time-out of a millisecond.
      setTimeout(() => {
        answerStatus(503)(request, response);
      }, 20);
    });

    const { status } = await kyTransport({ instance })(get(`${url}/items`));

    expect(status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  it("that asks for a repetition is a mistake, and is told without the request", async () => {
    const { url, requests } = await serve(answerItem);
    const instance = ky.create({ hooks: { afterResponse: [() => ky.retry()] } });

    const thrown = await kyTransport({ instance })(get(url)).then(undefined, (error: unknown) => error);

    const failure = toTransportFailure(thrown, (text) => text);
    expect(failure).toMatchObject({ kind: "slip", notSent: false, mayHeal: false });
    expect(failure.message).toContain("ky.retry()");
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain("Bearer");
    expect(requests).toHaveLength(1);
  });

  it("with a mistake in a hook fails with it", async () => {
    const bug = new ReferenceError("sing is not defined");
    const instance = ky.create({
      hooks: {
        beforeRequest: [
          () => {
            throw bug;
          },
        ],
      },
    });

    await expect(kyTransport({ instance })(get("https://api.example/"))).rejects.toBe(bug);
  });
});

describe("ky that cannot be loaded", () => {
  afterEach(() => {
    vi.doUnmock("ky");
    vi.resetModules();
  });

  it("fails as not sent, and is loaded again for the next request", async () => {
    let loads = 0;
    vi.resetModules();
    vi.doMock("ky", () => {
      loads += 1;
      throw new Error("the network was down");
    });
    const { kyTransport: freshTransport } = await import("../../src/transport/ky.ts");
    const fetch = async (): Promise<Response> => Response.json({});
    const transport: Transport = freshTransport({ fetch });

    const errors = await Promise.allSettled([1, 2, 3].map(() => transport(get("https://api.example/"))));
    vi.doUnmock("ky");
    vi.resetModules();
    const response = await transport(get("https://api.example/"));

    expect(errors).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: "rejected", reason: { name: "NotSentError" } })),
    );
    expect(loads).toBe(1);
    expect(response.status).toBe(200);
  });
});
