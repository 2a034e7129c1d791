import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RowSource } from "../../src/source.ts";
import { type FileOptions, jsonLinesFile, rowsOf } from "../../src/sources/index.ts";
import { sourceErrorOf, fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());

async function rowsIn(content: string | Uint8Array, options: Partial<FileOptions> = {}) {
  return readAll(jsonLinesFile(await write(content, "learners.jsonl"), { fields, ...options }));
}

const ada = '{"email":"ada@example.com","product":"p1"}';
const withNote = '{"email":"ada@example.com","product":"p1","shoe size":43}';
const adaRecord = { email: "ada@example.com", product: "p1" };

it.each<[string, (onNote: () => Promise<void>) => Promise<RowSource>]>([
  [
    "jsonLinesFile",
    async (onNote) => jsonLinesFile(await write(withNote, "noted.jsonl"), { fields, onNote }),
  ],
  [
    "rowsOf",
    async (onNote) => rowsOf([JSON.parse(withNote) as object], { name: "learners", fields, onNote }),
  ],
])("%s ends the reading with what an asynchronous reader of notes rejects with", async (_, sourceOf) => {
  const source = await sourceOf(() => Promise.reject(new Error("no room")));
  await expect(readAll(source)).rejects.toThrow("no room");
});

describe("jsonLinesFile", () => {
  it("reads an object a line and skips blank lines", async () => {
    expect(await rowsIn(`\uFEFF${ada}\r\n\n  \n{"email":"budi@example.com","product":2}`)).toEqual([
      { line: 1, record: adaRecord },
      { line: 4, record: { email: "budi@example.com", product: 2 } },
    ]);
  });

  it("reads UTF-16 with a byte order mark", async () => {
    expect(await rowsIn(Buffer.from(`\uFEFF${ada}\n`, "utf16le"))).toEqual([{ line: 1, record: adaRecord }]);
  });

  it("leaves values as they are, and takes null for an absent field", async () => {
    const [row] = await rowsIn('{"email":" a ","product":["p1",{"x":1}],"name":null}');
    expect(row?.record).toEqual({ email: " a ", product: ["p1", { x: 1 }] });
  });

  it("matches keys as headers are matched, line by line", async () => {
    const content = '{"E-Mail":"a","product_id":"p"}\n{"product":"p","mail":"b"}\n{"work":"c","email":"d"}';
    const rows = await rowsIn(content);
    expect(rows.map(({ record }) => record)).toEqual([
      { email: "a", product: "p" },
      { email: "b", product: "p" },
      { email: "d" },
    ]);
    const [, , mapped] = await rowsIn(content, { columns: { email: "work" } });
    expect(mapped?.record).toEqual({ email: "c" });
  });

  it("reports each key that is not used once", async () => {
    const notes: string[] = [];
    const path = await write(`${ada}\n{"email":"b","shoe":1}\n{"email":"c","hat":2,"shoe":3}`, "notes.jsonl");
    const source = jsonLinesFile(path, { fields, onNote: (note) => void notes.push(note) });
    await readAll(source);
    await readAll(source);
    expect(notes).toEqual([
      'notes.jsonl: the key "shoe", first found on line 2, is not used.',
      'notes.jsonl: the key "hat", first found on line 3, is not used.',
    ]);
  });

  it("leaves prototypes alone", async () => {
    const [row] = await rowsIn('{"__proto__":{"name":"Eve"},"constructor":1,"email":"a"}');
    expect(row?.record).toEqual({ email: "a" });
    expect(row?.record["name"]).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("is identified by the file's bytes", async () => {
    const source = jsonLinesFile(await write(ada, "hash.jsonl"), { fields });
    expect(await source.hash()).toBe(createHash("sha256").update(ada).digest("hex"));
  });

  it.each([
    [
      "text that is not JSON",
      `${ada}\n\n{"email":"secret-1"`,
      3,
      "it is not valid JSON. Expected one complete JSON object per line",
    ],
    ["a JSON list", `[\n${ada}\n]`, 1, "It looks like a JSON array: write one object per line"],
    [
      "a list on a line",
      `${ada}\n["secret-1"]`,
      2,
      "expected an object with the fields of a row, got a list",
    ],
    ["a text on a line", `"secret-1"`, 1, "got a text of 8 characters"],
    [
      "two keys for one field",
      `{"mail":"secret-1","e-mail address":"b"}`,
      1,
      'could each be the field "email"',
    ],
    [
      "a number that is not exact",
      `${ada}\n{"email":"secret-1","product":12345678901234567890}`,
      2,
      "Write it as a string",
    ],
    [
      "an endless line",
      `${ada}\n"${"secret-1".repeat(200_000)}"`,
      2,
      "the line has more than 1048576 characters",
    ],
    ["an empty file", "\n\n", undefined, "it is empty. Expected one JSON object per line"],
  ])("names the line and repeats no value: %s", async (_, content, line, message) => {
    const error = await sourceErrorOf(async () => rowsIn(content));
    expect(error.message).toContain(message);
    expect(error.line).toBe(line);
    expect(`${error.message} ${String(error.cause)}`).not.toContain("secret-1");
  });

  it("shows what bytes that are not UTF-8 may mean, so that the encoding can be chosen", async () => {
    const content = Buffer.from(`${ada}\n{"name":"Zo\xEB"}`, "latin1");
    const error = await sourceErrorOf(async () => rowsIn(content));
    expect(error.line).toBe(2);
    expect(error.message).toContain("it is not in UTF-8");
    expect(error.message).toContain(
      'as windows-1252, windows-1250, windows-1254, windows-1256, windows-1258: "Zoë"',
    );
  });

  it("takes a file without rows where that is allowed", async () => {
    expect(await rowsIn("\n\n", { allowEmpty: true })).toEqual([]);
  });

  it("refuses a key that resembles a field without a key of its own", async () => {
    const error = await sourceErrorOf(async () => rowsIn(`${ada}\n{"email":"b","prodct":"p1"}`));
    expect(error).toMatchObject({ line: 2, column: "prodct" });
  });

  it("returns the original objects with `withOriginal`", async () => {
    const path = await write('{"E-Mail":"a","product":null,"shoe":{"size":43}}', "original.jsonl");
    const originals: unknown[] = [];
    for await (const { original } of jsonLinesFile(path, { fields }).records({ withOriginal: true }))
      originals.push(original);
    expect(originals).toEqual([{ "E-Mail": "a", product: null, shoe: { size: 43 } }]);
  });
});
