import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { types } from "node:util";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import * as z from "zod";
import { NotFoundError } from "../src/index.ts";
import { bind, cursorPager, operation, pagedOperation } from "../src/vendor.ts";
import type { Call, Caller, CallOptions, Client, PagedCall } from "../src/index.ts";
import type { NoParams } from "../src/vendor.ts";
import { answering, failure, sampleClient, sampleVendor } from "./support/sample-vendor.ts";

interface Product {
  readonly id: string;
}
interface GetParams {
  readonly productId: string;
}
interface ListParams {
  readonly cursor?: string | undefined;
}
interface ProductPage {
  readonly products: readonly Product[];
  readonly next?: string | undefined;
}

const get = operation<GetParams, Product>({
  name: "products.get",
  method: "GET",
  path: "/products/{productId}",
  evidence: "documented",
  params: () => z.strictObject({ productId: z.string() }),
  response: () => z.looseObject({ id: z.string() }),
});

const list = pagedOperation<ListParams, ProductPage, Product>({
  name: "products.list",
  method: "GET",
  path: "/products",
  evidence: "documented",
  params: () => z.strictObject({ cursor: z.optional(z.string()) }),
  response: () =>
    z.looseObject({ products: z.array(z.looseObject({ id: z.string() })), next: z.optional(z.string()) }),
  pager: cursorPager({ items: "products", cursor: "cursor", next: "next" }),
});

const ping = operation<NoParams, null>({
  name: "ping.send",
  method: "GET",
  path: "/ping",
  evidence: "documented",
  response: () => z.null(),
});

const products = { get, list, helper: () => "not an operation", pageSize: 10 };
const health = { ping };

describe("a call", () => {
  it("sends nothing until it is awaited", async () => {
    const vendor = answering({ id: "p1" });
    const call = get(sampleClient(vendor), { productId: "p1" });
    await Promise.resolve();
    expect(vendor.sent).toEqual([]);
    await expect(call).resolves.toEqual({ id: "p1" });
    expect(vendor.sent).toHaveLength(1);
  });

  it("checks its parameters only when it is awaited", async () => {
    const call = get(sampleClient(answering({})), {} as GetParams);
    await expect(call).rejects.toThrow("productId: required");
  });

  it("is sent once, however often and in whatever way it is awaited", async () => {
    const vendor = sampleVendor(() => Response.json({ id: `p${vendor.sent.length}` }));
    const call = get(sampleClient(vendor), { productId: "p" });
    const [first, second, third, fourth] = await Promise.all([
      call,
      call.then((product) => product),
      call.withResponse().then(({ data }) => data),
      call.finally(() => undefined),
    ]);
    await call;
    expect([first, second, third, fourth]).toEqual([{ id: "p1" }, { id: "p1" }, { id: "p1" }, { id: "p1" }]);
    expect(vendor.sent).toHaveLength(1);
  });

  it("that failed is not sent again by awaiting it again", async () => {
    const vendor = answering({}, { status: 404 });
    const call = get(sampleClient(vendor), { productId: "p" });
    const first = await failure(call, NotFoundError);
    expect(await failure(call, NotFoundError)).toBe(first);
    expect(vendor.sent).toHaveLength(1);
  });

  it("gives the HTTP response beside the data", async () => {
    const call = get(sampleClient(answering({ id: "p1" }, { headers: { etag: '"7"' } })), {
      productId: "p1",
    });
    const { data, response } = await call.withResponse();
    expect(data).toEqual({ id: "p1" });
    expect([response.status, response.headers.get("etag"), response.bodyUsed]).toEqual([200, '"7"', true]);
  });

  it("can be caught, and the handler's result takes its place", async () => {
    const call = get(sampleClient(answering({}, { status: 404 })), { productId: "p" });
    await expect(call.catch((error: unknown) => NotFoundError.isInstance(error))).resolves.toBe(true);
  });

  it.each([200, 404])("runs finally after a %d and keeps its outcome", async (status) => {
    let ran = 0;
    const call = get(sampleClient(answering({ id: "p" }, { status })), { productId: "p" });
    const outcome = await call
      .finally(() => {
        ran += 1;
      })
      .then(
        () => 200,
        () => 404,
      );
    expect([outcome, ran]).toEqual([status, 1]);
  });

  it("works in Promise.all beside others", async () => {
    const vendor = sampleVendor(({ path }) => Response.json({ id: path.split("/").at(-1) }));
    const client = sampleClient(vendor);
    const found = await Promise.all(["a", "b", "c"].map((productId) => get(client, { productId })));
    expect(found).toEqual([{ id: "a" }, { id: "b" }, { id: "c" }]);
  });

  it("is a promise to those who ask, and what is derived from it is a plain one", () => {
    const call = get(sampleClient(answering({ id: "p1" })), { productId: "p" });
    expect(call).toBeInstanceOf(Promise);
    expect(types.isPromise(call)).toBe(true);
    expect(Object.prototype.toString.call(call)).toBe("[object Promise]");
    const derived = [call.then(String), call.catch(String), call.finally(() => undefined)];
    expect(derived.map(({ constructor }) => constructor)).toEqual([Promise, Promise, Promise]);
  });

  it("is sent by whatever takes a promise", async () => {
    const vendor = answering({ id: "p1" });
    const client = sampleClient(vendor);
    const call = () => get(client, { productId: "p" });
    await expect(Promise.resolve(call())).resolves.toEqual({ id: "p1" });
    await expect(Promise.race([call(), new Promise(() => {})])).resolves.toEqual({ id: "p1" });
    await expect(Promise.any([call(), Promise.reject(new Error("no"))])).resolves.toEqual({ id: "p1" });
    await expect(Promise.allSettled([call()])).resolves.toMatchObject([{ status: "fulfilled" }]);
    await expect((async () => call())()).resolves.toEqual({ id: "p1" });
    expect(vendor.sent).toHaveLength(5);
  });

  it("that fails is a rejection to node:assert", async () => {
    const call = get(sampleClient(answering({}, { status: 404 })), { productId: "p" });
    await assert.rejects(call, { name: "NotFoundError" });
  });

  it("leaves no unhandled rejection, whatever was asked of it", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on("unhandledRejection", unhandled);
    const calls = Array.from({ length: 3 }, () =>
      get(sampleClient(answering({}, { status: 404 })), { productId: "p" }),
    );
    await Promise.allSettled([calls[0]?.withResponse(), calls[1], calls[2]?.catch(String)]);
    // The platform reports them when the microtasks of a turn are over.
    await setImmediate();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("bind", () => {
  it("gives a client the operations of its modules as methods", async () => {
    const vendor = sampleVendor(({ path }) => Response.json(path === "/ping" ? null : { id: "p1" }));
    const client = bind(sampleClient(vendor), { products, health });
    await client.products.get({ productId: "p1" });
    await client.health.ping();
    expect(vendor.sent.map(({ path }) => path)).toEqual(["/products/p1", "/ping"]);
  });

  it("leaves out what is no operation", () => {
    const client = bind(sampleClient(answering({})), { products });
    expect(Object.keys(client.products)).toEqual(["get", "list"]);
  });

  it("reads a module when it is first used, and makes its methods once", () => {
    let reads = 0;
    const counted = new Proxy(products, {
      ownKeys(target) {
        reads += 1;
        return Reflect.ownKeys(target);
      },
    });
    const client = bind(sampleClient(answering({})), { products: counted });
    expect(reads).toBe(0);
    expect(client.products).toBe(client.products);
    expect(client.products.get).toBe(client.products.get);
    expect(reads).toBe(1);
  });

  it("sends exactly what the lean way sends", async () => {
    const vendor = answering({ id: "p1" });
    const client = sampleClient(vendor);
    const options = { headers: { "x-trace": "1" }, extraParams: { expand: "price" } };
    await get(client, { productId: "p1" }, options);
    await bind(client, { products }).products.get({ productId: "p1" }, options);
    const [lean, bound] = vendor.sent.map(({ method, path, query, body, headers }) => ({
      method,
      path,
      query,
      body,
      headers: [...headers],
    }));
    expect(lean?.headers).toContainEqual(["x-trace", "1"]);
    expect(bound).toEqual(lean);
  });

  it("lets paged operations be walked", async () => {
    const pages: Readonly<Record<string, ProductPage>> = {
      "": { products: [{ id: "a" }], next: "c2" },
      "cursor=c2": { products: [{ id: "b" }] },
    };
    const client = bind(sampleClient(sampleVendor(({ query }) => Response.json(pages[query]))), { products });
    const found: string[] = [];
    for await (const { id } of client.products.list()) found.push(id);
    expect(found).toEqual(["a", "b"]);
  });

  it("shows no option of the client when printed", () => {
    const client = bind(sampleClient(answering({}), { headers: { "x-key": "hidden" } }), { products });
    expect(JSON.stringify(client)).toBe('{"vendor":"sample"}');
  });
});

describe("the types of a call", () => {
  const client = bind(sampleClient(answering({})), { products, health });

  it("demand parameters where one is required, and let them be left out otherwise", () => {
    expectTypeOf(get).parameters.toEqualTypeOf<[client: Caller, params: GetParams, options?: CallOptions]>();
    expectTypeOf(list).parameters.toEqualTypeOf<
      [client: Caller, params?: ListParams, options?: CallOptions]
    >();
    expectTypeOf(client.products.get).parameters.toEqualTypeOf<[params: GetParams, options?: CallOptions]>();
    expectTypeOf(client.products.list).parameters.toEqualTypeOf<
      [params?: ListParams, options?: CallOptions]
    >();
    expectTypeOf(client.health.ping).parameters.toEqualTypeOf<[params?: NoParams, options?: CallOptions]>();
    // @ts-expect-error a required parameter is missing
    void (() => client.products.get({}));
    // @ts-expect-error the operation takes no parameter
    void (() => client.health.ping({ deep: true }));
    // @ts-expect-error an unknown parameter
    void (() => client.products.list({ curser: "x" }));
  });

  it("give the reply, the items and the pages", () => {
    expectTypeOf(client.products.get).returns.toEqualTypeOf<Call<Product>>();
    expectTypeOf(client.products.list).returns.toEqualTypeOf<PagedCall<ProductPage, Product>>();
    expectTypeOf(client.products.get).returns.resolves.toEqualTypeOf<Product>();
    expectTypeOf(client.products.list).returns.resolves.toEqualTypeOf<ProductPage>();
    expectTypeOf<ReturnType<ReturnType<typeof list>["toArray"]>>().resolves.toEqualTypeOf<Product[]>();
    expectTypeOf(client.products.list().pages()).toEqualTypeOf<AsyncIterable<ProductPage>>();
  });

  it("give operations only, and the client's own members", () => {
    expectTypeOf<keyof typeof client.products>().toEqualTypeOf<"get" | "list">();
    expectTypeOf(client.baseUrl).toEqualTypeOf<string>();
    expectTypeOf<ReturnType<Client["request"]>>().toEqualTypeOf<Call<unknown>>();
  });

  it("hold a schema to its interface", () => {
    operation<NoParams, Product>({
      name: "products.first",
      method: "GET",
      path: "/first",
      evidence: "documented",
      // @ts-expect-error the schema accepts a number where the interface declares a string
      response: () => z.looseObject({ id: z.number() }),
    });
  });
});
