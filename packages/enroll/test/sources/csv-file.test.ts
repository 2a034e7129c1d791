import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { csvFile, type CsvOptions, SourceError } from "../../src/sources/index.ts";
import { fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());
const bigEndian = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

async function rowsIn(content: string | Uint8Array, options: Partial<CsvOptions> = {}) {
  return readAll(csvFile(await write(content), { fields, ...options }));
}

const ada = { email: "ada@example.com", product: "p1" };
const budi = { email: "budi@example.com", product: "p2" };

describe("csvFile", () => {
  it("reads rows with the lines on which they begin", async () => {
    expect(await rowsIn("email,product\nada@example.com,p1\nbudi@example.com,p2\n")).toEqual([
      { line: 2, record: ada },
      { line: 3, record: budi },
    ]);
  });

  it.each([
    ["UTF-8 with a byte order mark", Buffer.from("\uFEFFemail,product,name\nada@example.com,p1,Zoë Ł\n")],
    [
      "Excel's Unicode text",
      Buffer.from("\uFEFFemail\tproduct\tname\r\nada@example.com\tp1\tZoë Ł\r\n", "utf16le"),
    ],
    ["big-endian UTF-16", bigEndian("email;product;name\r\nada@example.com;p1;Zoë Ł")],
  ])("reads %s", async (_, content) => {
    expect(await rowsIn(content)).toEqual([{ line: 2, record: { ...ada, name: "Zoë Ł" } }]);
  });

  it("reads UTF-16 without a byte order mark with `encoding`", async () => {
    const content = Buffer.from("email,product\nada@example.com,p1", "utf16le");
    expect(await rowsIn(content, { encoding: "utf-16le" })).toEqual([{ line: 2, record: ada }]);
  });

  it.each([
    [
      "windows-1252",
      "Zoë “Z” São €",
      [0x5a, 0x6f, 0xeb, 0x20, 0x93, 0x5a, 0x94, 0x20, 0x53, 0xe3, 0x6f, 0x20, 0x80],
    ],
    ["windows-874", "สมชาย €", [0xca, 0xc1, 0xaa, 0xd2, 0xc2, 0x20, 0x80]],
  ] as const)(
    "reads %s, which Excel writes instead of UTF-8, with `encoding`",
    async (encoding, name, bytes) => {
      const content = Buffer.concat([
        Buffer.from("email;product;name\r\nada@example.com;p1;"),
        Buffer.from(bytes),
        Buffer.from("\r\n"),
      ]);
      expect(await rowsIn(content, { encoding })).toEqual([{ line: 2, record: { ...ada, name } }]);
    },
  );

  it("counts the lines within quotes", async () => {
    const content =
      'email,"full\r\nname",product\r\nada@example.com,"Ada\r\nL.\nK.",p1\r\nbudi@example.com,,p2';
    expect(await rowsIn(content)).toEqual([
      { line: 3, record: { ...ada, name: "Ada\r\nL.\nK." } },
      { line: 6, record: budi },
    ]);
  });

  it.each([
    ["comma", "email,product\nada@example.com,p1"],
    ["semicolon", "email;product\nada@example.com;p1"],
    ["tab", "email\tproduct\nada@example.com\tp1"],
    ["semicolon, with commas in a header", "email;one, two, three;product\nada@example.com;;p1"],
    ["Excel's sep line", "sep=|\nemail|product\nada@example.com|p1"],
    ["Excel's sep line, saved again", '"sep=;";;\r\nemail;product\r\nada@example.com;p1'],
    ["old Macintosh line ends", "email,product\rada@example.com,p1\r"],
  ])("finds the delimiter: %s", async (_, content) => {
    const [row] = await rowsIn(content);
    expect(row?.record).toEqual(ada);
  });

  it("uses a given delimiter", async () => {
    expect(await rowsIn("email|product\nada@example.com|p1", { delimiter: "|" })).toEqual([
      { line: 2, record: ada },
    ]);
  });

  it("skips empty lines and empty columns, also before the header line", async () => {
    const content =
      "\n,,,,\nemail,product,,\n\n ada@example.com , p1 ,,\n,,,\nbudi@example.com,p2,,,,,,\n\n\n";
    expect(await rowsIn(content)).toEqual([
      { line: 5, record: ada },
      { line: 7, record: budi },
    ]);
  });

  it("has no field for an empty cell", async () => {
    const [row] = await rowsIn('email,product,name\nada@example.com,p1,"  "');
    expect(row?.record).toEqual(ada);
  });

  it("trims around and within quotes", async () => {
    expect(await rowsIn('email , product\n "ada@example.com " ,\t"p1"')).toEqual([{ line: 2, record: ada }]);
  });

  it.each(["E-Mail", "EMAIL", "e_mail", " e mail ", "Mail", "E-mail Address"])(
    "recognises the header %s",
    async (header) => {
      const [row] = await rowsIn(`${header},Product_ID\nada@example.com,p1`);
      expect(row?.record).toEqual(ada);
    },
  );

  it("prefers the column in `columns` to the one with the field's name", async () => {
    const options = { columns: { email: "Work address" } };
    const [row] = await rowsIn("email,work address,product\nold@example.com,ada@example.com,p1", options);
    expect(row?.record).toEqual(ada);
  });

  it("prefers the field's name to an alias", async () => {
    const [row] = await rowsIn("mail,email,product\nold@example.com,ada@example.com,p1");
    expect(row?.record).toEqual(ada);
  });

  it("reports the columns that are not used once", async () => {
    const notes: string[] = [];
    const path = await write("email,shoe size,,product\nada@example.com,43,x,p1");
    const source = csvFile(path, { fields, onNote: (note) => void notes.push(note) });
    await readAll(source);
    await readAll(source);
    expect(notes).toEqual([
      'learners.csv: these columns are not used: "shoe size".',
      "learners.csv: these columns have no header and are not used: 3 (counted from 1).",
    ]);
  });

  it("ends with the rejection of an asynchronous onNote, before the first record", async () => {
    const path = await write("email,shoe size,product\nada@example.com,43,p1");
    const source = csvFile(path, { fields, onNote: () => Promise.reject(new Error("no room")) });
    await expect(source.records()[Symbol.asyncIterator]().next()).rejects.toThrow("no room");
  });

  it("leaves prototypes alone", async () => {
    const [row] = await readAll(
      csvFile(await write("__proto__,constructor,email,product\na,b,ada@example.com,p1"), { fields }),
    );
    expect(row?.record).toEqual(ada);
    for await (const { record } of csvFile(await write("email,product\nada@example.com,p1"), {
      fields,
    }).records()) {
      expect(record["constructor"]).toBeUndefined();
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("has no records below a header line alone, where that is allowed", async () => {
    expect(await rowsIn("email,product\n", { allowEmpty: true })).toEqual([]);
  });

  it("is identified by the file's bytes", async () => {
    const content = "email,product\nada@example.com,p1\n";
    const source = csvFile(await write(content), { fields });
    expect(await source.hash()).toBe(createHash("sha256").update(content).digest("hex"));
    expect(source.name).toBe("learners.csv");
  });

  it("can be left in the middle and read again", async () => {
    const path = await write(`email,product\n${"ada@example.com,p1\n".repeat(20_000)}`);
    const source = csvFile(path, { fields });
    for await (const { line } of source.records()) if (line === 3) break;
    expect(await readAll(source)).toHaveLength(20_000);
  });

  it("refuses a wrong option at once", () => {
    expect(() => csvFile("learners.csv", { fields, columns: { emial: "Address" } })).toThrow(
      'learners.csv: columns contains the field "emial", which does not exist. Did you mean "email"?',
    );
    expect(() => csvFile("learners.csv", { fields, delimiter: "::" })).toThrow(SourceError);
  });
});
