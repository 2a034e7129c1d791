import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createMockToolzz, type MockToolzz } from "@kelaskit/toolzz/mock";
import { serve } from "@kelaskit/core/testing/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Folder, folderWith, jsonLines } from "../enroll/support.ts";
import { type Run, runCommand } from "../support.ts";

const plan = "00000000-0000-4001-8000-000000000002";
const planFile = "learners.csv.roster.jsonl";

/** A folder with a file of learners, and Toolzz with a package. */
interface Setting {
  readonly folder: Folder;
  readonly mock: MockToolzz;
  run(...words: readonly string[]): Promise<Run>;
  /** Plans for the package, from a file with these learners. */
  plan(emails: readonly string[], ...words: readonly string[]): Promise<Run>;
  members(): Promise<readonly string[]>;
}

function csv(emails: readonly string[]): string {
  return ["email,nome", ...emails.map((email) => `${email},${email.split("@")[0]}`), ""].join("\n");
}

/** Serves Toolzz with learners in the package. */
async function setUp(...emails: readonly string[]): Promise<Setting> {
  const folder = await folderWith("");
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const mock = createMockToolzz();
  const served = await serve(mock);
  onTestFinished(() => served.close());
  const { email: user, institutionCode, password } = mock.credentials;
  const env = {
    TOOLZZ_BASE_URL: served.url,
    TOOLZZ_EMAIL: user,
    TOOLZZ_INSTITUTION_CODE: institutionCode,
    TOOLZZ_PASSWORD: password,
    KELASKIT_CONFIG_DIR: folder.path,
  };
  const run = (...words: readonly string[]) => runCommand(words, { cwd: folder.path, env });
  const setting: Setting = {
    folder,
    mock,
    run,
    async plan(list, ...words) {
      await folder.write("learners.csv", csv(list));
      return run("roster", "plan", "toolzz-plan", "learners.csv", "--plan", plan, "--school", "1", ...words);
    },
    async members() {
      const words = [
        "call",
        "toolzz",
        "plans.listUsers",
        "--all",
        "--json",
        JSON.stringify({ planUuid: plan }),
      ];
      const { stdout } = await run(...words);
      return stdout === ""
        ? []
        : jsonLines(stdout)
            .map(({ email }) => String(email))
            .toSorted();
    },
  };
  if (emails.length > 0) {
    await folder.write("first.csv", csv(emails));
    expect(await run("enroll", "toolzz-plan", "first.csv", "--plan", plan, "--school", "1")).toMatchObject({
      code: 0,
    });
  }
  return setting;
}

const ann = "ann@example.com";
const bob = "bob@example.com";
const eve = "eve@example.com";

describe("kelaskit roster", () => {
  it("plans, and applies with --remove: the package is equal to the file", async () => {
    const setting = await setUp(ann, bob);
    const planned = await setting.plan([ann, eve]);
    expect(planned.code).toBe(0);
    expect(jsonLines(planned.stdout)).toMatchObject([
      { event: "entry", action: "keep", learner: ann },
      { event: "entry", action: "add", learner: eve, line: 3 },
      { event: "entry", action: "remove", learner: bob },
      { event: "plan", plan: planFile, counts: { add: 1, remove: 1, keep: 1, unknown: 0 } },
    ]);
    expect(await setting.members()).toEqual([ann, bob]);
    const applied = await setting.run("roster", "apply", planFile, "--remove");
    expect(jsonLines(applied.stdout).at(-1)).toMatchObject({
      event: "summary",
      finished: true,
      counts: { added: 1, removed: 1, kept: 1 },
    });
    expect(applied.code).toBe(0);
    expect(await setting.members()).toEqual([ann, eve]);
    const again = await setting.run("roster", "apply", planFile, "--remove");
    expect(again.code).toBe(0);
    const writes = setting.mock.requests.filter(({ operation }) => /enroll|removeUser/.test(operation));
    expect(writes.map(({ operation }) => operation)).toEqual([
      "plans.enroll",
      "plans.enroll",
      "plans.enroll",
      "plans.removeUser",
    ]);
  });

  it("shows people who would be added and taken out, and the next command", async () => {
    const setting = await setUp(ann, bob);
    const { stdout } = await setting.plan([ann, eve], "--output", "text");
    expect(stdout).toMatch(
      /^learners\.csv and who is enrolled \(toolzz-plan\), compared\. Nothing was sent\.$/m,
    );
    expect(stdout).toMatch(
      /^ {2}1 {2}to add\n {2}1 {2}to take out\n {2}1 {2}left alone\n {2}0 {2}not known$/m,
    );
    expect(stdout).toMatch(
      /^To add:\n {2}line 3: eve@example\.com \(eve\)\nTo take out:\n {2}bob@example\.com/m,
    );
    expect(stdout).toMatch(/kelaskit roster apply learners\.csv\.roster\.jsonl --remove$/m);
    const only = await setting.run("roster", "apply", planFile, "--output", "text");
    expect(only).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/1 {2}added\n[^]*1 {2}not taken out/) as string,
    });
    expect(await setting.members()).toEqual([ann, bob, eve]);
  });

  it("writes reports for the office, before and after", async () => {
    const setting = await setUp(ann, bob);
    await setting.plan([ann, eve]);
    expect(await setting.folder.read(`${planFile}.report.html`)).toContain("To be taken out");
    await setting.run("roster", "apply", planFile, "--remove");
    expect(await setting.folder.read(`${planFile}.report.html`)).toContain("Taken out");
    expect(await setting.folder.read(`${planFile}.report.csv`)).toMatch(
      /^taken out,take out,,bob@example\.com/m,
    );
  });

  it("takes nobody out above the limit, and does with --max-removals", async () => {
    const setting = await setUp(ann);
    await setting.plan([eve]);
    const refused = await setting.run("roster", "apply", planFile, "--remove");
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/would lose its only member[^]*--max-removals/) as string,
    });
    expect(await setting.members()).toEqual([ann]);
    expect(
      await setting.run("roster", "apply", planFile, "--remove", "--max-removals", "100%"),
    ).toMatchObject({ code: 0 });
    expect(await setting.members()).toEqual([eve]);
  });

  it("refuses a plan when the package was changed since, and names who", async () => {
    const setting = await setUp(ann, bob);
    await setting.plan([ann, eve]);
    await setting.folder.write("more.csv", csv(["joe@example.com"]));
    await setting.run("enroll", "toolzz-plan", "more.csv", "--plan", plan, "--school", "1");
    const { code, stderr } = await setting.run("roster", "apply", planFile, "--remove");
    expect(code).toBe(2);
    expect(stderr).toMatch(/have changed since[^]*\n {2}joe@example\.com.*added at the vendor since/);
    expect(await setting.members()).toEqual([ann, bob, "joe@example.com"]);
  });

  it("tells in the command to continue which limit was allowed", async () => {
    const setting = await setUp(ann);
    await setting.plan([eve]);
    setting.mock.fail("plans.removeUser", { status: 422 });
    const words = ["--remove", "--max-removals", "100%", "--output", "text"];
    const { code, stdout } = await setting.run("roster", "apply", planFile, ...words);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}kelaskit roster apply \S+ --remove --max-removals 100% --retry-failed$/m);
  });

  it("does not overwrite a report that somebody has changed, and advises only what the command has", async () => {
    const setting = await setUp(ann);
    await setting.plan([ann, eve]);
    await setting.folder.write(`${planFile}.report.csv`, "learner;seen by the office\n");
    const { code, stderr } = await setting.run("roster", "apply", planFile);
    expect(code).toBe(2);
    expect(stderr).toMatch(/report\.csv exists and is not a report/);
    expect(stderr).toContain("--force");
    expect(stderr).not.toContain("--out");
  });

  it("tells that the plan is there when only its reports could not be written", async () => {
    const setting = await setUp(ann);
    const answer = setting.mock.answer.bind(setting.mock);
    setting.mock.answer = async (request) => {
      // Somebody takes the report's name while the list is read.
      await mkdir(path.join(setting.folder.path, `${planFile}.report.csv`), { recursive: true });
      return answer(request);
    };
    const { code, stderr } = await setting.plan([ann, eve]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/reports .* could not be written: EISDIR[^]*plan/) as string,
    });
    expect(await setting.folder.read(planFile)).toContain('"kelaskitRoster":1');
  });

  it("ends with 1 and a sentence when the plan is gone after it was carried out", async () => {
    const setting = await setUp(ann);
    await setting.plan([ann, eve]);
    const answer = setting.mock.answer.bind(setting.mock);
    setting.mock.answer = async (request) => {
      const reply = await answer(request);
      if (request.method === "POST" && request.url.includes("/plans/"))
        await rm(path.join(setting.folder.path, planFile));
      return reply;
    };
    const { code, stderr } = await setting.run("roster", "apply", planFile);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/could not be written[^]*cannot be read \(ENOENT\)/) as string,
    });
    expect(await setting.members()).toEqual([ann, eve]);
  });

  it("refuses an edited plan, one that it did not make, and one that was begun", async () => {
    const setting = await setUp(ann);
    await setting.plan([ann, eve]);
    const file = path.join(setting.folder.path, planFile);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replaceAll(eve, bob));
    expect(await setting.run("roster", "apply", planFile)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("was cut or changed") as string,
    });
    await writeFile(file, text);
    expect(await setting.run("roster", "apply", "learners.csv")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is not the plan of a roster") as string,
    });
    await setting.run("roster", "apply", planFile);
    expect(await setting.plan([ann])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("was begun") as string,
    });
    expect(await setting.plan([ann], "--out", "next.jsonl")).toMatchObject({ code: 0 });
  });

  it("refuses invalid rows and an empty file, which would take learners out", async () => {
    const setting = await setUp(ann);
    expect(await setting.plan([ann, "bob"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/line 3, email/) as string,
    });
    expect(await setting.plan([])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no rows|empty/) as string,
    });
  });

  it("refuses Skilvul, which cannot list, before the file is read", async () => {
    const setting = await setUp();
    expect(
      await setting.run("roster", "plan", "skilvul-orders", "missing.csv", "--product", "p"),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /cannot list who is enrolled[^]*kelaskit enroll skilvul-orders/,
      ) as string,
    });
  });

  it("ends with 1 and no plan when the list cannot be read", async () => {
    const setting = await setUp(ann);
    setting.mock.fail("plans.listUsers", { status: 403 });
    const { code, stderr } = await setting.plan([ann]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^kelaskit: /m) as string,
    });
    await expect(setting.folder.read(planFile)).rejects.toThrow("ENOENT");
  });

  it("reads columns and encodings as kelaskit enroll does", async () => {
    const setting = await setUp();
    const content = Buffer.from("Correo;Nombre\r\nandre@example.com;André\r\n", "latin1");
    await writeFile(path.join(setting.folder.path, "class.csv"), content);
    const words = [
      "--map",
      "email=Correo",
      "--map",
      "nome=Nombre",
      "--encoding",
      "windows-1252",
      "--school",
      "1",
    ];
    const { code, stdout } = await setting.run(
      "roster",
      "plan",
      "toolzz-plan",
      "class.csv",
      "--plan",
      plan,
      ...words,
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ action: "add", name: "André" });
  });

  it.each(["plan", "apply"])("explains %s in its help", async (command) => {
    const { code, stdout } = await runCommand(["roster", command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Exit codes:[^]*Examples:/);
    expect(
      stdout.split("\n").filter((line) => line.length > 80 && !line.includes("kelaskit roster")),
    ).toEqual([]);
  });
});
