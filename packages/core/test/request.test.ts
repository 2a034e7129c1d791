import { describe, expect, it } from "vitest";
import { ConfigurationError, InvalidParamsError, NotFoundError } from "../src/index.ts";
import { bearer } from "../src/vendor.ts";
import type { RequestOptions } from "../src/index.ts";
import type { VendorDefinition } from "../src/vendor.ts";
import { answering, failure, onlyRequest, sampleClient, sampleVendor } from "./support/sample-vendor.ts";

const withBearers: Partial<VendorDefinition> = {
  credentials: { main: () => bearer("main-token"), admin: () => bearer("admin-token") },
};

describe("client.request(), for what no operation declares", () => {
  it("sends query and body and gives the parsed reply", async () => {
    const vendor = answering({ id: 7 });
    const client = sampleClient(vendor);
    const reply = await client.request("POST", "/v1/undocumented", {
      query: { dry: true, ids: [1, 2], skip: undefined },
      body: { name: "Ada", note: null },
    });
    expect(reply).toEqual({ id: 7 });
    expect(onlyRequest(vendor)).toMatchObject({
      method: "POST",
      path: "/v1/undocumented",
      query: "dry=true&ids=1&ids=2",
      body: '{"name":"Ada","note":null}',
    });
  });

  it("is sent when it is awaited, with response and all", async () => {
    const vendor = answering({ id: 7 }, { status: 201, headers: { "x-total": "3" } });
    const call = sampleClient(vendor).request("PUT", "/v1/things/7");
    expect(vendor.sent).toEqual([]);
    const { data, response } = await call.withResponse();
    expect(data).toEqual({ id: 7 });
    expect([response.status, response.headers.get("x-total")]).toEqual([201, "3"]);
  });

  it.each([
    ["json", "application/json", '{"a":1}'],
    ["form", "application/x-www-form-urlencoded", "a=1"],
  ] as const)("writes the body as %s", async (bodyType, contentType, body) => {
    const vendor = answering({});
    await sampleClient(vendor).request("PATCH", "/v1/things", { body: { a: 1 }, bodyType });
    const sent = onlyRequest(vendor);
    expect([sent.headers.get("content-type"), sent.body]).toEqual([contentType, body]);
  });

  it("writes the body as multipart", async () => {
    const vendor = answering({});
    const body = { file: new Blob(["hello"]), name: "greeting" };
    await sampleClient(vendor).request("POST", "/v1/files", { body, bodyType: "multipart" });
    const form = await onlyRequest(vendor).request.formData();
    expect([...form.keys()]).toEqual(["name", "file"].toSorted());
  });

  it.each<readonly [string, RequestOptions, string | null]>([
    ["the first by default", {}, "Bearer main-token"],
    ["another by name", { auth: "admin" }, "Bearer admin-token"],
    ["none", { auth: false }, null],
  ])("proves who calls with the client's credentials: %s", async (_, options, authorization) => {
    const vendor = answering({});
    await sampleClient(vendor, {}, withBearers).request("GET", "/v1/me", options);
    expect(onlyRequest(vendor).headers.get("authorization")).toBe(authorization);
  });

  it("names the credentials that there are when one is unknown", async () => {
    const vendor = answering({});
    const call = sampleClient(vendor, {}, withBearers).request("GET", "/v1/me", { auth: "root" });
    const error = await failure(call, ConfigurationError);
    expect(error.message).toBe('The sample client has no credential "root"; it has main, admin.');
    expect(vendor.sent).toEqual([]);
  });

  it.each([
    ["POST", undefined, 1],
    ["POST", true, 2],
    ["PATCH", undefined, 1],
    ["PUT", undefined, 2],
    ["PUT", false, 1],
    ["GET", undefined, 2],
  ] as const)("repeats a %s with idempotent %s: %d sent", async (method, idempotent, expected) => {
    // The vendor names the wait, so that the test need not wait.
    const vendor = sampleVendor(() => Response.json({}, { status: 503, headers: { "retry-after": "0" } }));
    const call = sampleClient(vendor, { retries: 1 }).request(method, "/v1/things", { idempotent });
    await expect(call).rejects.toThrow("503");
    expect(vendor.sent).toHaveLength(expected);
  });

  it("gives a file as bytes", async () => {
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="a.csv"',
    };
    const vendor = sampleVendor(() => new Response("a,b\n", { headers }));
    const reply = await sampleClient(vendor).request("GET", "/v1/export", { media: "binary" });
    expect(reply).toEqual({
      bytes: new TextEncoder().encode("a,b\n"),
      mediaType: "text/csv",
      fileName: "a.csv",
    });
  });

  it("is not validated, whatever the mode", async () => {
    const vendor = answering(["anything"]);
    await expect(sampleClient(vendor, { validation: "strict" }).request("GET", "/v1/x")).resolves.toEqual([
      "anything",
    ]);
  });

  it("fails with the same errors, under the name request", async () => {
    const vendor = answering({}, { status: 404, statusText: "Not Found" });
    const error = await failure(sampleClient(vendor).request("GET", "/v1/x"), NotFoundError);
    expect(error).toMatchObject({
      operation: "request",
      message: "sample request: GET /v1/x 404: Not Found.",
    });
  });

  it("places extraParams by the method", async () => {
    const vendor = answering({});
    const client = sampleClient(vendor);
    await client.request("GET", "/v1/x", { query: { a: 1 }, extraParams: { b: 2 } });
    await client.request("POST", "/v1/x", { body: { a: 1 }, extraParams: { b: 2 } });
    expect(vendor.sent.map(({ query, body }) => [query, body])).toEqual([
      ["a=1&b=2", ""],
      ["", '{"a":1,"b":2}'],
    ]);
  });

  it("keeps a path that is already encoded as it is", async () => {
    const vendor = answering({});
    await sampleClient(vendor).request("GET", "/v1/a%2Fb/c%20d");
    expect(onlyRequest(vendor).path).toBe("/v1/a%2Fb/c%20d");
  });

  it.each([
    "v1/things",
    "",
    "https://elsewhere.test/v1",
    "/v1/things?limit=1",
    "/v1/things#top",
    "/v1/my things",
    "/v1/../admin",
    "/v1/..",
    "/v1/./things",
    "/v1/%2e%2E/admin",
    "/v1/.%2e/admin",
    "/v1/..\\admin",
    "/v1/\n/things",
  ])("refuses the path %j before anything is sent", async (path) => {
    const vendor = answering({});
    const error = await failure(sampleClient(vendor).request("GET", path), InvalidParamsError);
    expect(error.issues.map(({ field }) => field)).toContain("path");
    expect(vendor.sent).toEqual([]);
  });

  it("stays at its origin even when a path begins with two slashes", async () => {
    const vendor = answering({});
    await sampleClient(vendor).request("GET", "//elsewhere.test/v1");
    expect(new URL(onlyRequest(vendor).request.url).host).toBe("api.sample.test");
  });

  it("refuses a body on GET", async () => {
    const vendor = answering({});
    const error = await failure(
      sampleClient(vendor).request("GET", "/v1/x", { body: { a: 1 } }),
      InvalidParamsError,
    );
    expect(error.message).toContain("body: expected no body, because fetch cannot send one with GET");
    expect(vendor.sent).toEqual([]);
  });

  it("refuses a query that cannot be written, naming the field", async () => {
    const call = sampleClient(answering({})).request("GET", "/v1/x", { query: { filter: { a: 1 } } });
    const error = await failure(call, InvalidParamsError);
    expect(error.message).toContain(
      "filter: expected text, a finite number, a boolean, or a list of these, got an object",
    );
  });
});
