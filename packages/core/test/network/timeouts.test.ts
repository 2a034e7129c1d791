import { failureOf } from "@kelaskit/test-support/failure";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ConfigurationError, ServerError, TimeoutError } from "../../src/index.ts";
import { type CredentialContext, tokenCredential } from "../../src/vendor.ts";
import { create, createWarung, get, login, replace, token } from "../support/client.ts";
import { deafFetch, fakeFetch, warmUp, withoutBackoff } from "../support/fake-fetch.ts";
import { drip, serve, stallBody, stallHeader } from "../support/faulty-server.ts";

beforeAll(warmUp);
afterEach(() => {
  vi.useRealTimers();
});

describe("timeout", () => {
  it("is for one try: the next one has its own", async () => {
    withoutBackoff();
    const fake = fakeFetch(() => (fake.sent.length === 1 ? deafFetch() : Response.json({ id: 1 })));

    await expect(get(createWarung({ ...fake, timeout: 40 }))).resolves.toEqual({ id: 1 });
  });

  it("covers the body: a vendor who drips cannot hold a call for longer", async () => {
    const { url } = await serve(drip);
    const client = createWarung({ baseUrl: url, timeout: 60, retries: 0 });

    expect((await failureOf(create(client), TimeoutError)).outcome).toBe("unknown");
  });

  it("of a call goes before the client's", async () => {
    const { url } = await serve(stallHeader);
    const client = createWarung({ baseUrl: url, retries: 0 });

    expect((await failureOf(get(client, {}, { timeout: 30 }), TimeoutError)).timeout).toBe(30);
  });

  it("holds for a fetch that does not listen to its signal", async () => {
    const client = createWarung({ fetch: deafFetch, timeout: 30, retries: 0 });

    expect((await failureOf(get(client), TimeoutError)).scope).toBe("try");
  });

  it("holds for a body that does not listen to the signal of its fetch", async () => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"id"'));
      },
    });
    const client = createWarung({ fetch: async () => new Response(body), timeout: 30, retries: 0 });

    expect((await failureOf(get(client), TimeoutError)).scope).toBe("try");
  });

  it("is 30 seconds unless somebody says otherwise", async () => {
    vi.useFakeTimers();
    const failed = failureOf(create(createWarung({ fetch: deafFetch })), TimeoutError);

    await vi.advanceTimersByTimeAsync(29_999);
    expect(await Promise.race([failed, Promise.resolve("still waiting")])).toBe("still waiting");
    await vi.advanceTimersByTimeAsync(1);

    expect(await failed).toMatchObject({
      timeout: 30_000,
      message: expect.stringContaining("POST /items: no complete answer within 30 s (timeout).") as unknown,
    });
  });

  it("does not begin before the request has leave to go", async () => {
    vi.useFakeTimers();
    const leave = Promise.withResolvers<() => void>();
    const limiter = { acquire: () => leave.promise, pauseUntil: () => undefined };
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const reply = get(createWarung({ ...fake, limiter, timeout: 1000 })).withResponse();
    await vi.advanceTimersByTimeAsync(60_000);
    leave.resolve(() => undefined);

    expect((await reply).data).toEqual({ id: 1 });
  });
});

describe("totalTimeout", () => {
  it("is 120 seconds unless somebody says otherwise, over all tries", async () => {
    vi.useFakeTimers();
    withoutBackoff();
    const failed = failureOf(replace(createWarung({ fetch: deafFetch, timeout: 50_000 })), TimeoutError);

    await vi.advanceTimersByTimeAsync(120_000);

    expect(await failed).toMatchObject({ timeout: 120_000, scope: "total", attempts: 3, outcome: "unknown" });
  });

  it("ends a try that has time of its own left", async () => {
    const { url } = await serve(stallBody);

    const error = await failureOf(get(createWarung({ baseUrl: url, totalTimeout: 40 })), TimeoutError);

    expect(error).toMatchObject({ scope: "total", timeout: 40, attempts: 1 });
    expect(error.message).toBe(
      "warung items.get: GET /items/1: no complete answer within 40 ms (totalTimeout).",
    );
  });

  it("covers the queue of the limiter", async () => {
    const { url, requests } = await serve(stallHeader);
    const client = createWarung({ baseUrl: url, limiter: { concurrency: 1 } });
    const holding = new AbortController();
    const first = get(client, {}, { signal: holding.signal }).catch(() => "given up");

    const error = await failureOf(create(client, {}, { totalTimeout: 60 }), TimeoutError);

    expect(error).toMatchObject({ scope: "total", attempts: 0, outcome: "not-sent" });
    expect(error.message).toBe(
      "warung items.create: POST /items: no complete answer within 60 ms (totalTimeout, with waits for the limiter) before anything was sent.",
    );
    holding.abort();
    await first;
    expect(requests.filter(({ method }) => method === "POST")).toHaveLength(0);
  });

  it("covers getting a token", async () => {
    const { url } = await serve(stallHeader);
    const credential = ({ call }: CredentialContext) =>
      tokenCredential({
        key: () => "warung",
        grant: () => call(login, { email: "ibu@warung.example", password: "rahasia" }),
      });
    const client = createWarung({ baseUrl: url, credential, timeout: 500 });

    const error = await failureOf(create(client, {}, { totalTimeout: 40 }), TimeoutError);

    expect(error).toMatchObject({
      operation: "items.create",
      scope: "total",
      attempts: 0,
      outcome: "not-sent",
    });
  });

  it("covers renewing a rejected token", async () => {
    const { url } = await serve((request, response) => {
      if (request.url === "/login") stallHeader(request, response);
      else response.writeHead(401).end();
    });
    const credential = ({ call }: CredentialContext) =>
      tokenCredential({
        key: () => "warung",
        store: {
          get: async () => ({ accessToken: token }),
          set: async () => undefined,
          delete: async () => undefined,
        },
        grant: () => call(login, { email: "ibu@warung.example", password: "rahasia" }),
      });
    const client = createWarung({ baseUrl: url, credential, timeout: 500 });

    const error = await failureOf(create(client, {}, { totalTimeout: 60 }), TimeoutError);

    expect(error).toMatchObject({ operation: "items.create", scope: "total", attempts: 1 });
  });

  it("is not waited out when the next wait would not end in time", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const fake = fakeFetch(() => new Response(null, { status: 503 }));

    // The first wait would be 499.5 ms.
    const error = await failureOf(get(createWarung({ ...fake, totalTimeout: 450 })), ServerError);

    expect(error.attempts).toBe(1);
    expect(fake.sent).toHaveLength(1);
  });
});

describe("a time limit", () => {
  it.each([Infinity, 2 ** 31, 1e12])("of %d milliseconds is none: no timer overflows", async (limit) => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const warnings = vi.spyOn(process, "emitWarning");

    await expect(get(createWarung({ ...fake, timeout: limit, totalTimeout: limit }))).resolves.toEqual({
      id: 1,
    });
    expect(warnings).not.toHaveBeenCalled();
  });

  it.each([0, -1, Number.NaN])("of %d milliseconds is refused", async (limit) => {
    expect(() => createWarung({ timeout: limit })).toThrow(ConfigurationError);
    expect(() => createWarung({ totalTimeout: limit })).toThrow(ConfigurationError);
    await expect(get(createWarung(), {}, { timeout: limit })).rejects.toThrow(
      `timeout is ${limit}: expected`,
    );
  });

  it("is not stretched by a change of the system's clock", async () => {
    const { url } = await serve(stallHeader);
    const client = createWarung({ baseUrl: url, totalTimeout: 60 });
    vi.useFakeTimers({ now: Date.now() - 3_600_000, toFake: ["Date"] });

    expect((await failureOf(get(client), TimeoutError)).scope).toBe("total");
  });
});
