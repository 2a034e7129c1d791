import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import {
  type BinaryReply,
  ConnectionError,
  RateLimitError,
  ResponseMismatchError,
  ServerError,
} from "../../src/index.ts";
import { type NoParams, operation } from "../../src/vendor.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

beforeEach(withoutBackoff);

const download = operation<NoParams, BinaryReply>({
  name: "receipts.download",
  method: "GET",
  path: "/receipts/1",
  evidence: "documented",
  media: "binary",
  response: () => z.custom<BinaryReply>(),
});
const placed = operation<NoParams, { readonly id: number }>({
  name: "orders.place",
  method: "POST",
  path: "/orders",
  evidence: "documented",
  response: () => z.looseObject({ id: z.int() }),
});

/** A body that sends so much and then breaks off. */
function breakingOff(text: string): ReadableStream<Uint8Array> {
  const chunks = [new TextEncoder().encode(text)];
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.pop();
      if (chunk === undefined) controller.error(Object.assign(new Error("cut"), { code: "ECONNRESET" }));
      else controller.enqueue(chunk);
    },
  });
}

describe("an empty reply to an operation that declares one", () => {
  it.each([
    { status: 200, validation: "warn" },
    { status: 204, validation: "warn" },
    { status: 200, validation: "off" },
    { status: 204, validation: "off" },
  ] as const)(
    "is refused with what came: $status, validation $validation",
    async ({ status, validation }) => {
      const fake = fakeFetch(() => new Response(null, { status }));

      const error = await failureOf(placed(createWarung({ ...fake, validation })), ResponseMismatchError);

      expect(error).toMatchObject({ status, outcome: "unknown", attempts: 1 });
      expect(error.message).toContain(
        `POST /orders ${status}: the reply is empty, but the operation declares one`,
      );
    },
  );
});

describe("a download", () => {
  const pdf = { "content-type": "application/pdf" };

  it("that is shorter than its header declares is fetched again, then fails", async () => {
    const fake = fakeFetch(() => new Response("%PDF-1.7", { headers: { ...pdf, "content-length": "8000" } }));

    const error = await failureOf(download(createWarung(fake)), ConnectionError);

    expect(error.message).toContain("the file was cut off: received 8 of 8000 bytes");
    expect(error).toMatchObject({ attempts: 3, outcome: "no-effect" });
  });

  it("that is cut off once is fetched again", async () => {
    const fake = fakeFetch(
      () =>
        new Response("%PDF-1.7", {
          headers: { ...pdf, "content-length": fake.sent.length === 1 ? "8000" : "8" },
        }),
    );

    await expect(download(createWarung(fake))).resolves.toMatchObject({ mediaType: "application/pdf" });
    expect(fake.sent).toHaveLength(2);
  });

  it.each(["text/html", "text/html; charset=utf-8", "application/xhtml+xml"])(
    "that is a page of HTML is refused with its beginning: %s",
    async (type) => {
      const fake = fakeFetch(
        () => new Response("<h1>Please log in</h1>", { headers: { "content-type": type } }),
      );

      const error = await failureOf(download(createWarung(fake)), ResponseMismatchError);

      expect(error).toMatchObject({ status: 200, excerpt: "<h1>Please log in</h1>", attempts: 1 });
      expect(error.message).toContain("expected a file, got an HTML page");
    },
  );
});

describe("an error whose body cannot be read to its end is told by its status", () => {
  it("when it is larger than allowed", async () => {
    const fake = fakeFetch(() => new Response("x".repeat(5000), { status: 429 }));
    const client = createWarung({ ...fake, maxResponseBytes: 1000, retries: 0 });

    const error = await failureOf(create(client), RateLimitError);

    expect(error).toMatchObject({ status: 429, outcome: "refused", attempts: 1 });
    expect(String(error.body).length).toBeLessThanOrEqual(1000);
  });

  it("when it breaks off: a 429 is refused, and repeated like any other", async () => {
    const fake = fakeFetch(() => new Response(breakingOff('{"message":"slow'), { status: 429 }));

    const error = await failureOf(create(createWarung(fake)), RateLimitError);

    expect(error).toMatchObject({ status: 429, outcome: "refused", attempts: 3 });
  });

  it("when it breaks off: a 500 leaves it unknown whether a write was carried out", async () => {
    const fake = fakeFetch(() => new Response(breakingOff('{"message":"oh'), { status: 500 }));

    const error = await failureOf(create(createWarung(fake)), ServerError);

    expect(error).toMatchObject({ status: 500, outcome: "unknown", attempts: 1 });
    expect(fake.sent).toHaveLength(1);
  });

  it("but a success that breaks off is none", async () => {
    const fake = fakeFetch(() => new Response(breakingOff('{"id":1}')));

    expect(await failureOf(get(createWarung(fake)), ConnectionError)).toMatchObject({
      code: "ECONNRESET",
      attempts: 3,
    });
  });
});
