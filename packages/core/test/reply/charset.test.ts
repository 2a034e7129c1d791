import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ApiError, type BinaryReply } from "../../src/index.ts";
import { type NoParams, operation } from "../../src/vendor.ts";
import { failure, sampleClient, sampleVendor } from "../support/sample-vendor.ts";

interface Menu {
  readonly name: string;
}

const read = operation<NoParams, Menu>({
  name: "menus.read",
  method: "GET",
  path: "/menu",
  evidence: "documented",
  response: () => z.looseObject({ name: z.string() }),
});
const download = operation<NoParams, BinaryReply>({
  name: "menus.download",
  method: "GET",
  path: "/menu/file",
  evidence: "documented",
  media: "binary",
  response: () => z.custom<BinaryReply>(),
});

/** A vendor that sends these bytes under this type. */
function sending(bytes: Uint8Array<ArrayBuffer>, type: string, status = 200) {
  return sampleVendor(() => new Response(bytes, { status, headers: { "content-type": type } }));
}

const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, "latin1"));
const utf16 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, "utf16le"));
const utf8 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text));

const cafe = '{"name":"Café Señor"}';
const euro = Uint8Array.from([...latin('{"name":"10 '), 0x80, ...latin('"}')]);

describe("a reply is read in the character encoding that it names", () => {
  it.each<readonly [string, Uint8Array<ArrayBuffer>, string, string]>([
    ["Latin-1", latin(cafe), "application/json; charset=iso-8859-1", "Café Señor"],
    ["Latin-1 in other letters", latin(cafe), "application/json;Charset=ISO-8859-1", "Café Señor"],
    ["a name in capitals", latin(cafe), "application/json; CHARSET=Latin1", "Café Señor"],
    ["a name in quotes", latin(cafe), 'application/json; charset="iso-8859-1"', "Café Señor"],
    ["a name before another parameter", latin(cafe), "application/json; charset=latin1; v=2", "Café Señor"],
    ["Windows-1252", euro, "application/json; charset=windows-1252", "10 €"],
    ["UTF-16", utf16(cafe), "application/json; charset=utf-16", "Café Señor"],
    ["UTF-16 with a mark", utf16(`\uFEFF${cafe}`), "application/json; charset=utf-16le", "Café Señor"],
    ["UTF-8", utf8(cafe), "application/json; charset=utf-8", "Café Señor"],
    ["UTF-8 with a mark", utf8(`\uFEFF${cafe}`), "application/json", "Café Señor"],
    ["no name", utf8(cafe), "application/json", "Café Señor"],
    ["an unknown name, as UTF-8", utf8(cafe), "application/json; charset=klingon", "Café Señor"],
    ["an empty name, as UTF-8", utf8(cafe), "application/json; charset=", "Café Señor"],
  ])("%s", async (_what, bytes, type, name) => {
    await expect(read(sampleClient(sending(bytes, type)))).resolves.toEqual({ name });
  });

  it("through a middleware, too", async () => {
    const client = sampleClient(sending(latin(cafe), "application/json; charset=iso-8859-1"), {
      middleware: [(request, next) => next(request)],
    });

    await expect(read(client)).resolves.toEqual({ name: "Café Señor" });
  });

  it("where it is the vendor's error, too", async () => {
    const vendor = sending(latin('{"note":"café fermé"}'), "application/json; charset=iso-8859-1", 422);

    expect((await failure(read(sampleClient(vendor)), ApiError)).body).toEqual({ note: "café fermé" });
  });
});

it("a file keeps its bytes, whatever encoding it names", async () => {
  const bytes = latin(cafe);
  const file = await download(sampleClient(sending(bytes, "text/csv; charset=iso-8859-1")));

  expect(file).toMatchObject({ bytes, mediaType: "text/csv" });
});
