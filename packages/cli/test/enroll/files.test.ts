import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  appears,
  environment,
  type Folder,
  folderWith,
  jsonLines,
  learners,
  orders,
  productId,
  run,
  type ServedSkilvul,
  serveSkilvul,
  start,
} from "./support.ts";

const fromInput = ["enroll", "skilvul-orders", "-", "--product", productId, "--journal", "j.db"];

/** Creates the folder for temporary files of the command. */
async function temporaryIn(folder: Folder): Promise<string> {
  const temporary = path.join(folder.path, "temporary");
  await mkdir(temporary, { recursive: true });
  return temporary;
}

/** Runs the command with a text on standard input. */
async function pipeInto(folder: Folder, skilvul: ServedSkilvul, words: readonly string[], input: string) {
  const env = { ...environment(folder, skilvul), TMPDIR: await temporaryIn(folder) };
  const { child, ended } = start(folder, env, words, "open");
  child.stdin.end(input);
  return ended;
}

describe("kelaskit enroll with rows from standard input", () => {
  it("sends them once, even if they come twice, and leaves no copy behind", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    for (let time = 1; time <= 2; time += 1) {
      const { code, stdout } = await pipeInto(folder, skilvul, fromInput, learners(3));
      expect(code).toBe(0);
      expect(jsonLines(stdout).at(-1)).toMatchObject({
        file: "standard input",
        done: 3,
        journal: "j.db",
        report: "j.db.report.csv",
      });
    }
    expect(skilvul.ordersSent()).toBe(3);
    expect(await readdir(await temporaryIn(folder))).toEqual([]);
  });

  it.each([
    ["detected", [], '{"email":"a@example.com"}\n{"email":"b@example.com"}\n'],
    ["named", ["--format", "tsv"], "name\temail\nA\ta@example.com\nB\tb@example.com\n"],
  ])("reads them in a format that is %s", async (_how, words, input) => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    expect(await pipeInto(folder, skilvul, [...fromInput, ...words], input)).toMatchObject({ code: 0 });
    expect(skilvul.ordersSent()).toBe(2);
  });

  it("explains how to continue with the same rows", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    const wrong = { ...environment(folder, skilvul), SKILVUL_CLIENT_SECRET: "wrong" };
    const { child, ended } = start(folder, wrong, fromInput, "open");
    child.stdin.end(learners(2));
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`  kelaskit ${fromInput.join(" ")} < the-same-rows\n`);
  });

  it("can be stopped while it waits for more, and leaves no copy behind", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith("");
    const temporary = await temporaryIn(folder);
    const begun = appears(temporary);
    const env = { ...environment(folder, skilvul), TMPDIR: temporary };
    const { child, ended } = start(folder, env, fromInput, "open");
    child.stdin.write(learners(2));
    await begun;
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain("Stopped before the end of standard input; nothing was sent.");
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe("the place of a report", () => {
  const words = [...orders, "--report", "report.csv"];

  it("may be that of an earlier report, but of another file only with --force", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(2));
    const report = path.join(folder.path, "report.csv");
    expect((await run(folder, skilvul, ...words)).code).toBe(0);
    expect((await run(folder, skilvul, ...words)).code).toBe(0);

    const corrected = (await folder.read("report.csv")).replaceAll("\n", "\r\n");
    await writeFile(report, corrected);
    const refused = await run(folder, skilvul, ...words);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /report\.csv exists and is not a report .* or was changed since\. Nothing was sent/,
    );
    expect(await folder.read("report.csv")).toBe(corrected);

    expect((await run(folder, skilvul, ...words, "--force")).code).toBe(0);
    expect(await folder.read("report.csv")).not.toBe(corrected);
  });
});
