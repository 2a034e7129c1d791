import { byDepth } from "@kelaskit/test-support/depth";
import { anyText } from "@kelaskit/test-support/any-text";
import * as fc from "fast-check";
import { http, type HttpHandler } from "msw/http";
import { getResponse } from "msw";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { ConnectionError, ValidationError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { Client } from "../../src/index.ts";
import type { OperationDeclaration } from "../../src/vendor.ts";
import { mock, MockReplyError } from "../../src/testing/index.ts";
import { failure, sampleClient } from "../support/sample-vendor.ts";

/** A client whose requests are answered by these handlers. */
function clientOf(...handlers: readonly HttpHandler[]): Client {
  return sampleClient({
    async fetch(input, init) {
      const response = await getResponse([...handlers], new Request(input, init));
      return response ?? new Response("no route", { status: 501 });
    },
  });
}

interface CourseParams {
  readonly courseId: string;
  readonly position: number;
  readonly title?: string | undefined;
  readonly seats?: number | undefined;
  readonly price?: number | undefined;
  readonly public?: boolean | undefined;
  readonly level?: "beginner" | "advanced" | undefined;
  readonly portal?: -1 | undefined;
  readonly size?: 10 | 20 | undefined;
  readonly show?: number | "all" | undefined;
  readonly note?: string | null | undefined;
  readonly rank?: number | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly flags?: readonly boolean[] | undefined;
  readonly ids?: readonly number[] | undefined;
  readonly scores?: readonly number[] | undefined;
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
}

const courseSchema = (flavour: typeof z) =>
  flavour.strictObject({
    courseId: flavour.string(),
    position: flavour.int(),
    title: flavour.optional(flavour.string()),
    seats: flavour.optional(flavour.int()),
    price: flavour.optional(flavour.number()),
    public: flavour.optional(flavour.boolean()),
    level: flavour.optional(flavour.enum(["beginner", "advanced"])),
    portal: flavour.optional(flavour.literal(-1)),
    size: flavour.optional(flavour.union([flavour.literal(10), flavour.literal(20)])),
    show: flavour.optional(flavour.union([flavour.literal("all"), flavour.int()])),
    note: flavour.optional(flavour.nullable(flavour.string())),
    rank: flavour.optional(flavour.nullable(flavour.number())),
    tags: flavour.optional(flavour.array(flavour.string())),
    flags: flavour.optional(flavour.array(flavour.boolean())),
    ids: flavour.optional(flavour.array(flavour.int())),
    scores: flavour.optional(flavour.array(flavour.number())),
    filter: flavour.optional(flavour.record(flavour.string(), flavour.unknown())),
  });

function putCourse(more: Partial<OperationDeclaration<CourseParams, unknown>>, flavour: typeof z = z) {
  return operation<CourseParams, unknown>({
    name: "courses.put",
    method: "PUT",
    path: "/courses/{courseId}/at/{position}",
    evidence: "documented",
    params: () => courseSchema(flavour),
    encode: { ids: "brackets", scores: "comma", filter: "json" },
    response: () => flavour.null(),
    ...more,
  });
}

// Multipart forms convert line ends to CRLF, so the texts contain none.
const text = () => anyText().map((value) => value.replaceAll(/[\r\n]/g, " "));
const number = () => fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const list = <Entry>(entry: fc.Arbitrary<Entry>) => fc.array(entry, { minLength: 1, maxLength: 4 });

const courseParams = (): fc.Arbitrary<CourseParams> =>
  fc.record(
    {
      courseId: text().filter((value) => value !== "" && value !== "." && value !== ".."),
      position: fc.maxSafeInteger(),
      title: text(),
      seats: fc.maxSafeInteger(),
      price: number(),
      public: fc.boolean(),
      level: fc.constantFrom("beginner" as const, "advanced" as const),
      portal: fc.constant(-1 as const),
      size: fc.constantFrom(10 as const, 20 as const),
      show: fc.oneof(fc.constant("all" as const), fc.nat()),
      note: text(),
      rank: number(),
      tags: list(text()),
      flags: list(fc.boolean()),
      ids: list(fc.maxSafeInteger()),
      scores: list(number()),
      filter: fc
        .dictionary(fc.string(), fc.jsonValue())
        .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>),
    },
    { requiredKeys: ["courseId", "position"] },
  );

describe("a mock reads what a client sends with the same types", () => {
  it.each<readonly [string, Partial<OperationDeclaration<CourseParams, unknown>>]>([
    ["in the query", { method: "GET" }],
    ["in a JSON body", { method: "POST" }],
    ["in a form", { method: "POST", bodyType: "form" }],
    ["in a multipart form", { method: "PUT", bodyType: "multipart" }],
    ["in query and body", { method: "DELETE", query: ["title", "seats", "tags", "ids"] }],
  ])("%s", async (_, more) => {
    await fc.assert(
      fc.asyncProperty(courseParams(), async (params) => {
        const put = putCourse(more);
        const seen: CourseParams[] = [];
        const client = clientOf(
          mock(http, put, (call) => {
            seen.push(call.params);
            return null;
          }),
        );
        await put(client, params);
        expect(seen).toEqual([params]);
      }),
      { numRuns: byDepth({ usual: 12, deep: 120 }) },
    );
  });

  it("with schemas of zod/mini too", async () => {
    // The schemas use only functions that both have; their types differ in the methods.
    const put = putCourse({ method: "GET" }, mini as unknown as typeof z);
    const params: CourseParams = {
      courseId: "7",
      position: 3,
      seats: 2,
      public: false,
      ids: [5],
      tags: ["8"],
      show: 4,
    };
    const seen: CourseParams[] = [];
    await put(clientOf(mock(http, put, (call) => (seen.push(call.params), null))), params);
    expect(seen).toEqual([params]);
  });

  it("including null in a JSON body", async () => {
    const put = putCourse({ method: "POST" });
    const params = { courseId: "c", position: 1, note: null, rank: null };
    const seen: CourseParams[] = [];
    await put(clientOf(mock(http, put, (call) => (seen.push(call.params), null))), params);
    expect(seen).toEqual([params]);
  });

  it("files of a multipart form", async () => {
    const upload = operation<{ readonly file: Blob; readonly title: string }, unknown>({
      name: "files.upload",
      method: "POST",
      path: "/files",
      evidence: "documented",
      bodyType: "multipart",
      params: () => z.strictObject({ file: z.instanceof(Blob), title: z.string() }),
      response: () => z.null(),
    });
    const seen: string[] = [];
    const handler = mock(http, upload, async ({ params }) => {
      seen.push(params.title, params.file.type, await params.file.text());
      return null;
    });
    await upload(clientOf(handler), { file: new Blob(["hello"], { type: "text/plain" }), title: "t" });
    expect(seen).toEqual(["t", "text/plain", "hello"]);
  });

  it.each([
    ["/portals/{portalId}", {}],
    ["/portals/{portalId}", { portalId: "p/1" }],
    ["/users/{userId}/portals/{portalId}", { userId: "u 1" }],
    ["/users/{userId}/portals/{portalId}", { userId: "u1", portalId: "%2F" }],
    ["/users/{userId}/portals:all", { userId: "u1" }],
    ["/users/{userId}.json", { userId: "a.b" }],
    ["/exports(new)/{userId}/", { userId: "+" }],
  ])(
    "path variables, left out at the end where they may be, beside any other text: %s %o",
    async (path, params) => {
      const find = operation<{ readonly userId?: string; readonly portalId?: string }, unknown>({
        name: "portals.find",
        method: "GET",
        path,
        evidence: "documented",
        optional: ["portalId"],
        params: () =>
          z.strictObject({ userId: z.exactOptional(z.string()), portalId: z.exactOptional(z.string()) }),
        response: () => z.null(),
      });
      for (const baseUrl of ["*", "https://*.sample.test", "https://api.sample.test/"]) {
        const seen: object[] = [];
        const handler = mock(http, find, (call) => (seen.push(call.params), null), { baseUrl });
        await find(clientOf(handler), params);
        expect(seen).toEqual([params]);
      }
    },
  );
});

interface EchoParams {
  readonly id: number;
}
interface EchoReply {
  readonly id: number;
  readonly at?: string | undefined;
}

const echo = operation<EchoParams, EchoReply>({
  name: "echo.get",
  method: "GET",
  path: "/echo/{id}",
  evidence: "documented",
  params: () => z.strictObject({ id: z.int() }),
  response: () => z.strictObject({ id: z.int(), at: z.optional(z.string()) }),
});

describe("mock", () => {
  it("answers with the reply as JSON", async () => {
    const handler = mock(http, echo, ({ params }) => ({ id: params.id, at: undefined }));
    const { data, response } = await echo(clientOf(handler), { id: 7 }).withResponse();
    expect(data).toEqual({ id: 7 });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  });

  it("answers with any Response, unchecked, for errors and files", async () => {
    const handler = mock(http, echo, () => Response.json({ anything: true }, { status: 202 }));
    const { data, response } = await echo(clientOf(handler), { id: 7 }, { validation: "off" }).withResponse();
    expect([data, response.status]).toEqual([{ anything: true }, 202]);
  });

  it("refuses wrong parameters with 422 and the issues", async () => {
    const client = clientOf(mock(http, echo, () => ({ id: 1 })));
    const call = client.request("GET", "/echo/seven", { query: { colour: "red" } });
    const error = await failure(call, ValidationError);
    expect(error.body).toEqual({
      error: {
        message: "The parameters are invalid.",
        issues: [
          "id: expected a number, got a string of 5 characters",
          expect.stringMatching(/^colour: unknown parameter, known: id /),
        ],
      },
    });
  });

  it("refuses a text that should contain JSON and does not", async () => {
    const put = putCourse({ method: "GET" });
    const handler = mock(http, put, () => null, { baseUrl: "https://vendor.test" });
    const url = new URL("https://vendor.test/courses/c1/at/1?filter=not%20JSON");
    const response = await getResponse([handler], new Request(url));
    expect(response?.status).toBe(422);
    expect(await response?.text()).toContain("filter: expected");
  });

  it("can answer in the vendor's format", async () => {
    const invalid = (messages: readonly string[]) =>
      Response.json({ problems: messages.length }, { status: 400 });
    const client = clientOf(mock(http, echo, () => ({ id: 1 }), { invalid }));
    await expect(client.request("GET", "/echo/x")).rejects.toMatchObject({
      status: 400,
      body: { problems: 1 },
    });
  });

  it("does not answer other routes or methods", async () => {
    const client = clientOf(mock(http, echo, () => ({ id: 1 })));
    await expect(client.request("POST", "/echo/7", { idempotent: true })).rejects.toMatchObject({
      status: 501,
    });
    await expect(client.request("GET", "/echo/7/more")).rejects.toMatchObject({ status: 501 });
  });

  it.each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const)("answers %s", async (method) => {
    const touch = operation<EchoParams, unknown>({
      name: "echo.touch",
      method,
      path: "/echo/{id}",
      evidence: "documented",
      params: () => z.strictObject({ id: z.int() }),
      response: () => z.unknown(),
    });
    const seen: EchoParams[] = [];
    await touch(clientOf(mock(http, touch, (call) => (seen.push(call.params), null))), { id: 7 });
    expect(seen).toEqual([{ id: 7 }]);
  });

  it("answers only to its base URL", async () => {
    const client = clientOf(mock(http, echo, () => ({ id: 1 }), { baseUrl: "https://api.sample.test/v2/" }));
    await expect(client.request("GET", "/v2/echo/7")).resolves.toEqual({ id: 1 });
    await expect(client.request("GET", "/echo/7")).rejects.toMatchObject({ status: 501 });
  });

  it("answers to another route, with the same parameters", async () => {
    const route = { method: "POST", path: "/v2/{id}/echo" };
    const handler = mock(http, echo, ({ params }) => ({ id: params.id }), { route });
    const client = sampleClient(fetchOf(handler), { routes: { "echo.get": "POST /v2/{id}/echo" } });
    await expect(echo(client, { id: 9 })).resolves.toEqual({ id: 9 });
  });

  it.each<readonly [string, unknown, string]>([
    ["a wrong type", { id: "7" }, "id: expected a number, got string"],
    ["a missing field", {}, "id: expected a number, got nothing"],
    ["a value that JSON drops", { id: Number.NaN }, "id: expected a number, got null"],
    [
      "a field that the vendor does not send",
      { id: 7, colour: "red" },
      "(body): expected known fields only, got object",
    ],
    ["nothing", undefined, "(body): expected an object, got nothing"],
  ])("does not give a reply that the declaration does not allow: %s", async (_, reply, words) => {
    const handler = mock(http, echo, () => reply as EchoReply);
    const answer = getResponse([handler], new Request("https://api.sample.test/echo/7"));
    await expect(answer).rejects.toThrow(MockReplyError);
    await expect(getResponse([handler], new Request("https://api.sample.test/echo/7"))).rejects.toThrow(
      `The mock of echo.get returns a reply that does not match its declaration. ${words}.`,
    );
  });

  it("reports to the client that the mock failed", async () => {
    const client = clientOf(mock(http, echo, () => ({}) as EchoReply));
    const error = await failure(echo(client, { id: 1 }), ConnectionError);
    expect(error.message).toContain(
      "The mock of echo.get returns a reply that does not match its declaration",
    );
  });

  it("answers a file with a Response only", async () => {
    const download = operation<EchoParams, unknown>({
      ...(echo.declaration as OperationDeclaration<EchoParams, unknown>),
      media: "binary",
    });
    const request = () => new Request("https://api.sample.test/echo/7");
    await expect(getResponse([mock(http, download, () => ({ id: 7 }))], request())).rejects.toThrow(
      "The mock of echo.get must return a Response, because its reply is a file.",
    );
    const handler = mock(
      http,
      download,
      () => new Response("%PDF", { headers: { "content-type": "application/pdf" } }),
    );
    await expect(download(clientOf(handler), { id: 7 })).resolves.toMatchObject({
      mediaType: "application/pdf",
    });
  });

  function fetchOf(handler: HttpHandler) {
    return {
      fetch: async (input: RequestInfo | URL, init?: RequestInit) =>
        (await getResponse([handler], new Request(input, init))) ?? new Response(null, { status: 501 }),
    };
  }
});
