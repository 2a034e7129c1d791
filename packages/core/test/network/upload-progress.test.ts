import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { fetchTransport, kyTransport, type Transport, type UploadProgress } from "../../src/index.ts";
import { undiciTransport } from "../../src/transport/undici.node.ts";
import { operation } from "../../src/vendor.ts";
import { createWarung } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { serve } from "../support/faulty-server.ts";
import { silentLogger } from "../support/silent-logger.ts";

const upload = operation<{ readonly title: string; readonly file: Blob }, unknown>({
  name: "media.upload",
  method: "POST",
  path: "/media",
  evidence: "documented",
  bodyType: "multipart",
  idempotent: true,
  params: () => z.strictObject({ title: z.string(), file: z.custom<Blob>((value) => value instanceof Blob) }),
  response: () => z.unknown(),
});

interface Upload {
  readonly length: string | undefined;
  readonly form: FormData;
}

/** A vendor that keeps the forms it gets; the first `failures` of them are answered with 503. */
async function vendor(failures = 0) {
  const uploads: Upload[] = [];
  const server = await serve((request, response) => {
    void buffer(request).then(async (bytes) => {
      const { "content-type": type = "", "content-length": length } = request.headers;
      const form = await new Response(new Uint8Array(bytes), {
        headers: { "content-type": type },
      }).formData();
      uploads.push({ length, form });
      response
        .writeHead(uploads.length > failures ? 200 : 503, { "content-type": "application/json" })
        .end("{}");
    });
  });
  return { url: server.url, uploads };
}

async function textOf(received: Upload | undefined): Promise<string | undefined> {
  const field = received?.form.get("file");
  return field instanceof Blob ? field.text() : undefined;
}

/** A list of what a call tells. */
function progressList(): {
  readonly list: UploadProgress[];
  readonly onUploadProgress: (now: UploadProgress) => void;
} {
  const list: UploadProgress[] = [];
  return { list, onUploadProgress: (now) => void list.push(now) };
}

const pages = "page ".repeat(60_000);
const file = new File([pages], 'bab "1".txt', { type: "text/plain" });

beforeEach(withoutBackoff);

describe.each<readonly [string, Transport]>([
  ["ky", kyTransport()],
  ["fetch", fetchTransport()],
  ["undici", undiciTransport()],
])("a form over %s", (_name, transport) => {
  it("arrives whole, with its length, and tells how much has been sent", async () => {
    const { url, uploads } = await vendor();
    const { list, onUploadProgress } = progressList();

    await upload(createWarung({ baseUrl: url, transport }), { title: "Bab\n1", file }, { onUploadProgress });

    const [received] = uploads;
    const total = Number(received?.length);
    expect(received?.form.get("title")).toBe("Bab\r\n1");
    const arrived = received?.form.get("file") as File;
    expect(arrived).toMatchObject({ name: 'bab "1".txt', type: "text/plain" });
    expect(await arrived.text()).toBe(pages);
    expect(list[0]).toEqual({ sent: 0, total, attempt: 1 });
    expect(list.at(-1)).toEqual({ sent: total, total, attempt: 1 });
    expect(list.length).toBeGreaterThan(2);
    expect(list.map(({ sent }) => sent)).toEqual(list.map(({ sent }) => sent).toSorted((a, b) => a - b));
  });

  it("begins at 0 again when it is repeated", async () => {
    const { url, uploads } = await vendor(1);
    const { list, onUploadProgress } = progressList();

    await upload(createWarung({ baseUrl: url, transport }), { title: "Bab 1", file }, { onUploadProgress });

    expect(uploads).toHaveLength(2);
    expect(list.filter(({ sent }) => sent === 0).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await textOf(uploads[1])).toBe(pages);
  });
});

it("a file on the disk is read as it is sent", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-upload-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, "bab.txt"), pages);
  const { url, uploads } = await vendor();
  const { list, onUploadProgress } = progressList();

  const onDisk = await openAsBlob(path.join(folder, "bab.txt"));
  await upload(createWarung({ baseUrl: url }), { title: "Bab 1", file: onDisk }, { onUploadProgress });

  expect(await textOf(uploads[0])).toBe(pages);
  expect(list.at(-1)?.sent).toBe(list.at(-1)?.total);
});

it("request() tells it too, also for JSON", async () => {
  const bodies: string[] = [];
  const fake = fakeFetch(async (request) => {
    bodies.push(await request.text());
    return Response.json({});
  });
  const { list, onUploadProgress } = progressList();

  await createWarung(fake).request("POST", "/things", { body: { name: "Sri" }, onUploadProgress });

  expect(bodies).toEqual(['{"name":"Sri"}']);
  expect(list.at(-1)).toEqual({ sent: 14, total: 14, attempt: 1 });
});

it("a request without a body has nothing to tell", async () => {
  const { list, onUploadProgress } = progressList();

  await createWarung(fakeFetch(() => Response.json({}))).request("GET", "/things", { onUploadProgress });

  expect(list).toEqual([]);
});

it("a browser cannot tell: the beginning, and the end when the answer is there", async () => {
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140" });
  let body: unknown;
  const fetch: typeof globalThis.fetch = (_url, init) => {
    body = init?.body;
    return Promise.resolve(Response.json({}));
  };
  const { list, onUploadProgress } = progressList();

  await upload(
    createWarung({ transport: fetchTransport(fetch) }),
    { title: "Bab 1", file },
    { onUploadProgress },
  );

  expect(body).toBeInstanceOf(FormData);
  expect(list.map(({ sent }) => sent)).toEqual([0, list[0]?.total]);
});

it("an error in the function does not fail the call, and the log says so", async () => {
  const lines: string[] = [];
  const logger = silentLogger({ error: (line: string) => void lines.push(line) });
  const { url, uploads } = await vendor();

  await upload(
    createWarung({ baseUrl: url, logger }),
    { title: "Bab 1", file },
    {
      onUploadProgress: () => {
        throw new Error("no bar");
      },
    },
  );

  expect(uploads).toHaveLength(1);
  expect(lines[0]).toBe("onUploadProgress failed: no bar.");
});
