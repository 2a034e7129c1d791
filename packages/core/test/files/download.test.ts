import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { byDepth } from "@kelaskit/test-support/depth";
import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  AbortedError,
  ConfigurationError,
  ConnectionError,
  KelasError,
  NotFoundError,
  TimeoutError,
} from "../../src/index.ts";
import { download, type DownloadProgress } from "../../src/node.ts";
import { createWarung } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import { cutInBody, serve, stallBody } from "../support/faulty-server.ts";

// oxlint-disable-next-line typescript/strict-void-return -- by Node's types it also returns a process
const run = promisify(execFile);

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kelaskit-download-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

const headers = {
  "content-type": "application/pdf; version=1.7",
  "content-disposition": 'attachment; filename="report 7.pdf"',
  "content-length": "8",
};
const pdf = () => new Response("%PDF-1.7", { headers });

/** A call for a file. */
function fileCall(answer: Parameters<typeof fakeFetch>[0] = pdf) {
  const fake = fakeFetch(answer);
  return {
    call: createWarung({ ...fake, retries: 0 }).request("GET", "/report", { media: "binary" }),
    sent: fake.sent,
  };
}

describe("download()", () => {
  it("writes the reply to a file and says what it is", async () => {
    const { call } = fileCall();

    const file = await download(call, inFolder("report.pdf"));

    expect(file).toEqual({
      path: inFolder("report.pdf"),
      bytes: 8,
      mediaType: "application/pdf",
      fileName: "report 7.pdf",
    });
    expect(await readFile(file.path, "utf8")).toBe("%PDF-1.7");
    expect(await readdir(folder)).toEqual(["report.pdf"]);
  });

  it("tells how far it is", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of ["%PDF", "-1.7"]) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    });
    const progress: DownloadProgress[] = [];

    await download(fileCall(() => new Response(body, { headers })).call, inFolder("report.pdf"), {
      onProgress: (now) => void progress.push(now),
    });

    expect(progress).toEqual([
      { received: 4, total: 8 },
      { received: 8, total: 8 },
    ]);
  });

  it("does not know the total if the vendor does not tell", async () => {
    const progress: DownloadProgress[] = [];

    await download(fileCall(() => new Response("a,b")).call, inFolder("list.csv"), {
      onProgress: (now) => void progress.push(now),
    });

    expect(progress).toEqual([{ received: 3, total: undefined }]);
  });

  it("writes an empty file for an empty reply", async () => {
    await download(
      fileCall(() => new Response(null, { headers: { "content-length": "0" } })).call,
      inFolder("empty"),
    );

    expect(await readFile(inFolder("empty"), "utf8")).toBe("");
  });
});

describe("what is no file", () => {
  it.each([
    ["an empty reply", () => new Response("", { headers: { "content-type": "application/pdf" } })],
    ["a reply without a body", () => new Response(null, { status: 204 })],
  ])("is not taken for one: %s", async (_what, answer) => {
    await failureOf(download(fileCall(answer).call, inFolder("report.pdf")), KelasError);

    expect(await readdir(folder)).toEqual([]);
  });

  it("is not taken for one: a compressed file that may have been cut off", async () => {
    const whole = gzipSync("a,b\n".repeat(1000));
    const { url } = await serve((_request, response) => {
      response.writeHead(200, {
        "content-encoding": "gzip",
        "content-type": "text/csv",
        connection: "close",
      });
      response.end(whole.subarray(0, -100));
    });
    const call = createWarung({ baseUrl: url, retries: 0 }).request("GET", "/list", { media: "binary" });

    await failureOf(download(call, inFolder("list.csv")), ConnectionError);

    expect(await readdir(folder)).toEqual([]);
  });
});

describe("before anything is sent, download() refuses", () => {
  it.each([
    ["an empty path", "", {}],
    ["a folder", ".", { overwrite: true }],
    // As JavaScript may pass it, from an environment variable: types alone do not keep it out.
    ["a text for overwrite", "report.pdf", { overwrite: "false" as unknown as boolean }],
    ["a limit that is not a number", "report.pdf", { maxResponseBytes: Number.NaN }],
  ])("%s", async (_what, name, options) => {
    const { call, sent } = fileCall();

    const error = await failureOf(
      download(call, name === "" ? "" : inFolder(name), options),
      ConfigurationError,
    );

    expect(error.outcome).toBe("not-sent");
    expect(sent).toEqual([]);
  });
});

describe("a file that exists", () => {
  it("is not replaced, and nothing is sent", async () => {
    await writeFile(inFolder("report.pdf"), "mine");
    const { call, sent } = fileCall();

    const error = await failureOf(download(call, inFolder("report.pdf")), ConfigurationError);

    expect(error).toMatchObject({ code: "storage", outcome: "not-sent" });
    expect(error.message).toContain("overwrite: true");
    expect(await readFile(inFolder("report.pdf"), "utf8")).toBe("mine");
    expect(sent).toHaveLength(0);
  });

  it("is not replaced if it appears during the download", async () => {
    const { call } = fileCall(async () => {
      await writeFile(inFolder("report.pdf"), "mine");
      return pdf();
    });

    const error = await failureOf(download(call, inFolder("report.pdf")), KelasError);

    // By then the call was sent, so "not-sent" would be wrong.
    expect(error.outcome).toBe("unknown");
    expect(await readFile(inFolder("report.pdf"), "utf8")).toBe("mine");
    expect(await readdir(folder)).toEqual(["report.pdf"]);
  });

  it("is replaced with overwrite: true, but only by a complete one", async () => {
    await writeFile(inFolder("report.pdf"), "mine");
    const broken = fileCall(() => new Response("%PDF", { headers }));
    await failureOf(download(broken.call, inFolder("report.pdf"), { overwrite: true }), ConnectionError);
    expect(await readFile(inFolder("report.pdf"), "utf8")).toBe("mine");

    await download(fileCall().call, inFolder("report.pdf"), { overwrite: true });

    expect(await readFile(inFolder("report.pdf"), "utf8")).toBe("%PDF-1.7");
  });

  it("stays as private as it was", async () => {
    await writeFile(inFolder("report.pdf"), "mine", { mode: 0o600 });

    await download(fileCall().call, inFolder("report.pdf"), { overwrite: true });

    expect((await stat(inFolder("report.pdf"))).mode & 0o777).toBe(0o600);
  });

  it("is replaced where a link points, and the link stays", async () => {
    await writeFile(inFolder("report 7.pdf"), "mine");
    await symlink("report 7.pdf", inFolder("latest.pdf"));

    await download(fileCall().call, inFolder("latest.pdf"), { overwrite: true });

    expect(await readFile(inFolder("report 7.pdf"), "utf8")).toBe("%PDF-1.7");
    expect(await readlink(inFolder("latest.pdf"))).toBe("report 7.pdf");
  });

  it.skipIf(process.platform === "win32")("is not replaced if it is no file, such as a pipe", async () => {
    execFileSync("mkfifo", [inFolder("report.pdf")]);
    const { call, sent } = fileCall();

    const error = await failureOf(
      download(call, inFolder("report.pdf"), { overwrite: true }),
      ConfigurationError,
    );

    expect(error.message).toContain("a device, a pipe or a socket");
    expect((await stat(inFolder("report.pdf"))).isFIFO()).toBe(true);
    expect(sent).toEqual([]);
  });

  it("may be a link to nowhere", async () => {
    await symlink(inFolder("nowhere"), inFolder("report.pdf"));

    await failureOf(download(fileCall().call, inFolder("report.pdf")), ConfigurationError);
    await failureOf(
      download(fileCall().call, inFolder("report.pdf"), { overwrite: true }),
      ConfigurationError,
    );
  });
});

describe("a download that fails leaves nothing behind:", () => {
  it("the vendor's error", async () => {
    const { call } = fileCall(() => Response.json({ message: "no such report" }, { status: 404 }));

    await failureOf(download(call, inFolder("report.pdf")), NotFoundError);

    expect(await readdir(folder)).toEqual([]);
  });

  it("a connection that is cut", async () => {
    const server = await serve(cutInBody);
    const call = createWarung({ baseUrl: server.url }).request("GET", "/report");

    const error = await failureOf(download(call, inFolder("report.json")), ConnectionError);

    expect(error.message).toMatch(/^warung request: GET \/report: .+/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("a body that stalls", async () => {
    const server = await serve(stallBody);
    const call = createWarung({ baseUrl: server.url }).request("GET", "/report", { timeout: 1000 });

    await failureOf(download(call, inFolder("report.json")), TimeoutError);

    expect(await readdir(folder)).toEqual([]);
  });

  it("an abort", async () => {
    const controller = new AbortController();
    const server = await serve(stallBody);
    const call = createWarung({ baseUrl: server.url }).request("GET", "/report", {
      signal: controller.signal,
    });

    const downloading = download(call, inFolder("report.json"), {
      onProgress: () => {
        controller.abort();
      },
    });

    await failureOf(downloading, AbortedError);
    expect(await readdir(folder)).toEqual([]);
  });

  it("a file that is too large", async () => {
    const downloading = download(fileCall().call, inFolder("report.pdf"), { maxResponseBytes: 7 });

    const error = await failureOf(downloading, KelasError);

    expect(error.message).toContain("larger than maxResponseBytes allows (7 bytes)");
    expect(await readdir(folder)).toEqual([]);
  });

  it("an error of onProgress", async () => {
    // With a code, as the errors of a disk have one.
    const oops = Object.assign(new Error("no bar"), { code: "EPIPE" });

    const downloading = download(fileCall().call, inFolder("report.pdf"), {
      onProgress: () => {
        throw oops;
      },
    });

    expect(await failureOf(downloading)).toBe(oops);
    expect(await readdir(folder)).toEqual([]);
  });
});

it.each([
  ["of 250 letters", `${"r".repeat(246)}.pdf`],
  ["of 240 bytes in other scripts", `${"報".repeat(78)}🎓x.pdf`],
])("a name %s is none too long", async (_what, name) => {
  await download(fileCall().call, inFolder(name));

  expect(await readdir(folder)).toEqual([name]);
});

it("a folder that does not exist is an error before anything is sent", async () => {
  const { call, sent } = fileCall();

  const error = await failureOf(download(call, inFolder("missing/report.pdf")), ConfigurationError);

  expect(error.message).toContain("ENOENT");
  expect(sent).toHaveLength(0);
});

it("an unknown option is refused", async () => {
  await failureOf(download(fileCall().call, inFolder("x"), { overwite: true } as object), ConfigurationError);
});

it("memory does not grow with the file", async () => {
  const program = fileURLToPath(new URL("support/download-program.ts", import.meta.url));
  const mebibyte = 2 ** 20;
  const mebibytes = byDepth({ usual: 256, deep: 1024 });

  const { stdout } = await run(process.execPath, [
    "--conditions=kelaskit-source",
    program,
    inFolder("big.zip"),
    String(mebibytes),
  ]);

  const { bytes, most } = JSON.parse(stdout) as { readonly bytes: number; readonly most: number };
  expect(bytes).toBe(mebibytes * mebibyte);
  expect((await stat(inFolder("big.zip"))).size).toBe(bytes);
  expect(most).toBeLessThan(320 * mebibyte);
});
