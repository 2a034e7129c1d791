import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { MockProcess } from "./mock-process.ts";
import { expect, heading, step } from "./steps.ts";

const learners = fileURLToPath(new URL("../../examples/enroll-learners/learners.csv", import.meta.url));
const cli = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

/** A product of the mock. */
const product = "ckproduct0000000000000001";
const rows = 200;
const killedAt = 80;

/** What a run of the command printed, and how it ended. */
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command in a folder, as a user would. */
function startCommand(folder: string, mock: MockProcess, ...words: readonly string[]) {
  const child = spawn(
    process.execPath,
    [
      "--conditions=kelaskit-source",
      cli,
      "enroll",
      "skilvul-orders",
      "learners.csv",
      "--product",
      product,
      ...words,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        SKILVUL_BASE_URL: mock.url,
        SKILVUL_CLIENT_ID: "demo-client",
        SKILVUL_CLIENT_SECRET: "demo-client-secret",
        // The demo must not use credentials that are saved on this machine.
        KELASKIT_CONFIG_DIR: folder,
      },
    },
  );
  const read = async (): Promise<Ended> => {
    const closed = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  };
  return { child, ended: read() };
}

/** The command enrolls a file of learners, is killed half-way and is run again. */
export async function runEnroll(mock: MockProcess): Promise<string> {
  heading(
    `kelaskit enroll: ${rows} learners from a CSV, against Skilvul's mock at ${mock.url} (process ${String(mock.pid)})`,
  );
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-demo-"));
  let before = 0;
  const ordersSent = async (): Promise<number> => (await mock.countRequests())["orders.create"] ?? 0;
  try {
    await copyFile(learners, path.join(folder, "learners.csv"));

    await step("a dry run", async () => {
      const { code, stdout, stderr } = await startCommand(folder, mock, "--dry-run", "--output", "text")
        .ended;
      expect(code === 0, `expected exit code 0, got ${String(code)}: ${stderr}`);
      const asked = Object.keys(await mock.countRequests());
      const isReading = asked.every((operation) => ["oauth.createToken", "products.get"].includes(operation));
      expect(isReading, `expected only a lookup of the product, got ${asked.join(", ")}`);
      return stdout.split("\n")[0] ?? "";
    });

    await step("killed half-way", async () => {
      // The reply to an order is lost too: only the vendor knows that it was placed.
      await mock.fail("orders.create", { lost: "reply" });
      const { child, ended } = startCommand(folder, mock, "--concurrency", "2");
      await Promise.race([mock.waitForRequests("orders.create", killedAt), ended]);
      child.kill("SIGKILL");
      const { signal } = await ended;
      expect(signal === "SIGKILL", "expected the command to be still running");
      return `SIGKILL after ${await ordersSent()} orders`;
    });
    before = await ordersSent();
    expect(before >= killedAt && before < rows, `expected some of the orders, got ${before}`);

    let summary = "";
    await step("the same command again", async () => {
      const { code, stdout, stderr } = await startCommand(
        folder,
        mock,
        "--output",
        "text",
        "--settle-after",
        "1",
      ).ended;
      expect(code === 0, `expected exit code 0, got ${String(code)}: ${stderr}`);
      summary = stdout.trimEnd();
      return `exit code 0; ${(await ordersSent()) - before} more orders`;
    });
    console.log(summary.replaceAll(/^/gm, "    "));

    const report = await readFile(path.join(folder, "learners.csv.report.csv"), "utf8");
    // The list has notes with commas and line breaks, which the report puts in quotes.
    const lines = report
      .trimEnd()
      .replaceAll(/"[^"]*"/g, (cell) => cell.replaceAll(/[\n,]/g, " "))
      .split("\n");
    console.log([...lines.slice(0, 5), "…"].map((line) => `    ${line.replace("\uFEFF", "")}`).join("\n"));
    await step("200 learners, each once", async () => {
      expect(lines.length === rows + 1, `expected a line for each learner, got ${lines.length - 1}`);
      const state = (lines[0] ?? "").split(",").indexOf("kelaskit state");
      expect(
        lines.slice(1).every((line) => line.split(",")[state] === "done"),
        "expected every learner to be done",
      );
      // The mock refuses a second order for one learner, but counts its request.
      const sent = await ordersSent();
      expect(sent === rows, `expected ${rows} orders at the mock, got ${sent}`);
      return `${sent} orders arrived at the mock, ${rows} lines in the report are done`;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return `${rows} orders, one per learner, despite a SIGKILL after ${before} and a lost reply`;
}
