import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { kelaskit, runCommand, type Run, serveMocks, type ServedMocks } from "../support.ts";
import { type Folder, folderWith, jsonLines } from "./support.ts";

/** The mocks of the vendors and a folder with a file of learners. */
async function setUp(csv: string): Promise<{ readonly mocks: ServedMocks; readonly folder: Folder }> {
  const mocks = await serveMocks(["academy-of-mine", "toolzz"]);
  onTestFinished(() => mocks[Symbol.asyncDispose]());
  const folder = await folderWith(csv);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return { mocks, folder };
}

function enroll(mocks: ServedMocks, folder: Folder, ...words: readonly string[]): Promise<Run> {
  const env = { ...mocks.env, KELASKIT_CONFIG_DIR: folder.path };
  return kelaskit(["enroll", ...words], { cwd: folder.path, env });
}

it("enrolls existing and new learners at Academy of Mine, each once", async () => {
  const rows = ["userId,email,firstName,lastName", "7,,,", ",ada@example.com,Ada,Example", "9999,,,", ""];
  const { mocks, folder } = await setUp(rows.join("\n"));
  const words = ["academy-course", "learners.csv", "--course", "3", "--allow-unverified"];
  const first = await enroll(mocks, folder, ...words);
  expect(jsonLines(first.stdout).at(-1)).toMatchObject({ event: "summary", done: 2, failed: 1, unknown: 0 });
  expect(first.code).toBe(1);
  const again = await enroll(mocks, folder, ...words);
  expect(jsonLines(again.stdout)).toEqual([
    expect.objectContaining({ event: "summary", done: 2, failed: 1 }),
  ]);

  const params = JSON.stringify({ course_id: 3, portalId: -1 });
  const list = ["call", "academy-of-mine", "courses.listEnrolledLearners", "--all", "--json", params];
  const listed = await runCommand(list, { cwd: folder.path, env: mocks.env });
  expect(jsonLines(listed.stdout).map(({ first_name: name }) => name)).toEqual(
    expect.arrayContaining(["Learner", "Ada"]),
  );
});

it("enrolls in a class of Toolzz, each learner once", async () => {
  const { mocks, folder } = await setUp("e-mail,nome\nlearner@example.com,Aluna Exemplo\n");
  const words = ["toolzz-class", "learners.csv", "--class", "101"];
  const { code, stdout } = await enroll(mocks, folder, ...words);
  expect(jsonLines(stdout).at(-1)).toMatchObject({ event: "summary", done: 1, failed: 0, unknown: 0 });
  expect(code).toBe(0);
  const again = await enroll(mocks, folder, ...words);
  expect(jsonLines(again.stdout)).toEqual([expect.objectContaining({ event: "summary", done: 1 })]);
});

it("refuses rows without a user id where every row must have one", async () => {
  const { mocks, folder } = await setUp("email\nada@example.com\n");
  const words = [
    "academy-course",
    "learners.csv",
    "--course",
    "3",
    "--allow-unverified",
    "--require-user-id",
  ];
  const { code, stderr } = await enroll(mocks, folder, ...words);
  expect(code).toBe(2);
  expect(stderr).toContain("userId");
});

it("refuses --require-user-id for a target that does not have it", async () => {
  const { mocks, folder } = await setUp("email\nada@example.com\n");
  const { code, stderr } = await enroll(mocks, folder, "toolzz-class", "learners.csv", "--require-user-id");
  expect(code).toBe(2);
  expect(stderr).toContain("--require-user-id is not an option of toolzz-class");
});

it("enrolls in a package of Toolzz, and the package lists the learners", async () => {
  const { mocks, folder } = await setUp("e-mail,nome\nlearner@example.com,Aluna Exemplo\n");
  const planUuid = "00000000-0000-4001-8000-000000000002";
  const words = ["toolzz-plan", "learners.csv", "--plan", planUuid, "--school", "1"];
  const { code, stdout, stderr } = await enroll(mocks, folder, ...words);
  expect(stderr).not.toContain("kelaskit:");
  expect(jsonLines(stdout).at(-1)).toMatchObject({ event: "summary", done: 1, failed: 0, unknown: 0 });
  expect(code).toBe(0);
  const report = await readFile(path.join(folder.path, "learners.csv.report.csv"), "utf8");
  expect(report).toContain("learner@example.com");

  const params = JSON.stringify({ planUuid });
  const listed = await runCommand(["call", "toolzz", "plans.listUsers", "--all", "--json", params], {
    cwd: folder.path,
    env: mocks.env,
  });
  expect(jsonLines(listed.stdout)).toMatchObject([{ email: "learner@example.com" }]);
});
