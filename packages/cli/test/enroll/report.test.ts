import path from "node:path";
import { describe, expect, it } from "vitest";
import { type RowSource, runEnrollment, SourceError, type Target } from "@kelaskit/enroll";
import { gatherIssues } from "../../src/enroll/issues.ts";
import { reportOn, reportOnIssues } from "../../src/enroll/report.ts";
import { type Folder, folderWith } from "./support.ts";

/** What a file has in its columns. */
type Original = Readonly<Record<string, string>>;

/** Rejects learners with the name `refused`, and accepts only addresses. */
const target: Target<{ email: string; name: string }> = {
  name: "club",
  fields: {
    email: { required: true, description: "the address", aliases: ["mail"] },
    password: { required: false, description: "a password", secret: true },
  },
  parse: ({ email, name }) =>
    typeof email === "string" && email.includes("@")
      ? { row: { email, name: String(name) } }
      : { issues: [{ field: "email", expected: "an address", received: "a text" }] },
  keyOf: ({ email }) => ({ learner: email, item: "club" }),
  send: ([row]) =>
    Promise.resolve([
      row?.name === "refused" ? { state: "failed", reason: "the vendor says no" } : { state: "done" },
    ]),
};

/** A file of these rows, from line 2 on. */
function sourceOf(rows: readonly Original[], hash = "h"): RowSource {
  return {
    name: "learners.csv",
    hash: () => Promise.resolve(hash),
    async *records({ withOriginal = false } = {}) {
      for (const [index, original] of rows.entries()) {
        const record = { email: original["Mail"], name: original["Name"] };
        yield withOriginal ? { line: index + 2, record, original } : { line: index + 2, record };
      }
    },
  };
}

const rows = [
  { Mail: "ann@example.com", Name: "Ann", Note: 'says "hi",\nand goes' },
  { Mail: "nobody", Name: "Bob", Note: "=1+1" },
  { Mail: "cem@example.com", Name: "refused", Note: "" },
  { Mail: "ann@example.com", Name: "Ann", Note: "again" },
];

async function run(folder: Folder, source: RowSource): Promise<string> {
  const journal = path.join(folder.path, "journal.db");
  await runEnrollment({ target, source, journal, precheck: false });
  return journal;
}

/** The cells of the report's lines. */
async function cellsOf(folder: Folder): Promise<string[][]> {
  const lines: string[][] = [[]];
  const text = (await folder.read("report.csv")).replace("\uFEFF", "");
  for (const [, cell = "", end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)([,\n])/g)) {
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

const own = ["line", "learner", "item", "state", "vendor id", "reason", "attempts"].map(
  (name) => `kelaskit ${name}`,
);

describe("the report of a run", () => {
  it("has the columns of the file, then the result of each row", async () => {
    await using folder = await folderWith("");
    const source = sourceOf(rows);
    const journal = await run(folder, source);
    const report = path.join(folder.path, "report.csv");
    const { notes } = await reportOn(journal, report, { source, target, columns: undefined });
    const [header, ann, bob, cem, again] = await cellsOf(folder);
    expect(header).toEqual(["Mail", "Name", "Note", ...own]);
    expect(ann).toEqual([
      ...Object.values(rows[0] ?? {}),
      "2",
      "ann@example.com",
      "club",
      "done",
      "",
      "",
      "1",
    ]);
    expect(bob).toEqual([
      "nobody",
      "Bob",
      "'=1+1",
      "3",
      "",
      "",
      "failed",
      "",
      expect.stringContaining("email"),
      "0",
    ]);
    expect(cem?.slice(6)).toEqual(["failed", "", "the vendor says no", "1"]);
    expect(again?.slice(2)).toEqual([
      "again",
      "5",
      "ann@example.com",
      "club",
      "done",
      "",
      "the same learner and item as line 2, sent once",
      "0",
    ]);
    expect(notes).toEqual([]);
  });

  it("has the rows that were not reached as pending", async () => {
    await using folder = await folderWith("");
    const journal = await run(folder, sourceOf(rows.slice(0, 1)));
    const report = path.join(folder.path, "report.csv");
    await reportOn(journal, report, { source: sourceOf(rows), target, columns: undefined });
    expect((await cellsOf(folder)).map((cells) => cells[6])).toEqual([
      "kelaskit state",
      "done",
      "pending",
      "pending",
      "pending",
    ]);
  });

  it.each([
    ["by its name", "Pass-word", undefined],
    ["by what it is mapped to", "Geheim", { password: "geheim" }],
  ])("leaves out secrets, found %s, and reports that", async (_how, header, columns) => {
    await using folder = await folderWith("");
    const source = sourceOf(rows.map((row) => ({ ...row, [header]: "s3cret" })));
    const journal = await run(folder, source);
    const report = path.join(folder.path, "report.csv");
    const { notes } = await reportOn(journal, report, { source, target, columns });
    expect(notes).toEqual([expect.stringContaining(`"${header}" is empty`)]);
    const text = await folder.read("report.csv");
    expect(text).toContain(header);
    expect(text).not.toContain("s3cret");
  });

  it.each([
    ["has other content", sourceOf(rows.slice(1), "other")],
    [
      "can no longer be read",
      {
        ...sourceOf(rows),
        // oxlint-disable-next-line require-yield -- it fails before its first record
        async *records() {
          throw new SourceError("learners.csv", "the file does not exist.");
        },
      },
    ],
  ])("has only the journal's columns, and reports that, when the file %s", async (_what, now) => {
    await using folder = await folderWith("");
    const journal = await run(folder, sourceOf(rows));
    const report = path.join(folder.path, "report.csv");
    const { notes } = await reportOn(journal, report, { source: now, target, columns: undefined });
    expect(notes).toEqual([expect.stringContaining("which was changed since")]);
    const [header, ...cells] = await cellsOf(folder);
    expect(header?.[0]).toBe("line");
    expect(cells).toHaveLength(4);
  });

  it("of a rejected file has exactly the invalid rows, with every problem", async () => {
    await using folder = await folderWith("");
    const issues = gatherIssues();
    for (const [line, field] of [
      [5, "name"],
      [3, "email"],
      [3, "name"],
    ] as const) {
      issues.add({ line, field, expected: "a text", received: "a number" });
    }
    const report = path.join(folder.path, "report.csv");
    await reportOnIssues(issues, report, { source: sourceOf(rows), target, columns: undefined });
    expect(issues.count).toBe(3);
    expect((await cellsOf(folder)).slice(1).map((cells) => [cells[0], cells[3], cells[6], cells[8]])).toEqual(
      [
        [
          "nobody",
          "3",
          "failed",
          "email: expected a text, got a number; name: expected a text, got a number",
        ],
        ["ann@example.com", "5", "failed", "name: expected a text, got a number"],
      ],
    );
  });
});
