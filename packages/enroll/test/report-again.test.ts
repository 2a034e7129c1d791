import { byDepth } from "@kelaskit/test-support/depth";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reportColumns, type ReportRow, writeReport } from "../src/report.ts";
import type { RowSource, SourceRecord } from "../src/source.ts";
import { csvFile } from "../src/sources/index.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kelaskit-report-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fields = {
  email: { required: true, description: "the address" },
  note: { required: false, description: "a note" },
};

function fileOf(name: string): RowSource {
  return csvFile(join(folder, name), { fields });
}

async function recordsOf(source: RowSource): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.records({ withOriginal: true })) records.push(record);
  return records;
}

/** Writes the report of a file whose rows have all failed. */
async function reportOf(source: RowSource, name: string): Promise<void> {
  const records = await recordsOf(source);
  const rows = records.map(({ line, original }): ReportRow => {
    return { line, learner: "", item: "", state: "failed", reason: "=no", attempts: 1, original };
  });
  await writeReport(join(folder, name), rows, { columns: Object.keys(records[0]?.original ?? {}) });
}

it("has every cell of the file, so that a report of the report reads the same", async () => {
  const cell = fc.string({ unit: fc.constantFrom(...Array.from(`ab ,;"=+-@\t\r\n＝é漢😀`)), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 10 }), async (rows) => {
      const lines = [
        ["email", "note", "Über=2"],
        ...rows.map(([note, other]) => ["a@example.com", note, other]),
      ];
      // A sheet's own line ends and quotes, whatever the cells hold.
      await writeFile(join(folder, "file.csv"), stringify(lines, { quoted: true }));
      const source = fileOf("file.csv");
      await reportOf(source, "report.csv");
      await reportOf(fileOf("report.csv"), "again.csv");
      const wanted = await recordsOf(source);
      for (const name of ["report.csv", "again.csv"]) {
        const found = await recordsOf(fileOf(name));
        expect(found.map(({ record }) => record["email"])).toEqual(
          wanted.map(({ record }) => record["email"]),
        );
        expect(found.map(({ record }) => unmarked(record["note"]))).toEqual(
          wanted.map(({ record }) => record["note"]),
        );
        expect(Object.keys(found[0]?.original ?? {})).toEqual(["email", "note", "Über=2", ...reportColumns]);
      }
    }),
    { numRuns: byDepth({ usual: 30, deep: 300 }) },
  );
});

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula, as targets read it. */
function unmarked(note: unknown): unknown {
  return typeof note === "string" ? note.replace(/^'(?=[=+\-@＝])/u, "") : note;
}
