import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  CallError,
  type Middleware,
  type MiddlewareRequest,
  ServerError,
  TimeoutError,
} from "../../src/index.ts";
import { create, createWarung, failureOf, get, list, login, password, token } from "../support/client.ts";
import { deafFetch, fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

describe("middleware", () => {
  it("runs around every try, the first outermost", async () => {
    const events: string[] = [];
    const named = (name: string): Middleware => {
      return async (request, next) => {
        events.push(`${name} before`);
        const response = await next(request);
        events.push(`${name} after`);
        return response;
      };
    };
    const fake = fakeFetch(() => {
      events.push("sent");
      return Response.json({ id: 1 });
    });

    await get(createWarung({ ...fake, middleware: [named("outer"), named("inner")] }));

    expect(events).toEqual(["outer before", "inner before", "sent", "inner after", "outer after"]);
  });

  it("sees each try with its number, and the response of each", async () => {
    withoutBackoff();
    const seen: string[] = [];
    const fake = fakeFetch(() => new Response(null, { status: fake.sent.length < 3 ? 503 : 200 }));
    const client = createWarung({
      ...fake,
      middleware: [
        async (request, next) => {
          const response = await next(request);
          seen.push(`${request.operation} try ${request.attempt}: ${response.status}`);
          return response;
        },
      ],
    });

    await client.request("GET", "/stock");

    expect(seen).toEqual(["request try 1: 503", "request try 2: 503", "request try 3: 200"]);
  });

  it("sees what will be sent, but never the credential", async () => {
    const seen: MiddlewareRequest[] = [];
    const fake = fakeFetch(() => Response.json({ items: [], total: 0 }));
    const client = createWarung({
      ...fake,
      headers: { "X-Shop": "7" },
      middleware: [
        (request, next) => {
          seen.push(request);
          return next(request);
        },
      ],
    });

    await list(client, { limit: 5 }, { headers: { "X-Trace": "abc" } });

    expect(seen).toEqual([
      expect.objectContaining({
        vendor: "warung",
        operation: "items.list",
        method: "GET",
        url: "https://api.warung.example/items?limit=5",
        headers: { accept: "application/json", "x-shop": "7", "x-trace": "abc" },
        body: undefined,
        attempt: 1,
      }),
    ]);
    expect(fake.sent[0]?.authorization).toBe(`Bearer ${token}`);
  });

  it("can add headers to what is sent", async () => {
    let trace: string | null = null;
    const client = createWarung({
      fetch: async (input, init) => {
        trace = new Request(input, init).headers.get("traceparent");
        return Response.json({ id: 1 });
      },
      middleware: [
        (request, next) => next({ ...request, headers: { ...request.headers, traceparent: "00-ab" } }),
      ],
    });

    await get(client);

    expect(trace).toBe("00-ab");
  });

  it("cannot replace the credential by a header of its own", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({
      ...fake,
      middleware: [(request, next) => next({ ...request, headers: { authorization: "Bearer other" } })],
    });

    await get(client);

    expect(fake.sent[0]?.authorization).toBe(`Bearer ${token}`);
  });

  it("may answer itself: nothing is sent", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({ ...fake, middleware: [async () => Response.json({ id: 42 })] });

    await expect(get(client)).resolves.toEqual({ id: 42 });
    expect(fake.sent).toHaveLength(0);
  });

  it("that answers with an error is taken at its word, retries included", async () => {
    withoutBackoff();
    const client = createWarung({ middleware: [async () => new Response(null, { status: 500 })] });

    expect((await failureOf(get(client), ServerError)).attempts).toBe(3);
  });

  it("that throws ends the call, with what it threw as the cause, without another try", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const reason = new RangeError("not on Sundays");
    const client = createWarung({
      ...fake,
      middleware: [
        () => {
          throw reason;
        },
      ],
    });

    const error = await failureOf(get(client), CallError);
    expect(error.message).toBe("GET /items/1 was not sent: a middleware failed: RangeError: not on Sundays.");
    expect(error).toMatchObject({ operation: "items.get", outcome: "not-sent", attempts: 1, cause: reason });
    expect(fake.sent).toHaveLength(0);
  });

  it("gets a signal that ends with the try's time-out", async () => {
    let signal: AbortSignal | undefined;
    const client = createWarung({
      timeout: 20,
      retries: 0,
      fetch: deafFetch,
      middleware: [
        (request, next) => {
          signal = request.signal;
          return next(request);
        },
      ],
    });

    await failureOf(get(client), TimeoutError);

    expect(signal?.aborted).toBe(true);
  });

  it("counts in the try's time-out", async () => {
    const client = createWarung({ timeout: 20, retries: 0, middleware: [deafFetch] });

    await failureOf(create(client), TimeoutError);
  });

  it("sees the replay after a renewed token as another try", async () => {
    const attempts: number[] = [];
    const fake = fakeFetch(() => new Response(null, { status: 401 }));
    const client = createWarung({
      ...fake,
      credential: { ...rotating(), secrets: () => [] },
      middleware: [
        (request, next) => {
          attempts.push(request.attempt);
          return next(request);
        },
      ],
    });

    await failureOf(get(client), AuthenticationError);

    expect(attempts).toEqual([1, 2]);
  });

  it("sees token requests too, with their secrets in the body: they are the request", async () => {
    const bodies: unknown[] = [];
    const fake = fakeFetch(() => Response.json({ accessToken: "new" }));
    const client = createWarung({
      ...fake,
      middleware: [
        (request, next) => {
          bodies.push(request.body);
          return next(request);
        },
      ],
    });

    await login(client, { email: "ibu@warung.example", password });

    expect(bodies).toEqual([JSON.stringify({ email: "ibu@warung.example", password })]);
  });
});

/** A credential that has a new token after each rejection. */
function rotating() {
  let number = 1;
  return {
    prepare: () => undefined,
    authorize: () => ({ headers: { authorization: `Bearer token-number-${number}` } }),
    async renew() {
      number += 1;
      return true;
    },
  };
}
