import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockToolzz, type MockToolzz } from "@kelaskit/toolzz/mock";
import { expect, it } from "vitest";
import { newFolder } from "./example-process.ts";
import { type ExampleRun, runExample } from "./run-example.ts";

async function runAgainst(mock: MockToolzz, ...programArguments: string[]): Promise<ExampleRun> {
  const served = await serve(mock);
  try {
    const { email, institutionCode, password } = mock.credentials;
    return await runExample("toolzz-report.ts", programArguments, {
      TOOLZZ_BASE_URL: served.url,
      TOOLZZ_EMAIL: email,
      TOOLZZ_INSTITUTION_CODE: institutionCode,
      TOOLZZ_PASSWORD: password,
    });
  } finally {
    await served.close();
  }
}

const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, "utf8")).trimEnd().split("\n");

it("without credentials it writes the report of a mock of its own", async () => {
  const { exitCode, output, problems } = await runExample("toolzz-report.ts", [], {});
  expect(problems).toBe("");
  expect(output).toMatch(/38 rows are in .*progress\.csv\./);
  expect(exitCode).toBe(0);
});

it("writes all pages, with numbers for spreadsheets and without the CPF", async () => {
  const mock = createMockToolzz();
  const file = path.join(newFolder(), "progress.csv");
  const { exitCode } = await runAgainst(mock, file);
  expect(exitCode).toBe(0);
  const [head, first] = await linesOf(file);
  const [sample] = mock.store.progress;
  expect(head).toBe("\uFEFFuser id,name,e-mail address,course,contents completed,contents,percent");
  expect(first).toBe(
    [
      sample?.user_id,
      sample?.user_name,
      sample?.user_email,
      sample?.course_name,
      sample?.percentual_usage,
      sample?.content_total,
      (sample?.percentual_progress ?? "").replace("%", ""),
    ].join(","),
  );
  expect(await linesOf(file)).toHaveLength(mock.store.progress.length + 1);
  expect(
    mock.requests.filter(({ operation }) => operation === "reports.listProgress").length,
  ).toBeGreaterThan(2);
});

it("reads one school and period", async () => {
  const mock = createMockToolzz();
  const file = path.join(newFolder(), "progress.csv");
  const [sample] = mock.store.progress;
  const { schoolId = 0, day = "" } = sample ?? {};
  await runAgainst(mock, file, "--school", String(schoolId), "--from", day, "--to", day);
  const expected = mock.store.progress.filter((row) => row.schoolId === schoolId && row.day === day);
  expect(await linesOf(file)).toHaveLength(expected.length + 1);
});

it("leaves no half file when a page fails, and keeps the earlier report", async () => {
  const mock = createMockToolzz();
  const folder = newFolder();
  const file = path.join(folder, "progress.csv");
  await runAgainst(mock, file);
  const earlier = await readFile(file, "utf8");
  mock.fail("reports.listProgress", { status: 403 });
  const { exitCode, problems } = await runAgainst(mock, file);
  expect(exitCode).toBe(1);
  expect(problems).toContain("403");
  expect(await readdir(folder)).toEqual(["progress.csv"]);
  expect(await readFile(file, "utf8")).toBe(earlier);
});

it("a name cannot become a formula in a spreadsheet", async () => {
  const progress = createMockToolzz()
    .store.progress.slice(0, 1)
    .map((row) => ({ ...row, user_name: "=HYPERLINK(1)" }));
  const mock = createMockToolzz({ seed: { progress } });
  const file = path.join(newFolder(), "progress.csv");
  await runAgainst(mock, file);
  expect((await linesOf(file))[1]).toContain(",'=HYPERLINK(1),");
});

it("replaces an earlier report, and nothing else", async () => {
  const mock = createMockToolzz();
  const folder = newFolder();
  const [file, other] = [path.join(folder, "progress.csv"), path.join(folder, "learners.csv")];
  await writeFile(`${file}.part`, "mine");
  await writeFile(other, "email\nann@example.com\n");
  expect((await runAgainst(mock, file)).exitCode).toBe(0);
  expect((await runAgainst(mock, file)).exitCode).toBe(0);
  const refused = await runAgainst(mock, other);
  expect(refused.exitCode).toBe(1);
  expect(refused.problems).toContain("is not a report of this program and was not changed");
  expect(await readFile(other, "utf8")).toBe("email\nann@example.com\n");
  expect(await readFile(`${file}.part`, "utf8")).toBe("mine");
  expect((await readdir(folder)).toSorted()).toEqual(["learners.csv", "progress.csv", "progress.csv.part"]);
});

it("says that a period needs a school, and asks nobody", async () => {
  const mock = createMockToolzz();
  const { exitCode, problems } = await runAgainst(mock, "--from", "2026-01-01");
  expect(exitCode).toBe(1);
  expect(problems).toContain("Add --school ID.");
  expect(mock.requests).toEqual([]);
});
