import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { runLogin } from "./support/sso-program.ts";

const expected = [
  "signature",
  {
    id: "ckuser0000000000000000001",
    email: "learner@example.com",
    isEmailVerified: true,
    name: "José 🙂",
  },
  "nonce",
];

// Core installs the platforms; its tests run there too.
const core = new URL("../../core/", import.meta.url);

/** The program as one file, as a browser would get it. */
async function bundle(start: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { runLogin } from "./sso-program.ts"; ${start}`,
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

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-sso-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runProcess(runtime: "bun" | "deno"): Promise<unknown> {
  return inFolder(async (folder) => {
    const file = path.join(folder, "sso.js");
    await writeFile(file, await bundle("console.log(JSON.stringify(await runLogin()));"));
    const program = fileURLToPath(new URL(`node_modules/.bin/${runtime}`, core));
    const child = spawn(program, ["run", file], { stdio: ["ignore", "pipe", "inherit"] });
    return JSON.parse(await text(child.stdout)) as unknown;
  });
}

const workerdSettings = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "program", worker = (
    modules = [(name = "program.js", esModule = embed "program.js")],
    compatibilityDate = "2026-07-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "program")],
);
`;

function runWorker(): Promise<unknown> {
  return inFolder(async (folder) => {
    const start = "export default { fetch: async () => Response.json(await runLogin()) };";
    await writeFile(path.join(folder, "program.js"), await bundle(start));
    const settings = path.join(folder, "settings.capnp");
    await writeFile(settings, workerdSettings);
    const workerd = createRequire(new URL("package.json", core))("workerd") as { readonly default: string };
    const child = spawn(workerd.default, ["serve", "--control-fd=3", settings], {
      stdio: ["ignore", "inherit", "inherit", "pipe"],
    });
    const ended = once(child, "exit");
    try {
      const said = await Promise.race([once(child.stdio[3] as Readable, "data"), ended]);
      const { port } = JSON.parse(String(said[0])) as { readonly port: number };
      const response = await fetch(`http://127.0.0.1:${port}/`);
      return (await response.json()) as unknown;
    } finally {
      child.kill();
      await ended;
    }
  });
}

describe("a login", () => {
  it("ends on Node", async () => {
    expect(await runLogin()).toEqual(expected);
  });

  it.for(["bun", "deno"] as const)("ends alike on %s", async (runtime) => {
    expect(await runProcess(runtime)).toEqual(expected);
  });

  it("ends alike on workerd", async () => {
    expect(await runWorker()).toEqual(expected);
  });
});
