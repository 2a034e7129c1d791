import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { contract, type Runtime } from "./support/contract.ts";
import type { Outcomes } from "./support/contract-program.ts";
import { startContractServer } from "./support/contract-server.ts";

/** Where Chromium is; the test set-up looks for it. */
const executablePath = inject("chromium");

/** The contract as one file, as a browser would get it. */
async function bundle(start: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { runContract } from "./contract-program.ts";\n${start}`,
      resolveDir: fileURLToPath(new URL("support", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Runs the contract in a program of another platform. */
async function runProgram(runtime: "bun" | "deno"): Promise<Outcomes> {
  const server = await startContractServer();
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-contract-"));
  try {
    const file = path.join(folder, "contract.js");
    const target = JSON.stringify(server.target);
    await writeFile(
      file,
      await bundle(`console.log(JSON.stringify(await runContract(${target}, "${runtime}")));`),
    );
    const program = fileURLToPath(new URL(`../../node_modules/.bin/${runtime}`, import.meta.url));
    const flags = runtime === "deno" ? ["--allow-net"] : [];
    const child = spawn(program, ["run", ...flags, file], { stdio: ["ignore", "pipe", "inherit"] });
    return JSON.parse(await text(child.stdout)) as Outcomes;
  } finally {
    await rm(folder, { recursive: true });
    await server.close();
  }
}

/** Runs the contract in a page of its own server. */
async function runPage(): Promise<Outcomes> {
  const server = await startContractServer(await bundle("globalThis.run = runContract;"));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.goto(server.target.origin);
    await page.waitForFunction("typeof run === 'function'");
    return await page.evaluate(`run(${JSON.stringify(server.target)}, "chromium")`);
  } finally {
    await browser.close();
    await server.close();
  }
}

const runs: Readonly<Record<Exclude<Runtime, "node">, () => Promise<Outcomes>>> = {
  bun: () => runProgram("bun"),
  deno: () => runProgram("deno"),
  chromium: runPage,
};

const titles = Object.values(contract).flatMap((cases) => Object.keys(cases));

describe.each(Object.entries(runs))("in %s", (runtime, run) => {
  const isMissing = runtime === "chromium" && executablePath === "";
  let outcomes: Outcomes = {};

  beforeAll(async () => {
    if (!isMissing) outcomes = await run();
  });

  describe.skipIf(isMissing).each(["fetch", "ky"])("%s", (transport) => {
    it.each(titles)("%s", (title) => {
      expect(outcomes[`${transport} ${title}`]).toBe("");
    });
  });
});
