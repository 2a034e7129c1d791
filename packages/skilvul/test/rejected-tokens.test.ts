import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { failureOf } from "@kelaskit/test-support/failure";
import { AuthenticationError, PermissionError } from "@kelaskit/core";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { isTokenRejected, readError } from "../src/errors.ts";
import { createSkilvul } from "../src/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

const code = "ACCESS_TOKEN_NOT_VALID";
const statuses = [200, 400, 401, 403] as const;
const order = { user: learner, productIds: [ids.product] };

describe.for(statuses)("ACCESS_TOKEN_NOT_VALID with status %i", (status) => {
  it("renews the token once and sends the request again", async () => {
    const { mock, skilvul } = setUp();
    await skilvul.products.list();
    mock.clear();
    mock.fail("products.list", { status, body: { error: code } });
    expect((await skilvul.products.list()).totalProducts).toBe(35);
    expect(mock.requests.map(({ operation }) => operation)).toEqual([
      "products.list",
      "oauth.refreshToken",
      "products.list",
    ]);
  });

  it("sends an order again, which is placed once", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status, body: { error: code } });
    expect((await skilvul.orders.create(order)).errorProductIds).toEqual([]);
    expect(countRequests(mock)).toMatchObject({ "oauth.refreshToken": 1, "orders.create": 2 });
    expect(mock.store.orders).toHaveLength(1);
  });

  it("that persists is an AuthenticationError with the code, after one renewal", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status, body: { error: code } }, { times: Infinity });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status, code, outcome: "refused", attempts: 2 });
    expect(countRequests(mock)).toMatchObject({ "oauth.refreshToken": 1, "orders.create": 2 });
    expect(mock.store.orders).toEqual([]);
  });

  it("is not believed when an order comes with it: that one may have been placed", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status, body: { error: code, order: { id: "c1" } } }, { times: Infinity });
    expect(await failureOf(skilvul.orders.create(order))).toMatchObject({
      code,
      outcome: "unknown",
      attempts: 1,
    });
    expect(countRequests(mock)).not.toHaveProperty("oauth.refreshToken");
  });
});

describe("a reply with an order is never followed by a second request", () => {
  it.for([401, 403])("with status %i and no error", async (status) => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status, body: { order: { id: "c1" }, error: null } });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toMatchObject({ status, outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)).not.toHaveProperty("oauth.refreshToken");
  });

  it.for([["c1"], [7], [[{ id: "c1" }]]])("whatever the order looks like: %j", async ([placed]) => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status: 403, body: { order: placed, error: code } });
    const error = await failureOf(skilvul.orders.create(order));
    expect(error).toMatchObject({ code, outcome: "unknown", attempts: 1 });
  });
});

describe("another refusal is not one of the token", () => {
  it.for([200, 400])("another code with status %i", async (status) => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status, body: { error: "PRODUCT_NOT_FOUND" } });
    expect(await failureOf(skilvul.orders.create(order))).toMatchObject({
      code: "PRODUCT_NOT_FOUND",
      attempts: 1,
    });
    expect(countRequests(mock)).not.toHaveProperty("oauth.refreshToken");
  });

  it("a 403 without the code that persists is a PermissionError", async () => {
    const { mock, skilvul } = setUp();
    mock.fail("orders.create", { status: 403, body: { error: "NOT_ALLOWED" } }, { times: Infinity });
    expect(await failureOf(skilvul.orders.create(order))).toBeInstanceOf(PermissionError);
  });
});

it("a second attempt whose reply is lost leaves the outcome unknown", async () => {
  const { mock, skilvul } = setUp();
  mock.fail("orders.create", { status: 200, body: { error: code } });
  mock.fail("orders.create", { lost: "reply" });
  expect(await failureOf(skilvul.orders.create(order))).toMatchObject({ outcome: "unknown", attempts: 2 });
  expect(mock.store.orders).toHaveLength(1);
});

/** A vendor that accepts one token, and answers any other with the code. */
class Vendor {
  readonly status: number;
  readonly acceptsRenewed: boolean;
  readonly orders: string[] = [];
  readonly requests: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request, response);
  });

  constructor(status: number, acceptsRenewed: boolean) {
    this.status = status;
    this.acceptsRenewed = acceptsRenewed;
  }

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = "", headers } = request;
    this.requests.push(`${request.method ?? ""} ${url}`);
    const accessTokenExpiresAt = Date.now() + 3_600_000;
    const reply = (status: number, body: object): void => {
      request.resume().once("end", () => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    };
    if (url === "/v1/oauth/token/refresh") {
      reply(200, { accessToken: "renewed-token", accessTokenExpiresAt, error: null });
    } else if (url === "/v1/oauth/token") {
      const refreshToken = "refresh-token";
      reply(200, { accessToken: "first-token", accessTokenExpiresAt, refreshToken, error: null });
    } else if (this.acceptsRenewed && headers.authorization === "Bearer renewed-token") {
      this.orders.push(url);
      reply(200, { user: {}, order: { id: "c1" }, error: null });
    } else {
      reply(this.status, { error: code });
    }
  }
}

describe.for(statuses)("over real HTTP, with status %i", (status) => {
  const vendors: Vendor[] = [];

  afterEach(async () => {
    for (const vendor of vendors.splice(0)) await vendor.stop();
  });

  async function orderAt(vendor: Vendor) {
    vendors.push(vendor);
    const baseUrl = await vendor.start();
    const skilvul = createSkilvul({
      baseUrl,
      clientId: "demo",
      clientSecret: "demo-secret",
      allowInsecureHttp: true,
      logger: false,
    });
    return skilvul.orders.create(order);
  }

  it("the order is placed once, with the renewed token", async () => {
    const vendor = new Vendor(status, true);
    expect((await orderAt(vendor)).order).toEqual({ id: "c1" });
    expect(vendor.orders).toEqual(["/v1/orders"]);
    expect(vendor.requests).toEqual([
      "POST /v1/oauth/token",
      "POST /v1/orders",
      "POST /v1/oauth/token/refresh",
      "POST /v1/orders",
    ]);
  });

  it("a vendor that refuses every token is asked twice", async () => {
    const vendor = new Vendor(status, false);
    const error = await failureOf(orderAt(vendor));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status, code, outcome: "refused" });
    expect(vendor.requests.filter((request) => request === "POST /v1/orders")).toHaveLength(2);
    expect(vendor.orders).toEqual([]);
  });
});

describe("any reply", () => {
  const anyStatus = fc.integer({ min: 200, max: 599 });
  const headers = new Headers();
  const codes = fc.stringMatching(/^[A-Z][A-Z0-9_]+$/);
  const spaces = fc.stringMatching(/^[ \n\t]{0,3}$/);
  /** A code where it may be: as text, padded, in a list, or in an object. */
  const placed = fc.tuple(codes, spaces, spaces, fc.nat({ max: 3 })).map(([word, before, after, place]) => ({
    expected: word,
    error: [
      `${before}${word}${after}`,
      [word],
      { code: word, message: "words" },
      { message: `${before}${word}${after}` },
    ][place],
  }));

  it("is read without throwing", () => {
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.record({ error: fc.jsonValue(), order: fc.jsonValue() }, { requiredKeys: [] }),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(anyStatus, bodies, (status, body) => {
        const problem = readError({ status, body, headers });
        expect(problem === undefined || typeof problem.message === "string").toBe(true);
        expect(typeof isTokenRejected({ status, body, headers })).toBe("boolean");
      }),
    );
  });

  it("has the code that it contains, whatever else comes with it", () => {
    fc.assert(
      fc.property(anyStatus, placed, fc.dictionary(fc.string(), fc.jsonValue()), (status, place, more) => {
        const body = { ...more, error: place.error };
        expect(readError({ status, body, headers })).toHaveProperty("code", place.expected);
      }),
    );
  });

  it("with ACCESS_TOKEN_NOT_VALID is a rejected token, unless an order comes with it", () => {
    const orders = fc.option(fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(anyStatus, orders, (status, placedOrder) => {
        const source = { status, body: { error: code, order: placedOrder }, headers };
        expect(isTokenRejected(source)).toBe(placedOrder === null);
        expect(readError(source)).toHaveProperty("outcome", placedOrder === null ? "refused" : "unknown");
      }),
    );
  });
});
