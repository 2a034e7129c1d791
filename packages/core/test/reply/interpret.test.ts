import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
  ValidationError,
} from "../../src/index.ts";
import { bearer, operation } from "../../src/vendor.ts";
import type { ClientOptions, Outcome } from "../../src/index.ts";
import type { ErrorCategory, ErrorReader, NoParams, OperationDeclaration } from "../../src/vendor.ts";
import { answering, failure, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

function createOrder(more: Partial<OperationDeclaration<NoParams, unknown>> = {}) {
  return operation<NoParams, unknown>({
    name: "orders.create",
    method: "POST",
    path: "/v1/orders",
    evidence: "documented",
    response: () => z.unknown(),
    ...more,
  });
}

interface VendorError {
  readonly error?: {
    readonly message?: string;
    readonly code?: string;
    readonly category?: ErrorCategory;
    readonly outcome?: Outcome;
    readonly fields?: readonly { readonly field: string; readonly message: string }[];
  } | null;
}

/** The sample vendor's errors stand under `error`, in replies of any status. */
const readError: ErrorReader = ({ body }) => {
  if (typeof body !== "object" || body === null) return undefined;
  return (body as VendorError).error ?? undefined;
};

function clientOf(body: unknown, init: ResponseInit, options: ClientOptions = {}) {
  return sampleClient(answering(body, init), options, { readError });
}

/** The error that an answer leads to. */
function errorOf(
  body: VendorError,
  init: ResponseInit,
  more: Partial<OperationDeclaration<NoParams, unknown>> = {},
) {
  return failure(createOrder(more)(clientOf(body, init, { unverifiedRoutes: "allow" })), ApiError);
}

const unknownEffect = " It may or may not have been carried out: check before sending it again.";

describe("an error status", () => {
  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [402, BadRequestError],
    [403, PermissionError],
    [404, NotFoundError],
    [405, BadRequestError],
    [406, BadRequestError],
    [408, BadRequestError],
    [409, ConflictError],
    [410, NotFoundError],
    [413, BadRequestError],
    [415, BadRequestError],
    [418, BadRequestError],
    [422, ValidationError],
    [429, RateLimitError],
    [451, BadRequestError],
    [500, ServerError],
    [501, ServerError],
    [502, ServerError],
    [503, ServerError],
    [504, ServerError],
    [599, ServerError],
  ])("%d is its class", async (status, type) => {
    const error = await errorOf({ error: { message: "No." } }, { status });
    expect(error).toBeInstanceOf(type);
    expect(error.status).toBe(status);
    expect(error.name).toBe(type.brand);
  });

  it.each<readonly [ErrorCategory, typeof ApiError]>([
    ["bad-request", BadRequestError],
    ["authentication", AuthenticationError],
    ["permission", PermissionError],
    ["not-found", NotFoundError],
    ["conflict", ConflictError],
    ["validation", ValidationError],
    ["rate-limit", RateLimitError],
    ["server", ServerError],
  ])("follows the vendor's category %s if it says more than the status", async (category, type) => {
    const error = await errorOf({ error: { message: "No.", category } }, { status: 418 });
    expect(error).toBeInstanceOf(type);
    expect(error.status).toBe(418);
  });

  it("carries everything the vendor says", async () => {
    const body = {
      error: { message: "Invalid", code: "E17", fields: [{ field: "email", message: "is taken" }] },
    };
    const headers = { "x-request-id": "r-1", "retry-after": "7" };
    const error = await errorOf(body, { status: 422, headers });
    expect(error).toMatchObject({
      vendor: "sample",
      operation: "orders.create",
      method: "POST",
      path: "/v1/orders",
      status: 422,
      code: "E17",
      requestId: "r-1",
      body,
      fields: [{ field: "email", message: "is taken" }],
      retryAfter: 7000,
      attempts: 1,
      outcome: "refused",
    });
  });

  it("names the request under the vendor's own header", async () => {
    const vendor = answering({}, { status: 400, headers: { "x-trace": "t-9", "x-request-id": "other" } });
    const call = createOrder()(sampleClient(vendor, {}, { requestIdHeader: "x-trace" }));
    expect((await failure(call, ApiError)).requestId).toBe("t-9");
  });

  it("has nothing where the vendor says nothing", async () => {
    const error = await failure(createOrder()(sampleClient(answering({}, { status: 400 }))), ApiError);
    expect(error).toMatchObject({ code: undefined, requestId: undefined, fields: [], retryAfter: undefined });
  });
});

describe("the message of an error", () => {
  it.each<readonly [string, VendorError, ResponseInit, string]>([
    [
      "the vendor's words",
      { error: { message: "The product is sold out" } },
      { status: 422 },
      "sample orders.create: POST /v1/orders 422: The product is sold out.",
    ],
    [
      "one full stop",
      { error: { message: "Sold out." } },
      { status: 422 },
      "sample orders.create: POST /v1/orders 422: Sold out.",
    ],
    [
      "its own end",
      { error: { message: "Really?" } },
      { status: 422 },
      "sample orders.create: POST /v1/orders 422: Really?",
    ],
    [
      "the status text",
      {},
      { status: 409, statusText: "Conflict" },
      "sample orders.create: POST /v1/orders 409: Conflict.",
    ],
    ["no reason", {}, { status: 409 }, "sample orders.create: POST /v1/orders 409: no reason was given."],
    [
      "an unknown effect",
      { error: { message: "Oops" } },
      { status: 500 },
      `sample orders.create: POST /v1/orders 500: Oops.${unknownEffect}`,
    ],
    [
      "a request that timed out there",
      { error: { message: "Slow" } },
      { status: 408 },
      `sample orders.create: POST /v1/orders 408: Slow.${unknownEffect}`,
    ],
  ])("is method, path, status and %s", async (_, body, init, message) => {
    expect((await errorOf(body, init)).message).toBe(message);
  });

  it.each([
    ["GET", {}],
    ["HEAD", {}],
    ["POST", { safe: true }],
  ] as const)("says nothing of effects where there are none: %s %o", async (method, more) => {
    const error = await errorOf({ error: { message: "Oops." } }, { status: 500 }, { method, ...more });
    expect(error).toMatchObject({
      outcome: "no-effect",
      message: `sample orders.create: ${method} /v1/orders 500: Oops.`,
    });
  });

  it("is cut where the vendor's words are long", async () => {
    const error = await errorOf({ error: { message: "word ".repeat(1000) } }, { status: 500 });
    expect(error.message).toBe(
      `sample orders.create: POST /v1/orders 500: ${"word ".repeat(100).trimEnd()}…${unknownEffect}`,
    );
  });

  it("is never cut inside a character", async () => {
    const error = await errorOf({ error: { message: `a${"😀".repeat(400)}` } }, { status: 400 });
    expect(error.message.isWellFormed()).toBe(true);
  });

  it.each([
    ["proposed", 404, true],
    ["proposed", 405, true],
    ["proposed", 400, false],
    ["proposed", 500, false],
    ["deduced", 404, false],
    ["documented", 404, false],
    ["documented", 405, false],
  ] as const)(
    "of a %s route with status %d says that the route may be wrong: %s",
    async (evidence, status, says) => {
      const error = await errorOf({ error: { message: "No" } }, { status }, { evidence });
      const advice =
        ' The route is only proposed and may be wrong: set the real one with routes: { "orders.create": "METHOD /path" }.';
      expect(error.message.includes(advice)).toBe(says);
    },
  );

  it("does not doubt a route that the user gave", async () => {
    const options = { routes: { "orders.create": "POST /v2/orders" } };
    const call = createOrder({ evidence: "proposed" })(
      clientOf({}, { status: 404, statusText: "Not Found" }, options),
    );
    await expect(call).rejects.toThrow(/^sample orders.create: POST \/v2\/orders 404: Not Found\.$/);
  });
});

describe("an error in a successful reply", () => {
  const init = { status: 200, headers: { "x-request-id": "r-2" } };

  it("is a plain ApiError with the reply's status", async () => {
    const error = await errorOf({ error: { message: "Unknown product", code: "P404" } }, init);
    expect(error.name).toBe("ApiError");
    expect(error).toMatchObject({
      message: `sample orders.create: POST /v1/orders 200: Unknown product.${unknownEffect}`,
      status: 200,
      code: "P404",
      requestId: "r-2",
      outcome: "unknown",
    });
  });

  it.each([
    ["refused", "sample orders.create: POST /v1/orders 200: Sold out."],
    ["unknown", `sample orders.create: POST /v1/orders 200: Sold out.${unknownEffect}`],
  ] as const)("says what the vendor's reader knows of its effect: %s", async (outcome, message) => {
    await expect(errorOf({ error: { message: "Sold out", outcome } }, init)).resolves.toMatchObject({
      outcome,
      message,
    });
  });

  it("takes the class that the vendor's reader names", async () => {
    await expect(errorOf({ error: { message: "No", category: "conflict" } }, init)).resolves.toBeInstanceOf(
      ConflictError,
    );
  });

  it("is none where the reader finds none", async () => {
    await expect(createOrder()(clientOf({ error: null, id: 3 }, init))).resolves.toEqual({
      error: null,
      id: 3,
    });
  });
});

describe("the body of an error", () => {
  it("that is not JSON is kept up to 2 kB", async () => {
    const vendor = sampleVendor(
      () => new Response(`<html>${"x".repeat(5000)}`, { status: 502, statusText: "Bad Gateway" }),
    );
    const error = await failure(createOrder({ method: "GET" })(sampleClient(vendor)), ServerError);
    expect(error.message).toBe("sample orders.create: GET /v1/orders 502: Bad Gateway.");
    expect(error.body).toBe(`<html>${"x".repeat(1994)}`);
  });

  it("is cleaned of the credential, also where the cut goes through it", async () => {
    const token = "abcdefghijklmnopqrstuvwxyz";
    const body = `${"x".repeat(1985)}${token} is not accepted`;
    const vendor = sampleVendor(() => new Response(body, { status: 403 }));
    const client = sampleClient(vendor, {}, { credentials: { main: () => bearer(token) } });
    const error = await failure(createOrder()(client), PermissionError);
    expect(String(error.body)).not.toContain("abcdef");
  });

  it("is cleaned of the credential in words, code, fields and nested values", async () => {
    const token = 'se"cret/token';
    const body = {
      error: {
        message: `bad ${token}`,
        code: token,
        fields: [{ field: "authorization", message: `${token} expired` }],
      },
      echo: [{ headers: { authorization: `Bearer ${token}` } }],
    };
    const vendor = answering(body, { status: 403 });
    const client = sampleClient(vendor, {}, { readError, credentials: { main: () => bearer(token) } });
    const error = await failure(createOrder()(client), PermissionError);
    expect(error.message).toBe("sample orders.create: POST /v1/orders 403: bad [redacted].");
    expect(error.fields).toEqual([{ field: "authorization", message: "[redacted] expired" }]);
    expect(JSON.stringify(error)).not.toContain("cret/token");
  });

  it("stays out of errors of token calls", async () => {
    const error = await errorOf(
      { error: { message: "Wrong password" } },
      { status: 401 },
      { tokenRequest: true },
    );
    expect(error.message).toBe("sample orders.create: POST /v1/orders 401: Wrong password.");
    expect(error.body).toBeUndefined();
  });
});

describe("a successful status with something else in it", () => {
  it.each([
    ["an HTML page", "<!doctype html><p>Maintenance", "text/html; charset=utf-8", "text/html"],
    ["JSON that was cut off", '{"orders": [{"id":', "application/json", "application/json"],
  ])(
    "%s is a ResponseMismatchError with status, media type and beginning",
    async (_, text, contentType, mediaType) => {
      const vendor = sampleVendor(() => new Response(text, { headers: { "content-type": contentType } }));
      const error = await failure(createOrder()(sampleClient(vendor)), ResponseMismatchError);
      expect(error).toMatchObject({ status: 200, mediaType, excerpt: text, outcome: "unknown" });
      expect(error.message).toBe(
        `sample orders.create: POST /v1/orders 200: expected JSON, got a body that is not JSON or was cut off (${mediaType}).${unknownEffect}`,
      );
    },
  );

  it("a body that is not JSON is not shown on token calls", async () => {
    const vendor = sampleVendor(() => new Response("access_token=abc"));
    const error = await failure(
      createOrder({ tokenRequest: true })(sampleClient(vendor)),
      ResponseMismatchError,
    );
    expect(error.excerpt).toBeUndefined();
  });

  it("a redirect is not followed and names the target's origin only", async () => {
    const headers = { location: "https://elsewhere.test/login?token=abc" };
    const vendor = sampleVendor(() => new Response(null, { status: 302, headers }));
    const error = await failure(createOrder({ method: "GET" })(sampleClient(vendor)), ResponseMismatchError);
    expect(error.message).toContain(
      "sample orders.create: GET /v1/orders 302: the vendor redirects to https://elsewhere.test; redirects are not followed",
    );
    expect(error.message).not.toContain("token");
    expect(vendor.sent).toHaveLength(1);
  });
});
