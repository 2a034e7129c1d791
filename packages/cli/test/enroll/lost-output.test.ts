import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import {
  environment,
  type Folder,
  folderWith,
  learners,
  orders,
  run,
  type ServedSkilvul,
  serveSkilvul,
  statesIn,
} from "./support.ts";

const words = [...orders, "--concurrency", "1", "--settle-after", "0"];
const full = "/dev/full";

/** Holds one order back until the test has done something to the command. */
function holdOrder(order: number) {
  const reached = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  return {
    before: async (number: number): Promise<void> => {
      if (number !== order) return;
      reached.resolve();
      await over.promise;
    },
    reached: reached.promise,
    goOn: over.resolve,
  };
}

/** Starts a command with pipes that the test may close; `stdout` may also be an open file. */
function startWith(
  all: readonly string[],
  { stdout = "pipe", ...options }: { cwd?: string; env?: NodeJS.ProcessEnv; stdout?: "pipe" | number } = {},
) {
  const child = spawn(process.execPath, [inject("command"), ...all], {
    ...options,
    stdio: ["ignore", stdout, "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  return {
    child,
    end: async () => {
      await once(child, "close");
      return { code: child.exitCode, stdout: output, stderr };
    },
  };
}

/** Expects the same states in report and journal, no row left in between, and a next run that sends the rest. */
async function expectCleanEnd(folder: Folder, skilvul: ServedSkilvul): Promise<void> {
  const sent = skilvul.ordersSent();
  expect(sent).toBeLessThan(12);
  expect(statesIn(folder)).toEqual({ done: sent, pending: 12 - sent });
  const report = await folder.read("learners.csv.report.csv");
  expect(report.match(/,done,/g)).toHaveLength(sent);
  expect(report.match(/,pending,/g)).toHaveLength(12 - sent);
  expect(await run(folder, skilvul, ...words)).toMatchObject({ code: 0 });
  expect(skilvul.mock.store.orders).toHaveLength(12);
  expect(skilvul.ordersSent()).toBe(12);
}

describe("a run whose output is lost ends as after Ctrl-C", () => {
  it("when the reader of its rows is gone, such as kelaskit … | head", async () => {
    const { before, reached, goOn } = holdOrder(3);
    await using skilvul = await serveSkilvul({ before });
    await using folder = await folderWith(learners(12));
    const { child, end } = startWith(words, { cwd: folder.path, env: environment(folder, skilvul) });
    await reached;
    child.stdout?.destroy();
    goOn();
    const { code, stderr } = await end();
    expect(code).toBe(1);
    expect(stderr).toContain("The reader of standard output is gone. Stopping: nothing more is sent");
    await expectCleanEnd(folder, skilvul);
  });

  it("when the reader of standard error is gone", async () => {
    const { before, reached, goOn } = holdOrder(3);
    await using skilvul = await serveSkilvul({ before });
    await using folder = await folderWith(learners(12));
    const talkative = { ...environment(folder, skilvul), KELASKIT_LOG: "debug" };
    const { child, end } = startWith(words, { cwd: folder.path, env: talkative });
    await reached;
    child.stderr?.destroy();
    goOn();
    const { code, stdout } = await end();
    expect(code).toBe(1);
    expect(stdout).toMatch(/\{"event":"summary",.*"stopped":true.*\}\n$/);
    await expectCleanEnd(folder, skilvul);
  });

  it.skipIf(!existsSync(full))("when the disk behind its output is full", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(12));
    const { end } = startWith(words, {
      cwd: folder.path,
      env: environment(folder, skilvul),
      stdout: openSync(full, "w"),
    });
    const { code, stderr } = await end();
    expect(code).toBe(1);
    expect(stderr).toContain("Writing to standard output failed (ENOSPC). Stopping: nothing more is sent");
    await expectCleanEnd(folder, skilvul);
  });

  it("when Ctrl-C also ends the reader of its output, which is not a second Ctrl-C", async () => {
    const { before, reached, goOn } = holdOrder(3);
    await using skilvul = await serveSkilvul({ before });
    await using folder = await folderWith(learners(12));
    const { child, end } = startWith(words, { cwd: folder.path, env: environment(folder, skilvul) });
    await reached;
    child.stdout?.destroy();
    child.kill("SIGINT");
    goOn();
    const { code, stderr } = await end();
    expect(code).toBe(1);
    expect(stderr).not.toContain("Stopped waiting");
    await expectCleanEnd(folder, skilvul);
  });

  it("and ends with 0 when every row was done by then", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    const { child, end } = startWith([...words, "--output", "text"], {
      cwd: folder.path,
      env: environment(folder, skilvul),
    });
    child.stdout?.destroy();
    expect(await end()).toMatchObject({ code: 0 });
    expect(statesIn(folder)).toEqual({ done: 3 });
    expect(await folder.read("learners.csv.report.csv")).toContain(",done,");
  });

  it.skipIf(process.platform === "win32")("and works without any output", async () => {
    await using skilvul = await serveSkilvul();
    await using folder = await folderWith(learners(3));
    const command = [process.execPath, inject("command"), ...words].map((word) => `'${word}'`).join(" ");
    const child = spawn("sh", ["-c", `exec ${command} <&- >&- 2>&-`], {
      cwd: folder.path,
      env: environment(folder, skilvul),
    });
    await once(child, "close");
    expect(child.exitCode).toBe(0);
    expect(statesIn(folder)).toEqual({ done: 3 });
  });
});

describe("another command whose output is lost", () => {
  it
    .skipIf(!existsSync(full))
    .each([[["list", "skilvul"]], [["--help"]], [["auth", "status"]], [["complete", "bash"]]])(
    "ends with 1 and reports a full disk: %j",
    async (others) => {
      const { code, stderr } = await startWith(others, { stdout: openSync(full, "w") }).end();
      expect(code).toBe(1);
      expect(stderr).toBe(
        "kelaskit: Writing to standard output failed (ENOSPC), so part of the output is missing.\n",
      );
    },
  );

  it("ends silently when its reader is gone", async () => {
    const { child, end } = startWith(["list"]);
    child.stdout?.destroy();
    expect(await end()).toMatchObject({ code: 0, stderr: "" });
  });
});
