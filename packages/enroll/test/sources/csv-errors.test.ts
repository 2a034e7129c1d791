import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KelasError } from "@kelaskit/core";
import { csvFile, type CsvOptions } from "../../src/sources/index.ts";
import { sourceErrorOf, fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const write = fileWriter(folder);

async function errorOf(content: string | Uint8Array, options: Partial<CsvOptions> = {}) {
  const path = await write(content);
  return sourceErrorOf(async () => readAll(csvFile(path, { fields, ...options })));
}

const cases: [
  title: string,
  content: string | Uint8Array,
  place: { line?: number; column?: string },
  message: string,
  options?: Partial<CsvOptions>,
][] = [
  [
    "a required field without a column",
    "email,name\nada@example.com,Ada",
    { line: 1, column: "product" },
    'the field "product" has no column: the product\'s id. The headers are "email", "name". Add the column',
  ],
  [
    "a header with a slip",
    "\n\nemail,porduct\nada@example.com,p1",
    { line: 3, column: "product" },
    'Did you mean "porduct"?',
  ],
  ["a header twice", "email,product,email\na,b,c", { line: 1, column: "email" }, "this header occurs twice"],
  [
    "two headers that could be one field",
    "E-Mail,email,product\na,b,c",
    { line: 1, column: "E-Mail" },
    '"E-Mail", "email" could each be the field "email". Choose one in columns',
  ],
  [
    "a column that was named and is not there",
    "email,Produkt\na,b",
    { line: 1, column: "Product" },
    'columns maps the field "product" to this column, which does not exist. Did you mean "Produkt"?',
    { columns: { product: "Product" } },
  ],
  [
    "no header line",
    "ada@example.com;p1;Ada\n",
    { line: 1 },
    'none of its 3 cells is a known header. Expected a first line with "email", "product", "name" (optional)',
  ],
  [
    "a header line without rows",
    "email,product\n\n",
    {},
    "it has a header line but no rows. Check that the export is complete; if an empty file is correct, set allowEmpty",
  ],
  ["an empty file", "", {}, "it is empty. Expected a header line such as email,product,name"],
  ["a file of empty lines", "\n,,\n\n", {}, "it is empty"],
  [
    "a row with more cells than headers",
    "email,product\nada@example.com,p1\nbudi@example.com,p1,Budi, S.\n",
    { line: 3 },
    "the row has 4 cells, but the header line has 2",
  ],
  [
    "a quote that is not closed",
    'email,product\nada@example.com,"p\n1"\nbudi@example.com,"p2\nciti@example.com,p3\n',
    { line: 4, column: "product" },
    "a quote begins here and is not closed",
  ],
  [
    "a quote that is not closed, after another cell of several lines",
    'email,product\r\n"ada\r\n@example.com" ,"p1\r\n\r\n',
    { line: 3, column: "product" },
    "a quote begins here and is not closed",
  ],
  [
    "a quote that is not closed in the header line",
    'email,"product\na,b\n',
    { line: 1 },
    "a quote begins here",
  ],
  [
    "a quote that is not closed in a large file",
    `email,product\na,b\n"ada@example.com,p1\n${"budi@example.com,p2\n".repeat(100_000)}`,
    { line: 3, column: "email" },
    "most likely a quote is not closed",
  ],
  [
    "a quote in the middle of a cell",
    'email,product\nada@example.com,5" screen\n',
    { line: 2, column: "product" },
    "a quote is in the middle of a cell",
  ],
  [
    "text after a quote",
    'email,product\na,"p" 1\n',
    { line: 2, column: "product" },
    "a quote ends in the middle",
  ],
  [
    "bytes that are not UTF-8",
    Buffer.from("email,product,name\nada@example.com,p1,Ada\nzoe@example.com,p1,Zo\xEB\n", "latin1"),
    { line: 3 },
    'it is not in UTF-8. Save it as "CSV UTF-8" (in Excel: Save As)',
  ],
  [
    "bytes that are not UTF-8, far down",
    Buffer.from(`email,product,name\r\n${"a,b,c\r\n".repeat(30_000)}a,b,Zo\xEB`, "latin1"),
    { line: 30_002 },
    "it is not in UTF-8",
  ],
  [
    "a character that is cut off",
    Buffer.from("email,product\na,b\n\xC3", "latin1"),
    { line: 3 },
    "not in UTF-8",
  ],
  ["UTF-16 without its mark", Buffer.from("email,product\na,b", "utf16le"), { line: 1 }, "not in UTF-8"],
];

describe("the errors of csvFile", () => {
  it.each(cases)("name the place and what to do: %s", async (_, content, place, message, options) => {
    const error = await errorOf(content, options);
    expect(error.message).toContain(message);
    expect({ line: error.line, column: error.column }).toEqual({
      line: undefined,
      column: undefined,
      ...place,
    });
    expect(error.message).toMatch(
      new RegExp(`^learners\\.csv${place.line === undefined ? "" : `, line ${place.line}`}[,:]`),
    );
    expect(KelasError.isInstance(error)).toBe(true);
  });

  // Where the encoding is wrong, the choice needs a sample: csv-encodings.test.ts has the bounds of it.
  it.each(cases.filter(([, , , message]) => !message.includes("not in UTF-8")))(
    "never repeat a cell: %s",
    async (_, content, _place, _message, options) => {
      const error = await errorOf(content, options);
      const shown = `${error.message} ${String(error.cause)} ${JSON.stringify(error)}`;
      expect(shown).not.toMatch(/example\.com|p1|Ada|Zo/);
    },
  );

  it("come before the first row when the header line is wrong", async () => {
    const path = await write(`email\n${"ada@example.com\n".repeat(10)}`);
    const records = csvFile(path, { fields }).records()[Symbol.asyncIterator]();
    await expect(records.next()).rejects.toThrow('the field "product" has no column');
  });

  it("come after all the rows before them", async () => {
    const lines: number[] = [];
    const path = await write('email,product\na,b\n\nc,d\ne,5" screen\n');
    const error = await sourceErrorOf(async () => {
      for await (const { line } of csvFile(path, { fields }).records()) lines.push(line);
    });
    expect(lines).toEqual([2, 4]);
    expect(error.line).toBe(5);
  });

  it("say that a file is not there", async () => {
    const path = join(folder, "nowhere.csv");
    const source = csvFile(path, { fields });
    expect((await sourceErrorOf(async () => readAll(source))).message).toBe(
      `${path}: the file does not exist. Check its path.`,
    );
    expect((await sourceErrorOf(async () => source.hash())).message).toContain("the file does not exist");
  });

  it("report that a folder is not a regular file", async () => {
    const path = join(folder, "folder.csv");
    await mkdir(path);
    expect((await sourceErrorOf(async () => csvFile(path, { fields }).hash())).message).toContain(
      "it is a folder, a pipe or a device, not a regular file",
    );
  });
});
