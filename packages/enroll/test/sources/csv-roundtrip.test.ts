import { anyText } from "@kelaskit/test-support/any-text";
import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { describe, expect, it } from "vitest";
import { csvFile } from "../../src/sources/index.ts";
import { fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());

const names = ["first", "second", "third"] as const;
const fields = Object.fromEntries(names.map((name) => [name, { required: true, description: name }]));

/** Texts full of what CSV gives a meaning, and of characters of every length in UTF-8 and UTF-16. */
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(`ab ,;|\t"'=\r\nĊčé中😀\u00A0\u2028`)), maxLength: 12 }),
  anyText({ maxLength: 12 }).filter((text) => !text.includes("\0")),
);

const layout = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  quoted: fc.boolean(),
  encoding: fc.constantFrom("utf-8", "utf-8 with mark", "utf-16le with mark"),
  endsWithLineEnd: fc.boolean(),
  separatorLine: fc.boolean(),
  /** Now and then so many rows before the drawn ones that these come in later pieces of the file. */
  padding: fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(2500) }),
});

function encode(text: string, encoding: string): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  return Buffer.from(`\uFEFF${text}`, encoding.startsWith("utf-16le") ? "utf16le" : "utf8");
}

/** A cell without it is an empty one. */
const isShown = /[^\s\p{Z}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\uFFF9-\uFFFB]/u;

const lineEnds = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

describe("csvFile", () => {
  it("reads back what was written in every layout, with the line of each row", async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 30 }),
        layout,
        async (drawn, how) => {
          const padding = Array.from({ length: how.padding }, (_, at) => [
            `pad ${at}`,
            "中".repeat(at % 20),
            "x",
          ]);
          const rows = [...padding, ...drawn];
          const written = { delimiter: how.delimiter, quoted: how.quoted, record_delimiter: how.lineEnd };
          const line = (cells: readonly string[]) =>
            stringify([cells], { ...written, quote_record_delimiter: true, eof: false });

          const lines = how.separatorLine ? [`sep=${how.delimiter}`, line(names)] : [line(names)];
          let next = lines.length + 1;
          const expected: { line: number; record: Record<string, string> }[] = [];
          for (const row of rows) {
            const text = line(row);
            lines.push(text);
            const filled = names.flatMap((name, at): [string, string][] => {
              const value = (row[at] ?? "").trim();
              return isShown.test(value) ? [[name, value]] : [];
            });
            if (filled.length > 0) expected.push({ line: next, record: Object.fromEntries(filled) });
            next += 1 + lineEnds(text);
          }
          const content = lines.join(how.lineEnd) + (how.endsWithLineEnd ? how.lineEnd : "");
          file += 1;
          const path = await write(encode(content, how.encoding), `${file % 8}.csv`);
          expect(await readAll(csvFile(path, { fields, allowEmpty: true }))).toEqual(expected);
        },
      ),
      { numRuns: cases(40) },
    );
  });
});
