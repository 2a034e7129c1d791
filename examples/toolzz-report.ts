// Writes the progress of learners in their courses as a CSV file for spreadsheets: of the whole institution, or of one school.
//
//   node --conditions=kelaskit-source examples/toolzz-report.ts [progress.csv] [--school ID] [--from DAY] [--to DAY]
//
// Days are written as YYYY-MM-DD, and need --school. Without credentials it runs against a mock that it starts itself. With
// TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE and TOOLZZ_PASSWORD it reads your institution, at TOOLZZ_BASE_URL or the vendor's own
// address. It only reads. Both reports are documented by the vendor.
import { createWriteStream } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createToolzz, type Progress, type Toolzz } from "@kelaskit/toolzz";
import { stringify } from "csv-stringify";

interface Wish {
  /** An earlier report is replaced, another file is not. */
  readonly file: string | undefined;
  readonly school: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface Session {
  readonly toolzz: Toolzz;
  close(): Promise<void>;
}

function readWish(): Wish {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { school: { type: "string" }, from: { type: "string" }, to: { type: "string" } },
  });
  const { school, from, to } = values;
  if (positionals.length > 1) throw new Error(`Give one file for the report, not ${positionals.length}.`);
  if (school === undefined && (from !== undefined || to !== undefined))
    throw new Error("--from and --to: only the report of a school has a period. Add --school ID.");
  return { file: positionals[0], school, from, to };
}

async function openSession(): Promise<Session> {
  if (process.env["TOOLZZ_PASSWORD"] !== undefined)
    return { toolzz: createToolzz(), close: () => Promise.resolve() };
  const { createMockToolzz } = await import("@kelaskit/toolzz/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockToolzz();
  const served = await serve(mock);
  console.log(`No TOOLZZ_PASSWORD is set: using a mock at ${served.url}.`);
  return {
    toolzz: createToolzz({ ...mock.credentials, baseUrl: served.url }),
    close: () => served.close(),
  };
}

/** The rows of all pages. Each page is fetched when the file has taken the rows before it, so memory stays small. */
function listProgress(toolzz: Toolzz, { school, from, to }: Wish): AsyncIterable<Progress> {
  return school === undefined
    ? toolzz.reports.listProgress()
    : toolzz.reports.listSchoolProgress({ schoolId: school, startDate: from, endDate: to });
}

/** A line of the file. The CPF stays out: nobody needs it to see who has finished. */
function cellsOf(row: Progress): readonly (string | number | null | undefined)[] {
  // The vendor writes the percentage as text, and calls the number of completed contents `percentual_usage`.
  const percentage = /^(?<number>\d+(?:\.\d+)?)\s*%$/.exec(row.percentual_progress ?? "")?.groups?.["number"];
  const { user_id, user_name, user_email, course_name, percentual_usage, content_total } = row;
  return [
    user_id,
    user_name,
    user_email,
    course_name,
    percentual_usage,
    content_total,
    percentage ?? row.percentual_progress,
  ];
}

const columns = ["user id", "name", "e-mail address", "course", "contents completed", "contents", "percent"];

/** Throws if something else than an earlier report is in the way: it would be lost. */
async function requireReplaceable(file: string): Promise<void> {
  const mark = Buffer.from(`\uFEFF${columns.join(",")}\n`);
  try {
    await using existing = await open(file);
    const { buffer, bytesRead } = await existing.read(Buffer.alloc(mark.length), 0, mark.length, 0);
    if (mark.equals(buffer.subarray(0, bytesRead))) return;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  throw new Error(`${file} is not a report of this program and was not changed. Give another file.`);
}

/** Writes the file whole or not at all. Returns its number of rows. */
async function writeReport(file: string, rows: AsyncIterable<Progress>): Promise<number> {
  let count = 0;
  async function* lines() {
    yield columns;
    for await (const row of rows) {
      count += 1;
      yield cellsOf(row);
    }
  }
  await requireReplaceable(file);
  // No file of anybody else has this name.
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
  try {
    // Excel needs the mark to read UTF-8, and would run a name that begins with "=" as a formula.
    await pipeline(
      lines,
      stringify({ bom: true, escape_formulas: true }),
      createWriteStream(draft, { mode: 0o600 }),
    );
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  return count;
}

async function main(): Promise<void> {
  const wish = readWish();
  const session = await openSession();
  try {
    const file = wish.file ?? path.join(await mkdtemp(path.join(tmpdir(), "toolzz-report-")), "progress.csv");
    const count = await writeReport(file, listProgress(session.toolzz, wish));
    console.log(`${count} rows are in ${file}.`);
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
