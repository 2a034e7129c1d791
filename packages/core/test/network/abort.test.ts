import { failureOf } from "@kelaskit/test-support/failure";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { AbortedError, type Limiter } from "../../src/index.ts";
import { type CredentialContext, tokenCredential } from "../../src/vendor.ts";
import { create, createWarung, get, type Item, list, login, replace } from "../support/client.ts";
import { deafFetch, fakeFetch, warmUp } from "../support/fake-fetch.ts";
import { answerStatus, serve, stallBody, stallHeader } from "../support/faulty-server.ts";

beforeAll(warmUp);
afterEach(() => {
  vi.useRealTimers();
});

describe("a signal ends a call", () => {
  it("before anything is sent, when the signal reads as aborted before its listeners were called", async () => {
    const { signal } = new AbortController();
    let isAborted = false;
    Object.defineProperty(signal, "aborted", { get: () => isAborted });
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const limiter: Limiter = {
      acquire: async () => {
        // As in a process that was frozen here: the timer that aborts the signal has not run yet.
        isAborted = true;
        return () => undefined;
      },
      pauseUntil: () => undefined,
    };

    const error = await failureOf(create(createWarung({ ...fake, limiter }), {}, { signal }), AbortedError);

    expect(error.outcome).toBe("not-sent");
    expect(fake.sent).toHaveLength(0);
  });

  it("before anything is sent, when it is already aborted", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const error = await failureOf(
      create(createWarung(fake), {}, { signal: AbortSignal.abort() }),
      AbortedError,
    );

    expect(error).toMatchObject({ attempts: 0, outcome: "not-sent" });
    expect(error.message).toBe("warung items.create: POST /items: aborted before anything was sent.");
    expect(fake.sent).toHaveLength(0);
  });

  it("while it waits for the header, and the connection is closed", async () => {
    const caller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const { url, requests } = await serve((_request, response) => {
      response.once("close", closed.resolve);
      caller.abort();
    });

    const error = await failureOf(
      create(createWarung({ baseUrl: url }), {}, { signal: caller.signal }),
      AbortedError,
    );

    expect(error).toMatchObject({ attempts: 1, outcome: "unknown" });
    await closed.promise;
    expect(requests).toHaveLength(1);
  });

  it("while it reads the body, and the connection is closed", async () => {
    const caller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((request, response) => {
      response.once("close", closed.resolve);
      stallBody(request, response);
    });
    const client = createWarung({
      baseUrl: url,
      middleware: [
        async (request, next) => {
          const response = await next(request);
          // The header is there; the body is read from here on.
          setImmediate(() => {
            caller.abort();
          });
          return response;
        },
      ],
    });

    const error = await failureOf(replace(client, {}, { signal: caller.signal }), AbortedError);

    expect(error).toMatchObject({ attempts: 1, outcome: "unknown" });
    await expect(closed.promise).resolves.toBeUndefined();
  });

  it("while it waits between two tries", async () => {
    const caller = new AbortController();
    const { url, requests } = await serve(answerStatus(503, { "retry-after": "50" }));
    const client = createWarung({
      baseUrl: url,
      logger: {
        debug: () => undefined,
        info: () => {
          caller.abort();
        },
        warn: () => undefined,
        error: () => undefined,
      },
    });

    const error = await failureOf(get(client, {}, { signal: caller.signal }), AbortedError);

    expect(error.attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it("while it waits in the limiter's queue, and the call after it comes forward", async () => {
    const caller = new AbortController();
    const first = Promise.withResolvers<Response>();
    const fake = fakeFetch(() => (fake.sent.length === 1 ? first.promise : Response.json({ id: 2 })));
    const client = createWarung({ ...fake, limiter: { concurrency: 1 } });

    const running = get(client).withResponse();
    const waiting = failureOf(create(client, {}, { signal: caller.signal }), AbortedError);
    const behind = get(client).withResponse();
    caller.abort();

    expect(await waiting).toMatchObject({ attempts: 0, outcome: "not-sent" });
    first.resolve(Response.json({ id: 1 }));
    expect((await running).data).toEqual({ id: 1 });
    expect((await behind).data).toEqual({ id: 2 });
    expect(fake.sent.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  it("while a 429 holds all calls back", async () => {
    const caller = new AbortController();
    const { url } = await serve(answerStatus(429, { "retry-after": "30" }));
    const client = createWarung({ baseUrl: url, limiter: { concurrency: 5 }, retries: 0 });
    await Promise.resolve(get(client)).catch(() => "paused");

    const waiting = failureOf(get(client, {}, { signal: caller.signal }), AbortedError);
    setImmediate(() => {
      caller.abort();
    });

    expect((await waiting).attempts).toBe(0);
  });

  it("while a token is being got, without ending that for others", async () => {
    const caller = new AbortController();
    const granted = Promise.withResolvers<Response>();
    const fake = fakeFetch(({ path }) => (path === "/login" ? granted.promise : Response.json({ id: 1 })));
    const credential = ({ call }: CredentialContext) =>
      tokenCredential({
        key: () => "warung",
        grant: () => call(login, { email: "ibu@warung.example", password: "rahasia" }),
      });
    const client = createWarung({ ...fake, credential });

    const givenUp = failureOf(get(client, {}, { signal: caller.signal }), AbortedError);
    const patient = get(client).withResponse();
    caller.abort();
    await givenUp;
    granted.resolve(Response.json({ accessToken: "token-for-the-patient" }));

    expect((await patient).data).toEqual({ id: 1 });
    expect(fake.sent.map(({ path }) => path)).toEqual(["/login", "/items/1"]);
  });

  it("even when the fetch does not listen to its signal", async () => {
    const caller = new AbortController();
    const client = createWarung({
      fetch: () => {
        setImmediate(() => {
          caller.abort();
        });
        return deafFetch();
      },
    });

    await failureOf(get(client, {}, { signal: caller.signal }), AbortedError);
  });

  it("but not one that has already its reply", async () => {
    const caller = new AbortController();
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const call = get(createWarung(fake), {}, { signal: caller.signal });

    await call;
    caller.abort();

    await expect(call).resolves.toEqual({ id: 1 });
  });
});

describe("a signal ends a pagination", () => {
  const pages = () =>
    fakeFetch(({ url }) => {
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return Response.json({ items: [{ id: offset }, { id: offset + 1 }], total: 100 });
    });

  it("between two pages", async () => {
    const caller = new AbortController();
    const fake = pages();
    const seen: Item[] = [];
    const walk = async (): Promise<void> => {
      for await (const found of list(createWarung(fake), {}, { signal: caller.signal })) {
        seen.push(found);
        if (seen.length === 4) caller.abort();
      }
    };

    await failureOf(walk(), AbortedError);

    expect(seen.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(fake.sent).toHaveLength(2);
  });

  it("while pages are fetched side by side, each of them", async () => {
    const caller = new AbortController();
    const signals: AbortSignal[] = [];
    const client = createWarung({
      fetch: async (input, init) => {
        const { signal } = new Request(input, init);
        signals.push(signal);
        if (signals.length === 1) return Response.json({ items: [{ id: 0 }, { id: 1 }], total: 100 });
        if (signals.length === 4) caller.abort();
        return deafFetch();
      },
    });

    const call = list(client, {}, { signal: caller.signal }).toArray({ limit: 100, concurrency: 3 });

    await failureOf(call, AbortedError);
    expect(signals).toHaveLength(4);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true, true, true]);
  });

  it("leaves no page under way when one of several fails", async () => {
    const signals: AbortSignal[] = [];
    const client = createWarung({
      fetch: async (input, init) => {
        const { signal } = new Request(input, init);
        signals.push(signal);
        if (signals.length === 1) return Response.json({ items: [{ id: 0 }, { id: 1 }], total: 100 });
        return signals.length === 2 ? new Response(null, { status: 404 }) : deafFetch();
      },
    });

    await expect(list(client).toArray({ limit: 100, concurrency: 3 })).rejects.toMatchObject({ status: 404 });

    expect(signals[2]?.aborted).toBe(true);
    expect(signals[3]?.aborted).toBe(true);
  });
});

it("an aborted call is not sent again when its server answers later", async () => {
  const caller = new AbortController();
  const { url, requests } = await serve((request, response) => {
    stallHeader(request, response);
    caller.abort();
  });

  await failureOf(get(createWarung({ baseUrl: url }), {}, { signal: caller.signal }), AbortedError);

  expect(requests).toHaveLength(1);
});
