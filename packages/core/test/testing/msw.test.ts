import * as fc from "fast-check";
import * as msw2 from "msw-2";
import { setupServer as setupServer2 } from "msw-2/node";
import * as msw3 from "msw";
import { setupServer as setupServer3 } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { createMockServer, mock } from "../../src/testing/index.ts";
import { createClient, operation } from "../../src/vendor.ts";

interface Order {
  readonly id: number;
}

const getOrder = operation<{ readonly orderId: number }, Order>({
  name: "orders.get",
  method: "GET",
  path: "/v1/orders/{orderId}",
  evidence: "documented",
  params: () => z.strictObject({ orderId: z.int() }),
  response: () => z.strictObject({ id: z.int() }),
});

const baseUrl = "https://orders.sample.test/api";

function createMockOrders(address = baseUrl) {
  const server = createMockServer({
    baseUrl: address,
    error: (status, message) => Response.json({ problem: message }, { status }),
  });
  server.on(getOrder, ({ params }) => ({ id: params.orderId }));
  return server;
}

type OrdersMock = ReturnType<typeof createMockOrders>;

/** Each major of msw: intercepts with the mock's handlers, refusing all that they leave, until the test is over. */
const majors = [
  [
    "2",
    {
      ask: (orders: OrdersMock, url: string) =>
        msw2.getResponse(orders.handlers(msw2.http), new Request(url)),
      intercept: (orders: OrdersMock) => {
        const override = mock(msw2.http, getOrder, () => ({ id: 7 }), { baseUrl });
        const server = setupServer2(...orders.handlers(msw2.http));
        server.listen({ onUnhandledRequest: "error" });
        onTestFinished(() => {
          server.close();
        });
        return () => {
          server.use(override);
        };
      },
    },
  ],
  [
    "3",
    {
      ask: (orders: OrdersMock, url: string) =>
        msw3.getResponse(orders.handlers(msw3.http), new Request(url)),
      intercept: (orders: OrdersMock) => {
        const override = mock(msw3.http, getOrder, () => ({ id: 7 }), { baseUrl });
        const server = setupServer3(...orders.handlers(msw3.http));
        server.listen({ onUnhandledFrame: "error" });
        onTestFinished(() => {
          server.close();
        });
        return () => {
          server.use(override);
        };
      },
    },
  ],
] as const;

describe.each(majors)("a mock whose handlers msw %s has", (_, { ask, intercept }) => {
  const client = () => createClient({ vendor: "sample", baseUrl }, { retries: 0, logger: false });

  it("answers the platform's fetch", async () => {
    intercept(createMockOrders());
    await expect(getOrder(client(), { orderId: 3 })).resolves.toEqual({ id: 3 });
  });

  it("simulates failures, including a lost reply", async () => {
    const orders = createMockOrders();
    intercept(orders);
    orders.fail("orders.get", { lost: "reply" });
    orders.fail("orders.get", { status: 429, retryAfter: 2 });
    await expect(fetch(`${baseUrl}/v1/orders/3`)).rejects.toThrow(TypeError);
    const limited = await fetch(`${baseUrl}/v1/orders/3`);
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "2"]);
  });

  it("yields to a handler that is placed before it", async () => {
    const override = intercept(createMockOrders());
    override();
    await expect(getOrder(client(), { orderId: 3 })).resolves.toEqual({ id: 7 });
  });

  it("answers 404 within its base URL where it has no route", async () => {
    intercept(createMockOrders());
    const answer = await fetch(`${baseUrl}/v1/users?page=2`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ problem: `The mock has no route GET ${baseUrl}/v1/users?page=2.` });
  });

  it("leaves every other URL to msw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.webUrl({ withQueryParameters: true }), async (url) => {
        expect(await ask(createMockOrders(), url)).toBeUndefined();
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
    expect(await ask(createMockOrders(), url)).toBeUndefined();
  });

  it.each([
    "https://orders.sample.test/api/",
    "https://ORDERS.sample.test:443/api",
    "https://orders.sample.test/api//",
  ])("has the same base URL however it is written: %s", async (written) => {
    const orders = createMockOrders(written);
    expect(orders.baseUrl).toBe(baseUrl);
    expect((await ask(orders, `${baseUrl}/v1/orders/1`))?.status).toBe(200);
  });

  it("answers to every host with a wildcard base URL", async () => {
    const orders = createMockOrders("https://*.sample.test/api");
    expect((await ask(orders, "https://anything.sample.test/api/v1/orders/1"))?.status).toBe(200);
  });
});
