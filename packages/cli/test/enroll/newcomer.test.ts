import { describe, expect, it } from "vitest";
import { targetNames } from "../../src/enroll/target-names.ts";
import { runProgram } from "../../src/program.ts";
import { fakeContext } from "../support.ts";
import { folderWith, learners, type Folder } from "./support.ts";
import path from "node:path";

/** Runs a command line without credentials; `FILE` is the folder's file of learners. */
async function run(folder: Folder, words: readonly string[], output = true) {
  const context = fakeContext({
    environment: { KELASKIT_CONFIG_DIR: path.join(folder.path, "config") },
    terminal: { input: true, output, columns: 80 },
  });
  const code = await runProgram(
    words.map((word) => (word === "FILE" ? path.join(folder.path, "learners.csv") : word)),
    context,
  );
  return {
    code,
    printed: context.printed.join("\n"),
    errors: context.errors.join("\n"),
    lines: context.printed,
  };
}

const dryRun = ["--dry-run", "--no-check", "--output", "text"];

describe("a newcomer", () => {
  it.each(targetNames)("can enroll the filled-in --template of %s", async (target) => {
    await using folder = await folderWith("");
    const template = await run(folder, ["enroll", target, "--template"], false);
    expect(template).toMatchObject({ code: 0, errors: "" });
    await folder.write("learners.csv", template.printed);
    const { code, printed } = await run(folder, ["enroll", target, "FILE", ...dryRun]);
    expect(code).toBe(0);
    expect(printed).toContain(`is valid: 1 row for ${target}`);
  });

  it.each([
    ["skilvul-orders", ["--product", "ck1"]],
    ["skilvul-orders", ["--bundle", "ck1"]],
    ["academy-course", ["--course", "12"]],
    ["academy-learning-path", ["--learning-path", "3"]],
    ["toolzz-plan", ["--plan", "3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10", "--school", "1"]],
    ["toolzz-class", ["--class", "7"]],
  ])("gets from --template of %s no column for %j", async (target, options) => {
    await using folder = await folderWith("");
    const { printed } = await run(folder, ["enroll", target, ...options, "--template"], false);
    expect(printed.split("\n")[0]).not.toMatch(/product|course|learningPath|plan|school|class/i);
    await folder.write("learners.csv", printed);
    expect(await run(folder, ["enroll", target, "FILE", ...options, ...dryRun])).toMatchObject({ code: 0 });
  });

  it.each([
    ["skilvul-orders", "SKILVUL_CLIENT_ID, SKILVUL_CLIENT_SECRET"],
    ["academy-course", "ACADEMY_OF_MINE_PORTAL, ACADEMY_OF_MINE_TOKEN"],
    ["toolzz-plan", "TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE, TOOLZZ_PASSWORD"],
  ])("finds the same credentials in the help of %s and in that of all targets", async (target, variables) => {
    await using folder = await folderWith("");
    const [one, all] = [
      await run(folder, ["enroll", target, "--help"], false),
      await run(folder, ["enroll", "--help"], false),
    ];
    expect(one.printed).toContain(`Credentials: ${variables}, or saved with kelaskit auth login`);
    expect(all.printed).toContain(`(${variables})`);
  });

  it.each(targetNames)("finds every column in the help of %s, on 80 columns", async (target) => {
    await using folder = await folderWith("");
    const { code, printed } = await run(folder, ["enroll", target, "--help"]);
    expect(code).toBe(0);
    expect(printed).toMatch(
      /^email\n {2}needed +(yes|one of userId and email in each row)\n {2}description +the learner's e-mail address/m,
    );
    expect(printed).toContain("--template > learners.csv");
    for (const line of printed.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("sees in a dry run which column is read as which field", async () => {
    await using folder = await folderWith("Email,Nama,Kelas\nann@example.com,Ann,1\n");
    const words = ["enroll", "skilvul-orders", "FILE", "--product", "ck1", "--dry-run", "--no-check"];
    const { printed, errors } = await run(folder, [...words, "--output", "text"]);
    expect(printed).toContain('Columns:\n  "Email" is read as email\n  "Nama" is read as name\n');
    expect(errors).toContain('these columns are not used: "Kelas"');
    const asJson = await run(folder, [...words, "--output", "json"]);
    expect(asJson.lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({
      event: "columns",
      columns: [{ header: "Email", field: "email" }, { header: "Nama", field: "name" }, { header: "Kelas" }],
    });
  });

  it.each([
    ["skilvul-orders", "Add --product ID (or --bundle or --add-on) for all of them, or a column productId"],
    ["academy-course", "Add --course ID for all of them, or a column courseId"],
    ["academy-learning-path", "Add --learning-path ID for all of them, or a column learningPathId"],
    ["toolzz-plan", "Add --plan ID for all of them, or a column planUuid"],
    ["toolzz-class", "Add --class ID for all of them, or a column classId"],
  ])("is told in one sentence how to define what learners of %s get", async (target, advice) => {
    await using folder = await folderWith(`email,name\n${"ann@example.com,Ann\n".repeat(20)}`);
    const { code, errors } = await run(folder, ["enroll", target, "FILE", ...dryRun]);
    expect(code).toBe(2);
    const [last = "", ...others] = errors
      .split("\n")
      .filter((line) => line.startsWith("kelaskit: "))
      .toReversed();
    expect(last).toContain(advice);
    expect(others).toEqual([]);
  });

  it("learns in a dry run that the journal of an earlier run is not read", async () => {
    await using folder = await folderWith(learners(1));
    await folder.write("learners.csv.kelaskit.db", "");
    const { printed } = await run(folder, [
      "enroll",
      "skilvul-orders",
      "FILE",
      "--product",
      "ck1",
      ...dryRun,
    ]);
    expect(printed).toMatch(/A dry run does not read the journal .*learners\.csv\.kelaskit\.db/);
  });
});
