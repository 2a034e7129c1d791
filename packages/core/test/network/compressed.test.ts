import { failureOf } from "@kelaskit/test-support/failure";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { type BinaryReply, ConnectionError, ResponseMismatchError } from "../../src/index.ts";
import { type NoParams, operation } from "../../src/vendor.ts";
import { create, createWarung, get } from "../support/client.ts";
import { warmUp } from "../support/fake-fetch.ts";
import { type FaultyServer, serve } from "../support/faulty-server.ts";

beforeAll(warmUp);

const download = operation<NoParams, BinaryReply>({
  name: "reports.download",
  method: "GET",
  path: "/report.csv",
  evidence: "documented",
  media: "binary",
  response: () => z.custom<BinaryReply>(() => false),
});

const count = operation<NoParams, number>({
  name: "items.count",
  method: "GET",
  path: "/count",
  evidence: "documented",
  response: () => z.number(),
});

const rows = Array.from({ length: 500 }, (_, index) => `${index},learner-${index}@example.test`).join("\n");
const item = JSON.stringify({ id: 1, rows });

const encodings = [
  { encoding: "gzip", compress: gzipSync },
  { encoding: "x-gzip", compress: gzipSync },
  { encoding: "GZIP", compress: gzipSync },
  { encoding: "deflate", compress: deflateSync },
  { encoding: "deflate", compress: deflateRawSync },
  { encoding: "br", compress: brotliCompressSync },
  { encoding: "zstd", compress: zstdCompressSync },
  { encoding: "gzip, br", compress: (text: string) => brotliCompressSync(gzipSync(text)) },
] as const;

/** A vendor that compresses whether it is asked to or not, and whose reply ends so many bytes too early. */
function cutBy(
  missing: number | "all",
  encoding: string,
  whole: Buffer,
  isLengthSaid: boolean,
): Promise<FaultyServer> {
  const part = missing === "all" ? Buffer.alloc(0) : whole.subarray(0, whole.length - missing);
  return serve((_request, response) => {
    response.writeHead(200, {
      "content-encoding": encoding,
      "content-type": "application/json",
      // A complete response with a truncated compressed body: only the body itself shows the cut.
      ...(isLengthSaid ? { "content-length": String(part.length) } : {}),
    });
    response.write(part);
    response.end();
  });
}

const cuts = encodings.flatMap((form) =>
  [1, 4, 8, 100, 1000].flatMap((missing) =>
    [true, false].map((isLengthSaid) => ({ ...form, missing, isLengthSaid, form: form.compress.name })),
  ),
);

describe("a file whose compressed body ends too early", () => {
  it.each(cuts)(
    "is detected: $encoding, $missing bytes missing, with length: $isLengthSaid",
    async ({ encoding, compress, missing, isLengthSaid }) => {
      const { url } = await cutBy(missing, encoding, compress(rows), isLengthSaid);

      const error = await failureOf(download(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);

      expect(error.message).toMatch(
        /^warung reports.download: GET \/report\.csv: the (reply is compressed|connection|compressed reply was cut off)/,
      );
    },
  );

  it.each(encodings)("is not taken for empty: $encoding", async ({ encoding, compress }) => {
    const { url } = await cutBy("all", encoding, compress(rows), false);

    await failureOf(download(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);
  });

  it("is asked for again, since reading it twice is safe", async () => {
    let answers = 0;
    const { url } = await serve((_request, response) => {
      answers += 1;
      if (answers > 1) response.end(rows);
      else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(rows).subarray(0, 200));
    });

    const { bytes } = await download(createWarung({ baseUrl: url, retries: 1 }));

    expect(new TextDecoder().decode(bytes)).toBe(rows);
  });
});

describe("JSON whose compressed body ends too early", () => {
  it.each(cuts)(
    "is whole or an error: $encoding, $missing missing, with length: $isLengthSaid",
    async ({ encoding, compress, missing, isLengthSaid }) => {
      const { url } = await cutBy(missing, encoding, compress(item), isLengthSaid);

      const [result] = await Promise.allSettled([get(createWarung({ baseUrl: url, retries: 0 }))]);

      if (result.status === "fulfilled") expect(result.value).toEqual(JSON.parse(item));
      else expect([ConnectionError, ResponseMismatchError]).toContain((result.reason as Error).constructor);
    },
  );

  it.each(encodings)("is not taken for a write's empty reply: $encoding", async ({ encoding, compress }) => {
    const { url, requests } = await cutBy("all", encoding, compress(item), false);

    const error = await failureOf(create(createWarung({ baseUrl: url })), ConnectionError);

    expect(error.outcome).toBe("unknown");
    expect(error.message).toMatch(/check before sending it again\.$/);
    expect(requests).toHaveLength(1);
  });

  it("is not taken for a smaller number", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("12345678").subarray(0, -10));
    });

    await failureOf(count(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);
  });
});

describe("what core asks a server to compress", () => {
  it.each([
    { what: "a file: no", call: download, asked: "identity" },
    { what: "a write: no, since its reply may be empty", call: create, asked: "identity" },
    { what: "JSON that is read: yes", call: get, asked: expect.stringContaining("gzip") as string },
  ])("$what", async ({ call, asked }) => {
    const { url, requests } = await serve((_request, response) => {
      response.end("{}");
    });

    await call(createWarung({ baseUrl: url }));

    expect(requests[0]?.headers["accept-encoding"]).toEqual(asked);
  });

  it("is the caller's to say otherwise", async () => {
    const { url, requests } = await serve((_request, response) => {
      response.end();
    });

    await create(createWarung({ baseUrl: url }), {}, { headers: { "Accept-Encoding": "br" } });

    expect(requests[0]?.headers["accept-encoding"]).toBe("br");
  });

  it("is left to platforms that notice a cut themselves", async () => {
    const { url, requests } = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(rows));
    });
    const { undici: _, ...versions } = process.versions;
    vi.stubGlobal("process", { ...process, versions });

    onTestFinished(() => {
      vi.unstubAllGlobals();
    });

    const { bytes } = await download(createWarung({ baseUrl: url }));

    expect(new TextDecoder().decode(bytes)).toBe(rows);
    expect(requests[0]?.headers["accept-encoding"]).toContain("gzip");
  });
});

describe("an empty body", () => {
  it.each([
    { what: "a 204", status: 204, headers: {} },
    { what: "a length of 0", status: 200, headers: { "content-length": "0" } },
  ])("may name an encoding all the same: $what", async ({ status, headers }) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { "content-encoding": "gzip", ...headers }).end();
    });

    await expect(create(createWarung({ baseUrl: url }))).resolves.toBeUndefined();
  });
});

describe("a body without compression", () => {
  it("that is chunked and has no last chunk is an error", async () => {
    const { url } = await serve((request, response) => {
      response.write(rows, () => {
        request.socket.end();
      });
    });

    await failureOf(download(createWarung({ baseUrl: url, retries: 0 })), ConnectionError);
  });
});
