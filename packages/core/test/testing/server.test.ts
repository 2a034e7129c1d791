import { freePort } from "@kelaskit/test-support/free-ports";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  ApiError,
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  ServerError,
  ValidationError,
} from "../../src/index.ts";
import { bearer, offsetPager, operation, pagedOperation } from "../../src/vendor.ts";
import type { ClientOptions } from "../../src/index.ts";
import type { ErrorReader, NoParams } from "../../src/vendor.ts";
import { createMockServer } from "../../src/testing/index.ts";
import type { Failure, FailureOptions, MockServerOptions } from "../../src/testing/index.ts";
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
    reset() {
      orders.length = 0;
    },
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
  mock.on(brokenOperation, () => JSON.parse('{ "id": "seven" }') as Order);
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
  it("answers a client through its fetch option, without a network", async () => {
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

  it("refuses wrong parameters in the vendor's format, with every issue", async () => {
    const client = clientOf(createMockOrders());
    const call = client.request("POST", "/v1/orders", { body: { titel: "x" } });
    const error = await failure(call, ValidationError);
    expect(error.message).toContain(
      "POST /v1/orders 422: title: required, expected a string; titel: unknown parameter",
    );
  });

  it("says in a header of each reply how well its route is known", async () => {
    const evidenceFrom = async (routes: Record<string, string>, path: string) => {
      const response = await createMockOrders({ routes }).fetch(`${baseUrl}${path}`);
      return response.headers.get("x-kelaskit-evidence");
    };
    expect(await evidenceFrom({}, "/v1/orders")).toBe("documented");
    expect(await evidenceFrom({ "orders.list": "GET /v2/orders" }, "/v2/orders")).toBe("documented");
  });

  it("answers for all servers of a vendor, each at its own address, or all at the base URL", async () => {
    const listFiles = operation<NoParams, { readonly files: number }>({
      name: "files.list",
      method: "GET",
      path: "/files",
      evidence: "observed",
      server: "library",
      response: () => z.strictObject({ files: z.int() }),
    });
    const library = "https://library.orders.test/v2";
    const mock = createMockOrders({ servers: { library } });
    mock.on(listFiles, () => ({ files: 7 }));
    const atItsOwn = await mock.fetch(`${library}/files`);
    expect(await atItsOwn.json()).toEqual({ files: 7 });
    expect(atItsOwn.headers.get("x-kelaskit-evidence")).toBe("observed");
    expect((await mock.fetch(`${baseUrl}/files`)).status).toBe(200);
    expect((await mock.fetch(`${library}/v1/orders`)).status).toBe(404);
    const [handler] = mock.handlers({
      all: (path: RegExp) => path,
    });
    expect(handler?.test(`${library}/files`)).toBe(true);
    expect(handler?.test("https://elsewhere.test/files")).toBe(false);
    const client = sampleClient(mock, { baseUrl }, { servers: { library } });
    expect(await listFiles(client)).toEqual({ files: 7 });
  });

  it("answers unknown routes in the vendor's format", async () => {
    const error = await failure(clientOf(createMockOrders()).request("GET", "/v1/users"), NotFoundError);
    expect(error.message).toBe(
      `sample request: GET /v1/users 404: The mock has no route GET ${baseUrl}/v1/users.`,
    );
  });

  it("applies its guard before it validates parameters", async () => {
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

  it("records every request, including refused ones", async () => {
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

  it("answers at overridden routes", async () => {
    const routes = { "orders.create": "PUT /v2/orders/new" };
    const mock = createMockOrders({ routes });
    await expect(createOrder(clientOf(mock, { routes }), { title: "x" })).resolves.toMatchObject({ id: 1 });
    await failure(createOrder(clientOf(mock), { title: "x" }), NotFoundError);
    expect(mock.requests.map(({ path }) => path)).toEqual(["/api/v2/orders/new"]);
  });

  it("prefers a literal route to one with a variable, in any order", async () => {
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

  it("refuses a request that was aborted before it was sent", async () => {
    const call = createMockOrders().fetch(`${baseUrl}/v1/orders`, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("fail", () => {
  it("answers once with a status in the vendor's format, without carrying it out", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    mock.fail("orders.create", { status: 503 });
    const error = await failure(createOrder(client, { title: "x" }), ServerError);
    expect(error.message).toContain("POST /v1/orders 503: Simulated failure with status 503.");
    expect(mock.orders).toEqual([]);
    await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
  });

  it("sets retry-after", async () => {
    const mock = createMockOrders();
    mock.fail("orders.get", { status: 429, retryAfter: 90 });
    const error = await failure(getOrder(clientOf(mock), { orderId: 1 }), RateLimitError);
    expect(error.retryAfter).toBe(90_000);
  });

  it("can test a client's retries", async () => {
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

  it("queues failures in order", async () => {
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

  it("affects only its operation, and lasts until clear()", async () => {
    const mock = createMockOrders();
    const client = clientOf(mock);
    mock.fail("orders.create", { status: 500 }, { times: Infinity });
    for (let index = 0; index < 3; index += 1)
      await failure(createOrder(client, { title: "x" }), ServerError);
    await expect(listOrders(client)).resolves.toEqual({ orders: [], total: 0 });
    mock.clear();
    expect(mock.requests).toEqual([]);
    await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
  });

  it("zero times means never", async () => {
    const mock = createMockOrders();
    mock.fail("orders.list", { status: 500 }, { times: 0 });
    await expect(listOrders(clientOf(mock))).resolves.toEqual({ orders: [], total: 0 });
  });

  it.each([
    ["orders.creat", 'fail: "orders.creat" is unknown. Did you mean orders.create?'],
    [
      "users.list-all-of-them",
      'fail: "users.list-all-of-them" is unknown. Known names: orders.create, orders.get, orders.list, orders.broken.',
    ],
    [7, "fail: the number 7 is unknown. Known names: orders.create, orders.get, orders.list, orders.broken."],
  ])("refuses the unknown operation %j", (name, message) => {
    expect(() => {
      createMockOrders().fail(name as string, { status: 500 });
    }).toThrow(new ConfigurationError(message, { code: "unknown-operation" }));
  });

  it.each([
    [{ lost: "repply" }, 'fail: lost: "repply" is unknown. Did you mean reply?'],
    [{ lost: "reply", status: 500 }, 'fail: "status" is unknown. Known names: lost.'],
    [{ stauts: 500 }, 'fail: "stauts" is unknown. Did you mean status?'],
    [{ status: 500, retry_after: 1 }, 'fail: "retry_after" is unknown. Did you mean retryAfter?'],
    [{}, "fail: status: expected a whole number from 200 to 599, got nothing."],
    [
      { status: "500" },
      "fail: status: expected a whole number from 200 to 599, got a string of 3 characters.",
    ],
    [{ status: 100 }, "fail: status: expected a whole number from 200 to 599, got the number 100."],
    [{ status: 600 }, "fail: status: expected a whole number from 200 to 599, got the number 600."],
    [{ status: 204, body: {} }, "fail: body: a reply with status 204 cannot have a body."],
    [{ status: 429, retryAfter: -1 }, "fail: retryAfter: expected seconds of 0 or more, got the number -1."],
    [{ status: 500, headers: { "a b": "c" } }, "fail: headers: a name or a value is not valid in a header."],
    [undefined, "fail: expected status or lost, got nothing."],
    [503, "fail: expected status or lost, got the number 503."],
  ])("cannot be %j", (failing, message) => {
    expect(() => {
      createMockOrders().fail("orders.create", failing as Failure);
    }).toThrow(new ConfigurationError(message));
  });

  it.each([
    [{ time: 2 }, 'fail: "time" is unknown. Did you mean times?'],
    [{ times: -1 }, "fail: times: expected a number of 0 or more, got the number -1."],
    [{ times: NaN }, "fail: times: expected a number of 0 or more, got the number NaN."],
    [{ times: "2" }, "fail: times: expected a number of 0 or more, got a string of 1 character."],
  ])("refuses the options %j", (often, message) => {
    expect(() => {
      createMockOrders().fail("orders.create", { status: 500 }, often as FailureOptions);
    }).toThrow(new ConfigurationError(message));
  });

  it.each([204, 205, 304])("can be a status without a body, %d", async (status) => {
    const mock = createMockOrders();
    mock.fail("orders.list", { status });
    const answer = await mock.fetch(`${baseUrl}/v1/orders`);
    expect([answer.status, await answer.text()]).toEqual([status, ""]);
  });
});

describe("what a mock records", () => {
  it("is the last 10,000 requests", async () => {
    const mock = createMockOrders();
    for (let index = 0; index < 10_002; index += 1) await mock.fetch(`${baseUrl}/v1/orders/${index}`);
    expect(mock.requests).toHaveLength(10_000);
    expect([mock.requests[0]?.params, mock.requests.at(-1)?.params]).toEqual([
      { orderId: 2 },
      { orderId: 10_001 },
    ]);
  });

  it.each([0, 1, 3, Infinity])("is as many requests as it is told: %d", async (maxRequests) => {
    const mock = createMockOrders({ maxRequests });
    for (let index = 1; index <= 5; index += 1) await mock.fetch(`${baseUrl}/v1/orders/${index}`);
    const kept = mock.requests.map(({ params }) => params["orderId"]);
    expect(kept).toEqual([1, 2, 3, 4, 5].slice(Math.max(0, 5 - maxRequests)));
  });

  it.each([-1, NaN, "3"])("cannot be %j requests", (maxRequests) => {
    expect(() => createMockOrders({ maxRequests: maxRequests as number })).toThrow(ConfigurationError);
  });

  it("is cleared by clear(), but its data is kept", async () => {
    const mock = createMockOrders();
    await createOrder(clientOf(mock), { title: "x" });
    mock.fail("orders.list", { status: 500 }, { times: Infinity });
    mock.clear();
    expect(mock.requests).toEqual([]);
    await expect(listOrders(clientOf(mock))).resolves.toMatchObject({ total: 1 });
  });

  it("is cleared by reset(), and so is the vendor's data", async () => {
    const mock = createMockOrders();
    await createOrder(clientOf(mock), { title: "x" });
    mock.fail("orders.list", { status: 500 }, { times: Infinity });
    mock.reset();
    expect(mock.requests).toEqual([]);
    await expect(listOrders(clientOf(mock))).resolves.toEqual({ orders: [], total: 0 });
  });
});

describe("the routes of a mock", () => {
  it("are those of its operations", () => {
    const mock = createMockOrders({ routes: { "orders.crate": "POST /v2/orders" } });
    expect(() => {
      mock.checkRoutes();
    }).toThrow('routes: "orders.crate" is unknown. Did you mean orders.create?');
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

  it("answers over HTTP on loopback", async () => {
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

  it("answers with status, media type and body", async () => {
    await served(async (_client, _mock, url) => {
      const response = await fetch(`${url}/v1/orders`, { method: "POST", body: '{"title":"x"}' });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
      await expect(response.json()).resolves.toEqual({ id: 1, title: "x" });
    });
  });

  it("allows pages of another origin with the option", async () => {
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

  it("answers unknown routes in the vendor's format, over HTTP", async () => {
    await served(async (client) => {
      const error = await failure(client.request("GET", "/v1/users"), NotFoundError);
      expect(error.body).toEqual({ problem: `The mock has no route GET ${baseUrl}/v1/users.` });
    });
  });

  it("accepts an answer function that inspects, delays or drops requests", async () => {
    const mock = createMockOrders();
    const seen: string[] = [];
    const server = await serve({
      baseUrl,
      async answer(request) {
        seen.push(request.url);
        return seen.length > 1 ? Response.error() : mock.answer(request);
      },
    });
    try {
      const client = clientOf({ fetch: globalThis.fetch }, { baseUrl: server.url });
      await expect(listOrders(client)).resolves.toEqual({ orders: [], total: 0 });
      await failure(listOrders(client, {}, { retries: 0 }), ConnectionError);
      expect(seen).toEqual([`${baseUrl}/v1/orders`, `${baseUrl}/v1/orders`]);
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

  it("a mistake of the mock is a 500 with the reason", async () => {
    await served(async (client) => {
      const error = await failure(brokenOperation(client), ServerError);
      expect(error.status).toBe(500);
      expect(JSON.stringify(error.body)).toContain(
        "MockReplyError: The mock of orders.broken returns a reply that does not match its declaration. id: expected a number, got string",
      );
    });
  });

  it("a body that is not JSON is a 500, and the next request is answered", async () => {
    await served(async (client, _mock, url) => {
      const response = await fetch(`${url}/v1/orders`, { method: "POST", body: "{" });
      expect([response.status, await response.text()]).toEqual([500, expect.stringContaining("SyntaxError")]);
      await expect(createOrder(client, { title: "x" })).resolves.toMatchObject({ id: 1 });
    });
  });

  it("uses the given port, and releases it when closed", async () => {
    const port = await freePort();
    const first = await serve(createMockOrders(), { port });
    expect(first.url).toBe(`http://127.0.0.1:${port}`);
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
