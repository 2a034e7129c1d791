import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotModifiedError, ResponseMismatchError } from "../../src/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

/** An answer with any status, as the platform's constructor and its `redirect` take only some. */
function answering(status: number, headers: Readonly<Record<string, string>> = {}) {
  return fakeFetch(() => Object.defineProperty(new Response(null, { headers }), "status", { value: status }));
}

describe("a status that names no reply", () => {
  it.each([300, 305, 306, 309, 399])("is said to be that, and no redirect: %i", async (status) => {
    const fake = answering(status, { location: "https://elsewhere.example/" });

    const error = await failureOf(get(createWarung(fake)), ResponseMismatchError);

    expect(error.message).toBe(
      `warung items.get: GET /items/1 ${status}: the vendor answered with an unexpected 3xx status.`,
    );
    expect(error).toMatchObject({ status, attempts: 1, outcome: "no-effect" });
    expect(fake.sent).toHaveLength(1);
  });

  it("is sent once, whatever the status, and has the outcome unknown for a write", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 300, max: 399 }), async (status) => {
        const fake = answering(status, { location: "/items/2" });

        const error = await failureOf(create(createWarung(fake)), ResponseMismatchError);

        expect(error).toMatchObject({ status, attempts: 1, outcome: "unknown" });
        expect(error.message.startsWith(`warung items.create: POST /items ${status}: `)).toBe(true);
        expect(fake.sent).toHaveLength(1);
      }),
    );
  });
});

describe("a 304", () => {
  const headers = { etag: '"v7"', "last-modified": "Thu, 15 Jan 2026 03:00:00 GMT" };

  it.each([
    { where: "the call", options: {}, callOptions: { headers: { "if-none-match": '"v7"' } } },
    { where: "the client", options: { headers: { "If-None-Match": '"v7"' } }, callOptions: {} },
  ])(
    "tells who asked for changes in the headers of $where that there are none",
    async ({ options, callOptions }) => {
      const client = createWarung({ ...answering(304, headers), ...options });

      const error = await failureOf(get(client, {}, callOptions), NotModifiedError);

      expect(error).toMatchObject({ status: 304, outcome: "no-effect", headers });
    },
  );

  it("tells it a middleware that asked, too", async () => {
    const client = createWarung({
      ...answering(304, headers),
      middleware: [
        (request, next) => next({ ...request, headers: { ...request.headers, "If-None-Match": '"v7"' } }),
      ],
    });

    expect((await failureOf(get(client), NotModifiedError)).headers).toMatchObject(headers);
  });

  it("that nobody asked for is a mistake of the vendor's", async () => {
    const error = await failureOf(get(createWarung(answering(304, headers))), ResponseMismatchError);

    expect(error.message).toContain("nothing has changed, but the request was not conditional");
  });
});
