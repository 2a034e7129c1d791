import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ApiError, ResponseMismatchError, ServerError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { BinaryReply } from "../../src/index.ts";
import type { ErrorReader, NoParams } from "../../src/vendor.ts";
import { fileNameOf } from "../../src/binary.ts";
import { failure, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

const download = operation<NoParams, BinaryReply>({
  name: "certificates.download",
  method: "GET",
  path: "/certificate",
  evidence: "documented",
  media: "binary",
  response: () => z.custom<BinaryReply>(() => false),
});

describe("a reply that is a file", () => {
  it("comes as bytes, whatever they are, and is not validated", async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
    const headers = {
      "content-type": "Application/PDF; version=1.7",
      "content-disposition": 'inline; filename="c.pdf"',
    };
    const vendor = sampleVendor(() => new Response(bytes, { headers }));
    const reply = await download(sampleClient(vendor, { validation: "strict" }));
    expect(reply).toEqual({ bytes, mediaType: "application/pdf", fileName: "c.pdf" });
  });

  it("may be empty, where it says so, and say nothing else of itself", async () => {
    const vendor = sampleVendor(() => new Response(null, { headers: { "content-length": "0" } }));
    const reply = await download(sampleClient(vendor));
    expect(reply).toEqual({
      bytes: new Uint8Array(),
      mediaType: "application/octet-stream",
      fileName: undefined,
    });
  });

  it.each([200, 204])("is not there when the reply is empty and does not say so: %i", async (status) => {
    const vendor = sampleVendor(() => new Response(null, { status }));
    const error = await failure(download(sampleClient(vendor)), ResponseMismatchError);
    expect(error.message).toContain("expected a file, got an empty reply");
  });

  it("is not there when a page for people comes in its place", async () => {
    const page = "<!doctype html><p>Maintenance";
    const vendor = sampleVendor(() => new Response(page, { headers: { "content-type": "text/html" } }));
    const error = await failure(download(sampleClient(vendor)), ResponseMismatchError);
    expect(error).toMatchObject({ status: 200, mediaType: "text/html", excerpt: page });
  });

  it("is read as text when it is an error instead", async () => {
    const vendor = sampleVendor(() => Response.json({ reason: "busy" }, { status: 503 }));
    const error = await failure(download(sampleClient(vendor)), ServerError);
    expect(error.body).toEqual({ reason: "busy" });
  });

  it("is an error for the vendor's error with status 200, and a file for other JSON", async () => {
    const readError: ErrorReader = ({ body }) =>
      JSON.stringify(body).includes("failed") ? { message: "It failed" } : undefined;
    let sent = 0;
    const client = sampleClient(
      sampleVendor(() => Response.json((sent += 1) === 1 ? { failed: true } : { done: true })),
      {},
      { readError },
    );
    expect(await failure(download(client), ApiError)).toHaveProperty(
      "message",
      expect.stringContaining("It failed"),
    );
    expect(await download(client)).toMatchObject({ mediaType: "application/json" });
  });
});

describe("the file name that a vendor proposes", () => {
  it.each<readonly [string | null, string | undefined]>([
    [null, undefined],
    ["attachment", undefined],
    ["inline; filename=report.pdf", "report.pdf"],
    ["attachment; FileName = report.pdf ; size=3", "report.pdf"],
    ['attachment; filename="my report.pdf"', "my report.pdf"],
    ['attachment; filename="a;b=c.pdf"; size=3', "a;b=c.pdf"],
    [String.raw`attachment; filename="the \"best\".pdf"`, 'the "best".pdf'],
    ["attachment; filename*=UTF-8''na%C3%AFve%20caf%C3%A9.pdf", "naïve café.pdf"],
    ["attachment; filename*=utf-8'id'Ujian%20%231.pdf", "Ujian #1.pdf"],
    ["attachment; filename=\"plain.pdf\"; filename*=UTF-8''ext%C3%A9nded.pdf", "exténded.pdf"],
    ["attachment; filename*=UTF-8''ext%C3%A9nded.pdf; filename=\"plain.pdf\"", "exténded.pdf"],
    ["attachment; filename=\"plain.pdf\"; filename*=UTF-8''%E9", "plain.pdf"],
    ["attachment; filename*=UTF-8''%E9", undefined],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ['attachment; filename="/etc/passwd"', "passwd"],
    [String.raw`attachment; filename="C:\\Users\\ada\\report.pdf"`, "report.pdf"],
    ["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"],
    ["attachment; filename*=UTF-8''..%5C..%5Cboot.ini", "boot.ini"],
    ['attachment; filename=".."', undefined],
    ['attachment; filename="a/.."', undefined],
    ['attachment; filename="."', undefined],
    ['attachment; filename="folder/"', undefined],
    ['attachment; filename=""', undefined],
    ["attachment; filename*=UTF-8''report%00.pdf", "report.pdf"],
    ["attachment; filename*=UTF-8''a%0D%0Ab%1B.pdf", "ab.pdf"],
    ["attachment; notfilename=other.pdf", undefined],
  ])("%j is %j", (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });
});
