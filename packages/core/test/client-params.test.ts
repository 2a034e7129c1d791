import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ConfigurationError, ValidationError } from "../src/index.ts";
import { bind, operation, pagedOperation, pageNumberPager } from "../src/vendor.ts";
import { answering, failure, onlyRequest, sampleClient } from "./support/sample-vendor.ts";

interface ReadItemParams {
  readonly storeId?: string | undefined;
  readonly itemId: string;
}

const read = operation<ReadItemParams, object>({
  name: "items.read",
  method: "GET",
  path: "/stores/{storeId}/items/{itemId}",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: z.string(), itemId: z.string() }),
  response: () => z.looseObject({}),
});

const list = pagedOperation<{ readonly storeId?: string | undefined }, object, object>({
  name: "items.list",
  method: "GET",
  path: "/stores/{storeId}/items",
  evidence: "documented",
  clientParams: ["storeId"],
  params: () => z.strictObject({ storeId: z.string(), page: z.optional(z.int()) }),
  response: () => z.looseObject({}),
  pager: pageNumberPager({ items: "items", page: "page", size: "size", pageSize: 2 }),
});

describe("a parameter that the client gives", () => {
  const clientParams = { storeId: () => "store_1" };

  it("stands in for one that the call leaves out", async () => {
    const vendor = answering({});

    await read(sampleClient(vendor, {}, { clientParams }), { itemId: "a" });

    expect(onlyRequest(vendor).path).toBe("/stores/store_1/items/a");
  });

  it("gives way to the call's own", async () => {
    const vendor = answering({});

    await read(sampleClient(vendor, {}, { clientParams }), { storeId: "store_2", itemId: "a" });

    expect(onlyRequest(vendor).path).toBe("/stores/store_2/items/a");
  });

  it("is given on every page of a list", async () => {
    const vendor = answering({ items: [] });

    await list(sampleClient(vendor, {}, { clientParams })).toArray({ limit: 10 });

    expect(onlyRequest(vendor).path).toBe("/stores/store_1/items");
  });

  it("is not asked for when the call gives it, so that it may be missing", async () => {
    const vendor = answering({});
    const missing = () => {
      throw new ConfigurationError("storeId is missing");
    };
    const client = sampleClient(vendor, {}, { clientParams: { storeId: missing } });

    await read(client, { storeId: "store_2", itemId: "a" });
    const error = await failure(read(client, { itemId: "a" }), ConfigurationError);

    expect(error.message).toBe("storeId is missing");
    expect(vendor.sent).toHaveLength(1);
  });
});

describe("an override of a route", () => {
  it("that names no operation is refused when the client is created", () => {
    const client = sampleClient(answering({}), { routes: { "items.raed": "GET /items" } });

    expect(() => bind(client, { items: { read, list } })).toThrow(
      'routes names "items.raed", which the sample client does not have: expected resource.method, such as items.read, items.list.',
    );
  });

  it("that names an operation passes", () => {
    const client = sampleClient(answering({}), { routes: { "items.read": "GET /items/{itemId}" } });

    expect(() => bind(client, { items: { read } })).not.toThrow();
  });
});

describe("a parameter that is declared secret", () => {
  const register = operation<{ readonly name: string; readonly password: string }, object>({
    name: "users.register",
    method: "POST",
    path: "/users",
    evidence: "documented",
    secretParams: ["password"],
    params: () => z.strictObject({ name: z.string(), password: z.string() }),
    response: () => z.looseObject({}),
  });

  it("is not in the error of a vendor that repeats it; the others are", async () => {
    const vendor = answering({ got: { name: "Wayan Sari", password: "rahasia-sekali" } }, { status: 422 });

    const error = await failure(
      register(sampleClient(vendor), { name: "Wayan Sari", password: "rahasia-sekali" }),
      ValidationError,
    );

    expect(error.body).toEqual({ got: { name: "Wayan Sari", password: "[redacted]" } });
  });

  it("is not in the error either when it stands deep in a list of records", async () => {
    const rows = [{ password: "rahasia-sekali" }];
    const registerAll = operation<{ readonly rows: typeof rows }, object>({
      name: "users.registerAll",
      method: "POST",
      path: "/users/all",
      evidence: "documented",
      secretParams: ["rows"],
      params: () => z.strictObject({ rows: z.array(z.strictObject({ password: z.string() })) }),
      response: () => z.looseObject({}),
    });

    const error = await failure(
      registerAll(sampleClient(answering({ got: rows }, { status: 422 })), { rows }),
      ValidationError,
    );

    expect(error.body).toEqual({ got: [{ password: "[redacted]" }] });
  });
});

describe("what the user plugs in", () => {
  const place = operation<object, object>({
    name: "orders.place",
    method: "POST",
    path: "/orders",
    evidence: "documented",
    params: () => z.looseObject({}),
    response: () => z.looseObject({ id: z.string() }),
  });
  const throwing = (): never => {
    throw new Error("the disk is full");
  };

  it("cannot make a placed order look failed: onDrift throws, and the log says so", async () => {
    const lines: string[] = [];
    const logger = { debug() {}, info() {}, warn() {}, error: (line: string) => void lines.push(line) };
    const client = sampleClient(answering({ id: 7 }), { onDrift: throwing, logger });

    await expect(place(client, { item: "a" })).resolves.toEqual({ id: 7 });

    expect(lines).toEqual([
      expect.stringMatching(/^onDrift threw Error\. The report was: .*id: expected a string/),
    ]);
  });

  it("cannot make a placed order look failed: the logger throws", async () => {
    const logger = { debug: throwing, info: throwing, warn: throwing, error: throwing };

    await expect(place(sampleClient(answering({ id: 7 }), { logger }), { item: "a" })).resolves.toEqual({
      id: 7,
    });
  });
});
