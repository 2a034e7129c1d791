import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ConfigurationError, NotFoundError, PermissionError } from "../../src/index.ts";
import { offsetPager, operation, pagedOperation } from "../../src/vendor.ts";
import { createMockServer, type VendorRecording } from "../../src/testing/index.ts";
import { failure, sampleClient } from "../support/sample-vendor.ts";

interface Order {
  readonly id: number;
  readonly title?: string | undefined;
  readonly tags: readonly string[];
}

const order = () => z.looseObject({ id: z.int(), title: z.optional(z.string()), tags: z.array(z.string()) });

const getOrder = operation<{ readonly orderId: number }, Order>({
  name: "orders.get",
  method: "GET",
  path: "/orders/{orderId}",
  evidence: "proposed",
  params: () => z.strictObject({ orderId: z.int() }),
  response: order,
});

const listOrders = pagedOperation<
  { readonly limit?: number | undefined; readonly offset?: number | undefined },
  { readonly orders: readonly Order[]; readonly total: number },
  Order
>({
  name: "orders.list",
  method: "GET",
  path: "/orders",
  evidence: "proposed",
  params: () => z.strictObject({ limit: z.optional(z.int()), offset: z.optional(z.int()) }),
  response: () => z.strictObject({ orders: z.array(order()), total: z.int() }),
  pager: offsetPager({ items: "orders", total: "total", limit: "limit", offset: "offset", pageSize: 10 }),
});

const orders = Array.from({ length: 12 }, (_, id): Order => ({ id, title: `Order ${id}`, tags: ["new"] }));

function createMock(like: VendorRecording) {
  const mock = createMockServer({
    baseUrl: "https://api.sample.test",
    like,
    error: (status, message) => Response.json({ message }, { status }),
  });
  mock.on(getOrder, ({ params: { orderId } }) => {
    const found = orders.find(({ id }) => id === orderId);
    return found ?? Response.json({ message: "none" }, { status: 404 });
  });
  mock.on(listOrders, ({ params: { limit = 10, offset = 0 } }) => ({
    orders: orders.slice(offset, offset + limit),
    total: orders.length,
  }));
  mock.checkRoutes();
  return mock;
}

const recorded = (operations: VendorRecording["operations"], more: Partial<VendorRecording> = {}) => ({
  routes: {},
  operations,
  ...more,
});

const get = { verdict: "drift", route: "GET /orders/{orderId}", status: 200 };
const list = { verdict: "answered", route: "GET /orders", status: 200 };

describe("a mock that is like a recorded vendor", () => {
  it("answers the recorded routes, and no others", async () => {
    const routes = { "orders.get": "GET /v2/order/{orderId}" };
    const mock = createMock(recorded({ "orders.get": { ...get, route: routes["orders.get"] } }, { routes }));
    expect(await getOrder(sampleClient(mock, { routes }), { orderId: 3 })).toMatchObject({ id: 3 });
    await failure(getOrder(sampleClient(mock), { orderId: 3 }), NotFoundError);
  });

  it("has no route that the vendor does not have", async () => {
    const mock = createMock(recorded({ "orders.list": { ...list, verdict: "not-found", status: 404 } }));
    await failure(listOrders(sampleClient(mock)), NotFoundError);
  });

  it("has a route of which only some records were missing", async () => {
    const missing = { ...get, verdict: "not-found", status: 404, triedIds: 2 };
    const mock = createMock(recorded({ "orders.get": missing }));
    expect(await getOrder(sampleClient(mock), { orderId: 3 })).toMatchObject({ id: 3 });
  });

  it("refuses what the vendor refuses", async () => {
    const mock = createMock(recorded({ "orders.list": { ...list, verdict: "refused", status: 403 } }));
    await failure(listOrders(sampleClient(mock)), PermissionError);
    expect(mock.requests).toHaveLength(1);
  });

  it("leaves out fields that the vendor does not send, and changes types as the vendor does", async () => {
    const shape = { id: "string", tags: "null", paid: "boolean", items: "list", "items[]": "object" };
    const mock = createMock(recorded({ "orders.get": { ...get, shape } }));
    const reply = await getOrder(sampleClient(mock, { validation: "off" }), { orderId: 3 });
    expect(reply).toEqual({ id: "3", tags: null, paid: false, items: [] });
  });

  it("shows a client the drift that the vendor would", async () => {
    const mock = createMock(recorded({ "orders.get": { ...get, shape: { id: "string", tags: "list" } } }));
    const reports: string[] = [];
    const client = sampleClient(mock, {
      onDrift: ({ issues }) => void reports.push(...issues.map(({ message }) => message)),
    });
    await getOrder(client, { orderId: 3 });
    expect(reports).toEqual(["id: expected a number, got string"]);
  });

  it("keeps a value of one of several types, and fields whose names are not known", async () => {
    const shape = { id: "number or string", tags: "list", "tags[]": "string", "*": "string" };
    const mock = createMock(recorded({ "orders.get": { ...get, shape } }));
    expect(await getOrder(sampleClient(mock), { orderId: 3 })).toEqual(orders[3]);
  });

  it("keeps the entries of a list that was empty", async () => {
    const shape = { orders: "list", total: "number" };
    const mock = createMock(recorded({ "orders.list": { ...list, shape } }));
    const { orders: found } = await listOrders(sampleClient(mock));
    expect(found).toEqual(orders.slice(0, 10));
  });

  it("has the vendor's pages, through which a client walks as usual", async () => {
    const mock = createMock(recorded({ "orders.list": { ...list, pageSize: 5 } }));
    const call = listOrders(sampleClient(mock));
    expect((await call).orders).toHaveLength(5);
    const all = await listOrders(sampleClient(mock)).toArray({ limit: 100 });
    expect(all).toEqual(orders);
    expect((await listOrders(sampleClient(mock), { limit: 7 })).orders).toHaveLength(5);
    expect((await listOrders(sampleClient(mock), { limit: 2 })).orders).toHaveLength(2);
  });

  it("sends the vendor's headers about limits", async () => {
    const limitHeaders = {
      "x-ratelimit-limit": 60,
      "x-ratelimit-remaining": "present",
      "retry-after": "present",
    };
    const mock = createMock(recorded({ "orders.get": get }, { traffic: { limitHeaders } }));
    const client = sampleClient(mock);
    await getOrder(client, { orderId: 1 });
    const { response } = await getOrder(client, { orderId: 2 }).withResponse();
    expect(response.headers.get("x-ratelimit-limit")).toBe("60");
    expect(response.headers.get("x-ratelimit-remaining")).toBe("58");
    expect(response.headers.has("retry-after")).toBe(false);
  });

  it("says how well a route is known: observed where the vendor answered it, unless the client has another", async () => {
    const evidence = async (mock: ReturnType<typeof createMock>, routes = {}): Promise<string | null> => {
      const client = sampleClient(mock, { routes });
      const { response } = await getOrder(client, { orderId: 3 }).withResponse();
      return response.headers.get("x-kelaskit-evidence");
    };
    const other = { "orders.get": "GET /v2/order/{orderId}" };
    const seen = recorded({ "orders.get": { ...get, route: other["orders.get"] } }, { routes: other });

    expect(await evidence(createMock(recorded({})))).toBe("proposed");
    expect(await evidence(createMock(recorded({ "orders.get": get })))).toBe("observed");
    expect(await evidence(createMock(seen), other)).toBe("observed");
    expect(await evidence(createMock(recorded({ "orders.get": { ...get, verdict: "rejected" } })))).toBe(
      "proposed",
    );
  });

  it("has an empty object where the vendor had one", async () => {
    const shape = { id: "number", title: "string", tags: "object" };
    const mock = createMock(
      recorded({ "orders.get": { ...get, shape }, "orders.list": { ...list, shape: {} } }),
    );
    const client = sampleClient(mock, { validation: "off" });
    expect(await getOrder(client, { orderId: 3 })).toMatchObject({ id: 3, tags: {} });
    expect(await listOrders(client)).toEqual({});
  });

  it("records and checks what was sent, not the page length of the recording", async () => {
    const mock = createMock(recorded({ "orders.list": { ...list, pageSize: 5 } }));
    await listOrders(sampleClient(mock));
    await listOrders(sampleClient(mock), { limit: 7 });
    expect(mock.requests.map(({ params }) => params)).toEqual([{}, { limit: 7 }]);
    expect((await mock.fetch("https://api.sample.test/orders?limit=many")).status).toBe(422);
  });

  it("tells its lists how long a page is, for requests that cannot say it", async () => {
    const sizes: unknown[] = [];
    const mock = createMockServer({
      baseUrl: "https://api.sample.test",
      like: recorded({ "orders.get": { ...get, pageSize: 5 } }),
      error: (status) => Response.json({}, { status }),
    });
    mock.on(getOrder, ({ params: { orderId }, pageSize }) => {
      sizes.push(pageSize);
      return { id: orderId, title: "", tags: [] };
    });
    await getOrder(sampleClient(mock), { orderId: 3 });
    expect(sizes).toEqual([5]);
  });

  it.each([
    ["the name of a file", "verified.json", "expected an object, got string"],
    ["no recording at all", {}, "routes: expected an object"],
    ["routes alone", { routes: {} }, "operations: expected an object, got nothing"],
    [
      "an entry that is a word",
      recorded({ "orders.get": "answered" as never }),
      "operations.orders.get: expected",
    ],
  ])("refuses %s", (_, like, message) => {
    const create = () => createMock(like as VendorRecording);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(`like is not a recording of a vendor: ${message}`);
    expect(create).toThrow("Pass the parsed content of the verified.json of kelaskit verify");
  });

  it("refuses the recording of another vendor", () => {
    expect(() => createMock(recorded({ "courses.list": list }))).toThrow(ConfigurationError);
    expect(() => createMock(recorded({ "orders.lis": list }))).toThrow("Did you mean orders.list?");
  });
});
