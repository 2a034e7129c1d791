import * as fc from "fast-check";
import { getResponse } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  ApiError,
  AuthenticationError,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  ServerError,
  ValidationError,
} from "../../src/index.ts";
import { bearer, createClient, offsetPager, operation, pagedOperation } from "../../src/vendor.ts";
import type { ClientOptions } from "../../src/index.ts";
import type { ErrorReader, NoParams } from "../../src/vendor.ts";
import { createMockServer } from "../../src/testing/index.ts";
import type { MockServerOptions } from "../../src/testing/index.ts";
import { serve } from "../../src/testing/node.ts";
import { everyOf, failure, sampleClient } from "../support/sample-vendor.ts";

interface Order {
  readonly id: number;
  readonly title: string;
}

const createOrder = operation<{ readonly title: string }, Order>({
  name: "orders.create",
  method: "POST",
  path: "/v1/orders",
  evidence: "documented",
  params: () => z.strictObject({ title: z.string() }),
  response: () => z.strictObject({ id: z.int(), title: z.string() }),
});

const getOrder = operation<{ readonly orderId: number }, Order>({
  name: "orders.get",
  method: "GET",
  path: "/v1/orders/{orderId}",
  evidence: "documented",
  params: () => z.strictObject({ orderId: z.int() }),
  response: () => z.strictObject({ id: z.int(), title: z.string() }),
});

const listOrders = pagedOperation<
  { readonly limit?: number | undefined; readonly offset?: number | undefined },
  { readonly orders: readonly Order[]; readonly total: number },
  Order
>({
  name: "orders.list",
  method: "GET",
  path: "/v1/orders",
  evidence: "documented",
  params: () => z.strictObject({ limit: z.optional(z.int()), offset: z.optional(z.int()) }),
  response: () =>
    z.strictObject({ orders: z.array(z.strictObject({ id: z.int(), title: z.string() })), total: z.int() }),
  pager: offsetPager({ items: "orders", total: "total", limit: "limit", offset: "offset", pageSize: 2 }),
});

/** A reply that its declaration does not allow. */
const brokenOperation = operation<NoParams, Order>({
  name: "orders.broken",
  method: "GET",
  path: "/v1/broken",
  evidence: "documented",
  response: () => z.strictObject({ id: z.int(), title: z.string() }),
});

const baseUrl = "https://orders.sample.test/api";

/** A mock as a vendor's package would write it, over a store in memory. */
function createMockOrders(options: Partial<MockServerOptions> = {}) {
  const orders: Order[] = [];
  const mock = createMockServer({
    baseUrl,
    error: (status, message) => Response.json({ problem: message }, { status }),
    ...options,
  });
  mock.on(createOrder, ({ params }) => {
    const order = { id: orders.length + 1, title: params.title };
    orders.push(order);
    return order;
  });
  mock.on(getOrder, ({ params }) => {
    const found = orders.find(({ id }) => id === params.orderId);
    return found ?? Response.json({ problem: "no such order" }, { status: 404 });
  });
  mock.on(listOrders, ({ params: { offset = 0, limit = 2 } }) => ({
    orders: orders.slice(offset, offset + limit),
    total: orders.length,
  }));
  mock.on(brokenOperation, () => ({ id: "seven" }) as unknown as Order);
  return Object.assign(mock, { orders });
}

const readError: ErrorReader = ({ body }) =>
  typeof body === "object" && body !== null && "problem" in body
    ? { message: String(body.problem) }
    : undefined;

function clientOf(mock: { readonly fetch: typeof globalThis.fetch }, options: ClientOptions = {}) {
  return sampleClient(
    mock,
    { baseUrl, ...options },
    { readError, credentials: { main: () => bearer("key-1234567") } },
  );
}

describe("createMockServer", () => {
  it("answers a client through its fetch option, without any network", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    const order = await createOrder(client, { title: "Pottery" });
    expect(await getOrder(client, { orderId: order.id })).toEqual({ id: 1, title: "Pottery" });
    const missing = await failure(getOrder(client, { orderId: 9 }), NotFoundError);
    expect(missing.message).toBe("sample orders.get: GET /v1/orders/9 404: no such order.");
  });

  it("pages as the vendor does", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    for (const title of ["a", "b", "c", "d", "e"]) await createOrder(client, { title });
    const titles = (await everyOf(listOrders(client))).map(({ title }) => title);
    expect(titles).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("works with msw's setupServer, through the platform's fetch", async () => {
    const server = setupServer(...createMockOrders().handlers);
    server.listen({ onUnhandledFrame: "error" });
    try {
      const client = createClient({ vendor: "sample", baseUrl }, { retries: 0, logger: false });
      await expect(createOrder(client, { title: "Pottery" })).resolves.toEqual({ id: 1, title: "Pottery" });
    } finally {
      server.close();
    }
  });

  describe("whose handlers msw has", () => {
    const ask = (url: string) => getResponse([...createMockOrders().handlers], new Request(url));

    it("answers 404 within its base URL where it has no route", async () => {
      const server = setupServer(...createMockOrders().handlers);
      server.listen({ onUnhandledFrame: "error" });
      try {
        const answer = await fetch(`${baseUrl}/v1/users`);
        expect(answer.status).toBe(404);
        expect(await answer.json()).toEqual({ problem: `The mock has no route GET ${baseUrl}/v1/users.` });
      } finally {
        server.close();
      }
    });

    it("leaves every other address to msw", async () => {
      await fc.assert(
        fc.asyncProperty(fc.webUrl({ withQueryParameters: true }), async (url) => {
          expect(await ask(url)).toBeUndefined();
        }),
      );
    });

    it.each([
      "https://orders.sample.test/",
      "https://orders.sample.test/apiary/v1/orders",
      "https://orders.sample.test/other/api/v1/orders",
      "https://orders.sample.test:8443/api/v1/orders",
      "http://orders.sample.test/api/v1/orders",
      "https://orders.sample.test.elsewhere.test/api/v1/orders",
      "https://elsewhere.test/api/v1/orders",
      "https://elsewhere.test/?https://orders.sample.test/api/v1/orders",
      "https://ordersXsample.test/api/v1/orders",
    ])("leaves what only looks like its own address to msw: %s", async (url) => {
      expect(await ask(url)).toBeUndefined();
    });

    it.each([
      "https://orders.sample.test/api/",
      "https://ORDERS.sample.test:443/api",
      "https://orders.sample.test/api//",
    ])("has the same base URL however it is written: %s", async (written) => {
      const mock = createMockOrders({ baseUrl: written });
      expect(mock.baseUrl).toBe(baseUrl);
      const answer = await getResponse([...mock.handlers], new Request(`${baseUrl}/v1/orders?limit=1`));
      expect(await answer?.json()).toEqual({ orders: [], total: 0 });
    });

    it("answers to every host where its base URL says so", async () => {
      const mock = createMockOrders({ baseUrl: "https://*.sample.test/api" });
      const request = new Request("https://anything.sample.test/api/v1/orders");
      expect((await getResponse([...mock.handlers], request))?.status).toBe(200);
    });
  });

  it("refuses wrong parameters in the vendor's own form, with every issue", async () => {
    const client = clientOf(createMockOrders());
    const call = client.request("POST", "/v1/orders", { body: { titel: "x" } });
    const error = await failure(call, ValidationError);
    expect(error.message).toContain(
      "POST /v1/orders 422: title: required, expected a string; titel: unknown parameter",
    );
  });

  it("answers in the vendor's own form where it has no route", async () => {
    const error = await failure(clientOf(createMockOrders()).request("GET", "/v1/users"), NotFoundError);
    expect(error.message).toBe(
      `sample request: GET /v1/users 404: The mock has no route GET ${baseUrl}/v1/users.`,
    );
  });

  it("lets nobody in whom its guard keeps out, before it looks at parameters", async () => {
    const mock = createMockOrders({
      guard: (name, request) =>
        name === "orders.list" || request.headers.get("authorization") === "Bearer key-1234567"
          ? undefined
          : Response.json({ problem: "who are you?" }, { status: 401 }),
    });
    const stranger = sampleClient(mock, { baseUrl });
    await failure(stranger.request("POST", "/v1/orders", { body: {} }), AuthenticationError);
    await expect(listOrders(stranger)).resolves.toEqual({ orders: [], total: 0 });
    await expect(createOrder(clientOf(mock), { title: "x" })).resolves.toMatchObject({ id: 1 });
  });

  it("records every request, the refused ones included", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    await createOrder(client, { title: "Pottery" }, { headers: { "x-trace": "1" } });
    await listOrders(client, { offset: 2 });
    await client.request("GET", "/v1/orders/x").catch(() => undefined);
    expect(mock.requests.map(({ headers: _, ...request }) => request)).toEqual([
      { operation: "orders.create", method: "POST", path: "/api/v1/orders", params: { title: "Pottery" } },
      { operation: "orders.list", method: "GET", path: "/api/v1/orders?offset=2", params: { offset: 2 } },
      { operation: "orders.get", method: "GET", path: "/api/v1/orders/x", params: { orderId: "x" } },
    ]);
    expect(mock.requests[0]?.headers.get("x-trace")).toBe("1");
  });

  it("answers at the routes that a client was given instead", async () => {
    const routes = { "orders.create": "PUT /v2/orders/new" };
    const mock = createMockOrders({ routes });
    await expect(createOrder(clientOf(mock, { routes }), { title: "x" })).resolves.toMatchObject({ id: 1 });
    await failure(createOrder(clientOf(mock), { title: "x" }), NotFoundError);
    expect(mock.requests.map(({ path }) => path)).toEqual(["/api/v2/orders/new"]);
  });

  it("prefers the route that names an address to one with a variable, in whichever order they were added", async () => {
    const lookUp = operation<NoParams, { readonly words: string }>({
      name: "orders.lookUp",
      method: "GET",
      path: "/v1/orders/lookup",
      evidence: "documented",
      response: () => z.strictObject({ words: z.string() }),
    });
    const mock = createMockOrders();
    mock.on(lookUp, () => ({ words: "open" }));
    expect(await lookUp(clientOf(mock))).toEqual({ words: "open" });
  });

  it("refuses a request that was given up before it was sent", async () => {
    const call = createMockOrders().fetch(`${baseUrl}/v1/orders`, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("fail", () => {
  it("gives a status in the vendor's own form, once, and carries nothing out", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    mock.fail("orders.create", { status: 503 });
    const error = await failure(createOrder(client, { title: "x" }), ServerError);
    expect(error.message).toContain("POST /v1/orders 503: The mock was told to fail with 503.");
    expect(mock.orders).toEqual([]);
    await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
  });

  it("says how long to wait", async () => {
    const mock = createMockOrders();
    mock.fail("orders.get", { status: 429, retryAfter: 90 });
    const error = await failure(getOrder(clientOf(mock), { orderId: 1 }), RateLimitError);
    expect(error.retryAfter).toBe(90_000);
  });

  it("is what a client's retries are tested with", async () => {
    const mock = createMockOrders();
    mock.fail("orders.create", { status: 429, retryAfter: 0 }, { times: 2 });
    const order = createOrder(clientOf(mock, { retries: 2 }), { title: "x" });
    await expect(order).resolves.toMatchObject({ id: 1 });
    expect(mock.requests).toHaveLength(3);
  });

  it.each([
    [
      { problem: "closed", until: 5 },
      { problem: "closed", until: 5 },
    ],
    ["<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>"],
  ])("gives another body and headers: %j", async (body, read) => {
    const mock = createMockOrders();
    mock.fail("orders.get", { status: 502, body, headers: { "x-request-id": "r-7" } });
    const error = await failure(getOrder(clientOf(mock), { orderId: 1 }), ServerError);
    expect([error.body, error.requestId]).toEqual([read, "r-7"]);
  });

  it("can be an error in a successful reply", async () => {
    const mock = createMockOrders();
    mock.fail("orders.get", { status: 200, body: { problem: "sold out" } });
    const error = await failure(getOrder(clientOf(mock), { orderId: 1 }), ApiError);
    expect(error.message).toBe("sample orders.get: GET /v1/orders/1 200: sold out.");
  });

  it.each([
    ["request", 0],
    ["reply", 1],
  ] as const)(
    "loses the %s on the way: %d carried out, and the client does not know",
    async (lost, carriedOut) => {
      const mock = createMockOrders();
      mock.fail("orders.create", { lost });
      const error = await failure(createOrder(clientOf(mock), { title: "x" }), ConnectionError);
      expect(error.outcome).toBe("unknown");
      expect(mock.orders).toHaveLength(carriedOut);
      expect(mock.requests).toHaveLength(1);
    },
  );

  it("queues up: each failure is used up before the next", async () => {
    const mock = createMockOrders();
    mock.fail("orders.list", { status: 500 }, { times: 2 });
    mock.fail("orders.list", { lost: "reply" });
    mock.fail("orders.list", { status: 404 });
    const outcomes: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      outcomes.push(
        await listOrders(clientOf(mock)).then(
          () => "given",
          (error: unknown) => (error as Error).name,
        ),
      );
    }
    expect(outcomes).toEqual(["ServerError", "ServerError", "ConnectionError", "NotFoundError", "given"]);
  });

  it("leaves other operations alone, and goes on for ever until reset()", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    mock.fail("orders.create", { status: 500 }, { times: Infinity });
    for (let index = 0; index < 3; index += 1)
      await failure(createOrder(client, { title: "x" }), ServerError);
    await expect(listOrders(client)).resolves.toEqual({ orders: [], total: 0 });
    mock.reset();
    expect(mock.requests).toEqual([]);
    await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
  });

  it("zero times is never", async () => {
    const mock = createMockOrders();
    mock.fail("orders.list", { status: 500 }, { times: 0 });
    await expect(listOrders(clientOf(mock))).resolves.toEqual({ orders: [], total: 0 });
  });

  it("knows the operations that there are", () => {
    expect(() => {
      createMockOrders().fail("orders.delete", { status: 500 });
    }).toThrow(
      new TypeError(
        'The mock has no operation "orders.delete"; it has orders.create, orders.get, orders.list, orders.broken.',
      ),
    );
  });
});

describe("serve", () => {
  async function served(
    run: (
      client: ReturnType<typeof clientOf>,
      mock: ReturnType<typeof createMockOrders>,
      url: string,
    ) => Promise<void>,
  ) {
    const mock = createMockOrders();
    const server = await serve(mock);
    try {
      await run(clientOf({ fetch: globalThis.fetch }, { baseUrl: server.url }), mock, server.url);
    } finally {
      await server.close();
    }
  }

  it("answers over real HTTP on loopback", async () => {
    await served(async (client, mock, url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      await createOrder(client, { title: "Töpfern" });
      await expect(listOrders(client, { limit: 1 })).resolves.toEqual({
        orders: [{ id: 1, title: "Töpfern" }],
        total: 1,
      });
      expect(mock.requests.map(({ operation: name }) => name)).toEqual(["orders.create", "orders.list"]);
    });
  });

  it("answers any language's client: status, media type and body", async () => {
    await served(async (_client, _mock, url) => {
      const response = await fetch(`${url}/v1/orders`, { method: "POST", body: '{"title":"x"}' });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
      await expect(response.json()).resolves.toEqual({ id: 1, title: "x" });
    });
  });

  it("lets a page of another origin call it and read its answer, when it is told to", async () => {
    const cors = await serve(createMockOrders(), { cors: true });
    try {
      const origin = "http://shop.example";
      const preflight = await fetch(`${cors.url}/anything`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "PATCH",
          "access-control-request-headers": "authorization",
        },
      });
      const answer = await fetch(`${cors.url}/anything`, { headers: { origin } });

      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization");
      expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    } finally {
      await cors.close();
    }
  });

  it("says where it has no route, in the vendor's own form", async () => {
    await served(async (client) => {
      const error = await failure(client.request("GET", "/v1/users"), NotFoundError);
      expect(error.body).toEqual({ problem: `The mock has no route GET ${baseUrl}/v1/users.` });
    });
  });

  it("says where none of the handlers that it was given answers", async () => {
    const server = await serve({ ...createMockOrders(), handlers: [] });
    try {
      const answer = await fetch(`${server.url}/v1/users?page=2`);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ error: { message: "The mock has no route GET /v1/users." } });
    } finally {
      await server.close();
    }
  });

  it.each(["request", "reply"] as const)("a lost %s is a connection that is cut", async (lost) => {
    await served(async (client, mock) => {
      mock.fail("orders.create", { lost });
      const error = await failure(createOrder(client, { title: "x" }), ConnectionError);
      expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(error.code);
      expect(error.outcome).toBe("unknown");
      expect(mock.orders).toHaveLength(lost === "reply" ? 1 : 0);
    });
  });

  it("a mock that is wrong is a 500 that says why", async () => {
    await served(async (client) => {
      const error = await failure(brokenOperation(client), ServerError);
      expect(error.status).toBe(500);
      expect(JSON.stringify(error.body)).toContain(
        "MockReplyError: The mock of orders.broken answers with something its declaration does not allow. id: expected a number, got string",
      );
    });
  });

  it("a body that is not JSON is a 500 that says so, and the next request is answered", async () => {
    await served(async (client, _mock, url) => {
      const response = await fetch(`${url}/v1/orders`, { method: "POST", body: "{" });
      expect([response.status, await response.text()]).toEqual([500, expect.stringContaining("SyntaxError")]);
      await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
    });
  });

  it("takes the port that it is given, and lets go of it when it is closed", async () => {
    const first = await serve(createMockOrders());
    const port = Number(new URL(first.url).port);
    await expect(serve(createMockOrders(), { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
    const second = await serve(createMockOrders(), { port });
    expect(second.url).toBe(first.url);
    await second.close();
    const error = await failure(
      listOrders(clientOf({ fetch: globalThis.fetch }, { baseUrl: first.url })),
      ConnectionError,
    );
    expect(error.code).toBe("ECONNREFUSED");
  });
});
