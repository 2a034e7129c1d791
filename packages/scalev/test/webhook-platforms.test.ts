import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { runWebhooks } from "./support/webhook-program.ts";

const expected = {
  "with the second secret": "payment.received",
  "with microseconds": "payment.received",
  "of another secret": "signature",
  "that was changed": "signature",
  "that is old": "too-old",
  "that is unknown": "other",
  "that says nothing": "incomplete",
  "that is a test": "business.test_event",
  "without a body": "ping",
};

/** Runs the program on another platform. Core installs them; its tests run there too. */
async function runOn(runtime: "bun" | "deno"): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'import { runWebhooks } from "./webhook-program.ts"; console.log(JSON.stringify(await runWebhooks()));',
      resolveDir: fileURLToPath(new URL("support", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["kelaskit-source"],
    write: false,
  });
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-webhooks-"));
  try {
    const file = path.join(folder, "webhooks.js");
    await writeFile(file, outputFiles[0]?.text ?? "");
    const program = fileURLToPath(new URL(`../../core/node_modules/.bin/${runtime}`, import.meta.url));
    const child = spawn(program, ["run", file], { stdio: ["ignore", "pipe", "inherit"] });
    return JSON.parse(await text(child.stdout)) as unknown;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("a webhook", () => {
  it("is checked on Node", async () => {
    expect(await runWebhooks()).toEqual(expected);
  });

  it.for(["bun", "deno"] as const)("is checked alike on %s", async (runtime) => {
    expect(await runOn(runtime)).toEqual(expected);
  });
});
