import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import {
  appears,
  environment,
  folderWith,
  learners,
  orders,
  printed,
  serveSkilvul,
  statesIn,
} from "./support.ts";
import type { Folder, ServedSkilvul } from "./support.ts";

// script of util-linux runs a command on a terminal of its own; that of the BSDs has other options.
const probe = spawnSync("script", ["--version"], { encoding: "utf8" });
const hasScript = probe.error === undefined && probe.stdout.includes("util-linux");

/** Starts the command on a terminal; its stdin takes keys. */
function startOnTerminal(folder: Folder, skilvul: ServedSkilvul, words: readonly string[], then?: string) {
  const command = [process.execPath, inject("command"), ...words].map((word) => `'${word}'`).join(" ");
  // Without CI, which would disable the bar.
  const { CI: _, ...env } = environment(folder, skilvul);
  // A shell that stays would also get the Ctrl-C, and some shells then exit as if it had ended them.
  const line = then === undefined ? `exec ${command}` : `trap : HUP; ${command}${then}`;
  const child = spawn("script", ["-qec", `stty cols 120; ${line}`, "/dev/null"], {
    cwd: folder.path,
    env,
    stdio: "pipe",
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

describe.skipIf(!hasScript)("kelaskit enroll on a terminal", () => {
  it("shows a bar while it works, then a summary", async () => {
    const reached = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order !== 3) return;
        reached.resolve();
        await seen.promise;
      },
    });
    await using folder = await folderWith(learners(4));
    const child = startOnTerminal(folder, skilvul, [...orders, "--concurrency", "1"]);
    const all = text(child.stdout);
    await printed(child.stdout, "of 4");
    await reached.promise;
    seen.resolve();
    await once(child, "close");
    const screen = await all;
    expect(child.exitCode).toBe(0);
    expect(screen).toMatch(/━ .*\d of 4 · .*\d done · 0 failed · 0 unknown/);
    expect(screen).toMatch(
      /Ended: learners\.csv to skilvul-orders\r\n {2}4 {2}rows\r\n {2}4 {2}done\r\nReport: /,
    );
    expect(screen).not.toContain('"event"');
  });

  it("shows that the vendor requests a pause", async () => {
    await using skilvul = await serveSkilvul();
    skilvul.mock.fail("orders.create", { status: 429, retryAfter: 600 });
    await using folder = await folderWith(learners(4));
    const child = startOnTerminal(folder, skilvul, [...orders, "--concurrency", "1"]);
    const all = text(child.stdout);
    await printed(child.stdout, "the vendor requests a pause until");
    child.stdin.write("\u0003");
    await once(child, "close");
    const screen = await all;
    expect(child.exitCode).toBe(1);
    expect(screen).toMatch(/the vendor requests a pause until \d\d:\d\d:\d\d/);
    expect(screen).toMatch(/Stopped: learners\.csv to skilvul-orders\r\n {2}4 {2}rows/);
  });

  it("stops cleanly at Ctrl-C, and ignores Escape", async () => {
    const reached = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order !== 2) return;
        reached.resolve();
        await told.promise;
      },
    });
    await using folder = await folderWith(learners(6));
    const child = startOnTerminal(folder, skilvul, [...orders, "--concurrency", "1"]);
    const all = text(child.stdout);
    await reached.promise;
    const stopping = printed(child.stdout, "Stopping: nothing more is sent");
    child.stdin.write("\u001B\r\u0003");
    await stopping;
    told.resolve();
    await once(child, "close");
    const screen = await all;
    expect(child.exitCode).toBe(1);
    expect(screen).toMatch(
      /Stopped: learners\.csv to skilvul-orders\r\n {2}6 {2}rows\r\n {2}2 {2}done\r\n {2}4 {2}not sent yet/,
    );
    expect(screen).toContain("To continue, run the same command");
    expect(skilvul.mock.store.orders).toHaveLength(2);
  });

  it("ends as after Ctrl-C when the terminal is closed", async () => {
    const reached = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    await using skilvul = await serveSkilvul({
      async before(order) {
        if (order !== 2) return;
        reached.resolve();
        await told.promise;
      },
    });
    // More rows than can be sent until the bar is drawn again, which shows that the terminal is gone.
    const rows = 3000;
    await using folder = await folderWith(learners(rows));
    const ended = appears(folder.path, "code");
    const child = startOnTerminal(
      folder,
      skilvul,
      [...orders, "--concurrency", "1"],
      "; echo $? > code.new; mv code.new code",
    );
    await reached.promise;
    child.kill("SIGKILL");
    await once(child, "exit");
    told.resolve();
    await ended;
    const sent = skilvul.ordersSent();
    expect(sent).toBeLessThan(rows);
    // The rest of the file may be read only by the next run.
    expect(statesIn(folder)).toMatchObject({ done: sent });
    expect((await folder.read("learners.csv.report.csv")).match(/,done,/g)).toHaveLength(sent);
    expect(await folder.read("code")).toBe("1\n");
  });
});
