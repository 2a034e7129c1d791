import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isReport, reportColumns, type ReportRow, writeReport } from "../src/report.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kelaskit-report-"));
  path = join(folder, "report.csv");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const done: ReportRow = {
  line: 2,
  learner: "ada@example.com",
  item: "p1",
  state: "done",
  vendorId: "order-1",
  attempts: 1,
};
const failed: ReportRow = {
  line: 3,
  learner: "budi@example.com",
  item: "p1",
  state: "failed",
  reason: 'the vendor says: "unknown, sorry"',
  attempts: 2,
};

/** Puts a folder where the unfinished report is, so that it cannot be removed as a file. */
async function blockRemoval(): Promise<void> {
  for (const name of await readdir(folder)) {
    rmSync(join(folder, name));
    await mkdir(join(folder, name));
  }
}

const cellsOf = async () => parse(await readFile(path), { bom: true });

describe("writeReport", () => {
  it("writes a line a row", async () => {
    await writeReport(path, [done, failed]);
    expect(await readFile(path, "utf8")).toBe(
      "\uFEFFline,learner,item,state,vendor id,reason,attempts\n" +
        "2,ada@example.com,p1,done,order-1,,1\n" +
        '3,budi@example.com,p1,failed,,"the vendor says: ""unknown, sorry""",2\n',
    );
  });

  it("writes the header line when there are no rows", async () => {
    await writeReport(path, []);
    expect(await cellsOf()).toEqual([
      ["line", "learner", "item", "state", "vendor id", "reason", "attempts"],
    ]);
  });

  it.each(["=1+1", "+62 21", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"])(
    "makes no formula of %j",
    async (text) => {
      await writeReport(path, [{ ...failed, learner: text, item: text, vendorId: text, reason: text }]);
      const [, [, ...cells] = []] = await cellsOf();
      expect(cells).toEqual([`'${text}`, `'${text}`, "failed", `'${text}`, `'${text}`, "2"]);
    },
  );

  it("keeps every other text as it is", async () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from(`a ,;"'=+-@\t\r\n＝é😀`)), maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }), async (texts) => {
        await writeReport(
          path,
          texts.map(([learner, reason]) => ({ ...done, learner, reason })),
        );
        const defused = (cell: string) => (/^[=+\-@\t\r\n＝]/.test(cell) ? `'${cell}` : cell);
        const [, ...rows] = await cellsOf();
        expect(rows.map((row) => [row[1], row[5]])).toEqual(texts.map((pair) => pair.map(defused)));
      }),
    );
  });

  it("takes the place of an older report, readable by its owner only", async () => {
    await writeFile(path, "old");
    await writeReport(path, [done]);
    expect(await cellsOf()).toHaveLength(2);
    expect(await readdir(folder)).toEqual(["report.csv"]);
    if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("leaves the older report and nothing else when the rows end in an error", async () => {
    await writeFile(path, "old");
    async function* rows() {
      yield done;
      yield failed;
      throw new Error("the journal is gone");
    }
    await expect(writeReport(path, rows())).rejects.toThrow("the journal is gone");
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["report.csv"]);
  });

  it("fails where there is no folder", async () => {
    await expect(writeReport(join(folder, "missing", "report.csv"), [done])).rejects.toThrow("ENOENT");
  });

  it("reads the rows as they come", async () => {
    async function* rows() {
      for (let line = 2; line < 5000; line += 1) yield { ...done, line };
    }
    await writeReport(path, rows());
    expect(await cellsOf()).toHaveLength(4999);
  });

  it("keeps the columns of the source, in front of its own", async () => {
    const original = {
      Mail: "ada@example.com",
      "a.b": 'says "hi",\r\nand goes',
      Groups: ["x", 2],
      Since: 2024,
      Flag: null,
    };
    const columns = Object.keys(original);
    await writeReport(path, [{ ...done, original }, failed], { columns });
    expect(await cellsOf()).toEqual([
      [...columns, ...reportColumns],
      [
        "ada@example.com",
        'says "hi",\r\nand goes',
        "x;2",
        "2024",
        "",
        "2",
        "ada@example.com",
        "p1",
        "done",
        "order-1",
        "",
        "1",
      ],
      [
        "",
        "",
        "",
        "",
        "",
        "3",
        "budi@example.com",
        "p1",
        "failed",
        "",
        'the vendor says: "unknown, sorry"',
        "2",
      ],
    ]);
  });

  it("writes its own columns anew when the source is a report", async () => {
    const columns = ["Mail", ...reportColumns];
    const original = { Mail: "ada@example.com", "kelaskit state": "failed" };
    await writeReport(path, [{ ...done, original }], { columns });
    const [header, cells] = await cellsOf();
    expect(header).toEqual(columns);
    expect(cells?.slice(0, 5)).toEqual(["ada@example.com", "2", "ada@example.com", "p1", "done"]);
  });
});

describe("isReport", () => {
  const headers = fc.array(
    fc.string({ unit: fc.constantFrom(...Array.from(`ab ,;"'=+\r\né`)), maxLength: 8 }),
    { maxLength: 5 },
  );

  it("recognizes what writeReport wrote, whatever the columns are called", async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(headers, { nil: undefined }), async (columns) => {
        await writeReport(path, [done], { columns });
        expect(await isReport(path)).toBe(true);
      }),
    );
  });

  it.each([
    ["an empty file", () => ""],
    ["another file", () => "email,name\nada@example.com,Ada\n"],
    ["one that quotes a report", (report: string) => `\uFEFFnotes\n${report}`],
    ["a report that Excel has saved again", (report: string) => report.replaceAll("\n", "\r\n")],
    ["a report with semicolons", (report: string) => report.replaceAll(",", ";")],
    ["a report without its byte order mark", (report: string) => report.slice(1)],
  ])("does not take %s for one", async (_what, change) => {
    await writeReport(path, [done], { columns: ["Mail"] });
    await writeFile(path, change(await readFile(path, "utf8")));
    expect(await isReport(path)).toBe(false);
  });
});

describe("a report whose unfinished file cannot be removed", () => {
  it("ends with what failed first", async () => {
    async function* rows(): AsyncGenerator<ReportRow> {
      yield done;
      await blockRemoval();
      throw new Error("the journal is gone");
    }
    await expect(writeReport(path, rows())).rejects.toThrow("the journal is gone");
  });
});
