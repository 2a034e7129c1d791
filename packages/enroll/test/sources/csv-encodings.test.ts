import { createSinglebyteEncoder } from "@exodus/bytes/single-byte.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvFile, type TextEncoding } from "../../src/sources/index.ts";
import { sourceErrorOf, fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());

function encode(text: string, encoding: TextEncoding): Uint8Array {
  return encoding === "utf-8" ? Buffer.from(text) : createSinglebyteEncoder(encoding)(text);
}

async function open(names: readonly string[], written: TextEncoding, read?: TextEncoding) {
  const rows = names.map((name) => `ada@example.com;p1;${name}\r\n`).join("");
  const path = await write(encode(`email;product;name\r\n${rows}`, written));
  return csvFile(path, { fields, encoding: read });
}

async function messageOf(name: string, written: TextEncoding, read?: TextEncoding): Promise<string> {
  const source = await open(["Ada", name], written, read);
  const error = await sourceErrorOf(async () => readAll(source));
  expect(error.line).toBe(3);
  return error.message;
}

describe("a file that is not UTF-8", () => {
  it.each<[TextEncoding, string]>([
    ["windows-874", "สมชาย ใจดี"],
    ["windows-1252", "Zoë São"],
    ["windows-1251", "Иванов"],
    ["windows-1256", "علي"],
    ["macintosh", "São José"],
  ])("is shown as every encoding would read it, %s among them", async (encoding, name) => {
    const message = await messageOf(name, encoding);
    expect(message).toContain("it is not in UTF-8");
    const readings = message.split("It reads ")[1] ?? "";
    expect(
      readings
        .split("; ")
        .find((reading) => reading.includes(`${encoding},`) || reading.includes(`${encoding}:`)),
    ).toContain(`"${name}"`);
    for (const other of ["windows-1252", "windows-874", "windows-1250", "windows-1251"] as const)
      if (encoding !== "macintosh") expect(readings).toContain(other);
  });

  it("shows first what reads like a text", async () => {
    expect(await messageOf("สมชาย", "windows-874")).toContain('It reads as windows-874: "สมชาย"; as');
    expect(await messageOf("Conceição", "windows-1252")).toContain(
      'It reads as windows-1252, windows-1254: "Conceição"',
    );
  });

  it("is shown for no more than forty characters, and no other cell of it", async () => {
    const message = await messageOf(`${"a".repeat(60)}é${"b".repeat(60)}`, "windows-1252");
    expect(message).toContain(`"${"a".repeat(12)}é${"b".repeat(27)}"`);
    expect(message).not.toMatch(/ada@|p1|a{13}|b{28}/);
  });

  it("shows UTF-16 without its mark in both orders of bytes", async () => {
    const path = await write(Buffer.from("email,product\na,b", "utf16le"));
    const { message } = await sourceErrorOf(async () => readAll(csvFile(path, { fields })));
    expect(message).toContain('as utf-16le: "email,product"; as utf-16be: "');
  });
});

describe("a wrong encoding that is given", () => {
  it.each<[written: TextEncoding, read: TextEncoding, name: string]>([
    ["windows-874", "windows-1252", "สมชาย ใจดี"],
    ["windows-874", "macintosh", "สมชาย ใจดี"],
    ["windows-1252", "windows-874", "Zoë"],
    ["windows-1252", "windows-874", "São"],
    ["windows-1252", "windows-1251", "Zoë"],
    ["windows-1251", "windows-1252", "Иванов"],
    ["windows-1252", "macintosh", "São José"],
    ["macintosh", "windows-1252", "São José"],
    ["utf-8", "windows-1252", "Zoë"],
    ["utf-8", "windows-1252", "สมชาย"],
    ["utf-8", "windows-874", "สมชาย"],
  ])("is refused where the text shows it: %s read as %s", async (written, read, name) => {
    const message = await messageOf(name, written, read);
    expect(message).toContain(`it does not look like text in ${read}`);
    expect(message).toContain(written);
    expect(message).toContain(`"${name}"`);
  });

  it("is found also at the end of the file", async () => {
    const path = await write(encode("email,product\na,b\nann@example.com,Sã", "windows-1252"));
    const error = await sourceErrorOf(async () =>
      readAll(csvFile(path, { fields, encoding: "windows-874" })),
    );
    expect(error.line).toBe(3);
  });

  it("is found also where a piece of the file ends in the name", async () => {
    for (let padding = 16_370; padding < 16_384; padding += 1) {
      const content = `email,product\r\n${"a".repeat(padding - 18)},b\r\nสมชาย,p\r\n`;
      const path = await write(encode(content, "windows-874"));
      const error = await sourceErrorOf(async () =>
        readAll(csvFile(path, { fields, encoding: "windows-1252" })),
      );
      expect(error.line).toBe(3);
    }
  });
});

describe("UTF-8 that holds what was read in a wrong encoding before", () => {
  it.each([
    ["ZoÃ«", "Zoë"],
    ["ConceiÃ§Ã£o", "Conceição"],
    ["PortuguÃªs", "Português"],
    ["à¸ªà¸¡à¸Šà¸²à¸¢", "สมชาย"],
    ["Oâ€™Brien", "O’Brien"],
  ])("is refused with the text that was meant: %s", async (ruined, meant) => {
    expect(await messageOf(ruined, "utf-8")).toContain(`as "${ruined}" for "${meant}"`);
  });
});

const proper: Partial<Record<TextEncoding, readonly string[]>> = {
  "windows-1252": [
    "Zoë “Z” São €",
    "MAÇÃ»",
    "“MAÇÃ”",
    "L’Été à Orléans",
    "Ñandú ¿qué?",
    "Þórður Óðinn",
    "ÄÖÅ äöå",
    "Mª José nº 3º",
    "½ £5 – 10°",
    "«Élan»",
    "ÆØÅ æøå",
    "naïve…oui",
    "Ação – São Tomé e Príncipe",
    "col·lecció",
    "café\u00A0\u00A0noir",
    "O’Brien",
    "Groß & Söhne™",
    "AÇÕES",
    "Müßiggänger",
  ],
  "windows-874": [
    "สมชาย ใจดี",
    "คุณJohn",
    "ขนาดA4",
    "รถยก",
    "พ.ศ. ๒๕๖๙",
    "เก่ง เเละ ไพลิน",
    "ห้อง ๑๒/๓",
    "Ann สมิธ",
    "น้ำ",
    "ฯลฯ",
  ],
  "windows-1250": ["Żółciński", "Łódź", "Dvořák", "Őszi", "Šárka Žižková"],
  "windows-1251": ["Иванов Пётр", "Анна K.", "Київ"],
  "windows-1254": ["Ayşe Yıldız", "Çağrı Öğüt", "Güneş"],
};

describe("proper names", () => {
  it.each(
    Object.entries(proper).flatMap(([encoding, names]) =>
      names.map((name): [string, string] => [encoding, name]),
    ),
  )("are read as they are, in %s: %s", async (encoding, name) => {
    for (const written of [encoding as TextEncoding, "utf-8"] as const) {
      const [, row] = await readAll(await open(["Ada", name], written, written));
      expect(row?.record["name"]).toBe(name);
    }
  });

  it("are read in UTF-8 whatever their script", async () => {
    const word = fc.string({
      unit: fc.constantFrom(
        ..."abcdefgzéèêëàâäãåçñõöøúüßÉÀÇŁłşğıŐđướợสมชายเก่งиванёλόγος김민준田中علی".split(""),
      ),
      minLength: 1,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
        const name = words.join(" ").normalize("NFC");
        const [row] = await readAll(await open([name], "utf-8"));
        expect(row?.record["name"]).toBe(name.trim());
      }),
      { numRuns: 100 },
    );
  });
});
