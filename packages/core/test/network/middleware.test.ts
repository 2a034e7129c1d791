import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  CallError,
  type Middleware,
  type MiddlewareRequest,
  ServerError,
  TimeoutError,
} from "../../src/index.ts";
import { create, createWarung, get, list, login, password, token } from "../support/client.ts";
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
        headers: {
          accept: "application/json",
          "user-agent": expect.stringContaining("kelaskit") as unknown,
          "x-shop": "7",
          "x-trace": "abc",
        },
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
    expect(error.message).toBe(
      "warung items.get: GET /items/1 was not sent: a middleware failed: RangeError: not on Sundays.",
    );
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

  it("sees a token request, but neither the body of it nor that of its reply", async () => {
    const seen: unknown[] = [];
    const fake = fakeFetch(() =>
      Response.json(
        { accessToken: "new" },
        { headers: { "set-cookie": "session=new", "x-request-id": "7" } },
      ),
    );
    const client = createWarung({
      ...fake,
      middleware: [
        async (request, next) => {
          const response = await next(request);
          const { status, headers } = response;
          const texts = [await response.clone().text(), await response.text()];
          seen.push({ ...request, status, texts, headers: [...headers.keys()] });
          return response;
        },
      ],
    });

    await expect(login(client, { email: "ibu@warung.example", password })).resolves.toEqual({
      accessToken: "new",
    });

    expect(seen).toEqual([
      expect.objectContaining({
        operation: "auth.login",
        body: undefined,
        status: 200,
        texts: ["", ""],
        headers: ["content-type", "x-request-id"],
      }),
    ]);
    await expect(fake.sent[0]?.text()).resolves.toBe(
      JSON.stringify({ email: "ibu@warung.example", password }),
    );
  });

  it.each([
    ["a copy of the response", async (response: Response) => response.clone()],
    ["a copy of a copy", async (response: Response) => response.clone().clone()],
  ])("may give %s of a token request", async (_what, copy) => {
    const fake = fakeFetch(() => Response.json({ accessToken: "new" }));
    const client = createWarung({
      ...fake,
      middleware: [async (request, next) => copy(await next(request))],
    });

    await expect(login(client, { email: "ibu@warung.example", password })).resolves.toEqual({
      accessToken: "new",
    });
  });

  it("may give a token request another body, and answer it itself", async () => {
    const fake = fakeFetch(() => Response.json({ accessToken: "sent" }));
    const account = { email: "ibu@warung.example", password };

    await login(
      createWarung({ ...fake, middleware: [(request, next) => next({ ...request, body: "mine" })] }),
      account,
    );
    const answered = login(
      createWarung({ ...fake, middleware: [async () => Response.json({ accessToken: "made" })] }),
      account,
    );

    await expect(fake.sent[0]?.text()).resolves.toBe("mine");
    await expect(answered).resolves.toEqual({ accessToken: "made" });
  });

  it.each([
    ["an error", 401],
    ["a redirect", 302],
  ])("that looks at a token request leaves %s as it is", async (_what, status) => {
    const fake = fakeFetch(() => new Response(null, { status, headers: { location: "/elsewhere" } }));
    const client = createWarung({ ...fake, middleware: [(request, next) => next(request)] });

    await expect(login(client, { email: "ibu@warung.example", password })).rejects.toThrow(
      `POST /login ${status}`,
    );
  });

  it("cannot send a header that no request can hold: its value is not shown", async () => {
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const headers = { "x-signature": `${password}\n` };
    const client = createWarung({ ...fake, middleware: [(request, next) => next({ ...request, headers })] });

    await expect(get(client)).rejects.toThrow(
      /^(?!.*rahasia).*The value of the header x-signature in a middleware's request cannot be sent/,
    );
    expect(fake.sent).toHaveLength(0);
  });
});

/** A credential that has a new token after each rejection. */
function rotating() {
  let number = 1;
  const prepare = () => ({ headers: { authorization: `Bearer token-number-${number}` } });
  return {
    prepare,
    async renew() {
      number += 1;
      return prepare();
    },
  };
}
