// Installs Next.js and the packed packages in a folder of its own, builds the application without credentials, starts it with those of
// a mock of Skilvul, and orders: once, once more, and once with the reply lost.
//
//   node --conditions=kelaskit-source examples/next-route/demo.ts [folder of packed packages]
//
// It takes some minutes: it builds and packs the packages, unless it is given the folder of `pnpm pack:all`, and npm installs Next.js
// (about 380 MB).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";

const folder = await mkdtemp(path.join(tmpdir(), "next-route-"));
const application = path.join(folder, "application");
const next = path.join(application, "node_modules/next/dist/bin/next");
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

function run(cwd: string, program: string, ...words: readonly string[]): void {
  console.log(`\n$ ${path.basename(program)} ${words.map((word) => path.basename(word)).join(" ")}`);
  const { status, error } = spawnSync(program, words, { cwd, stdio: "inherit", env: environment });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${path.basename(program)} ended with the exit code ${String(status)}: see above.`);
}

async function startNext(credentials: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: application,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...environment, ...credentials },
  });
  process.once("exit", () => {
    child.kill("SIGKILL");
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Local:\s+(?<url>http:\S+)/.exec(line)?.groups?.["url"];
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url };
  }
  throw new Error("Next.js has ended before it listened.");
}

async function order(url: string, productId: string): Promise<void> {
  const response = await fetch(`${url}/api/orders`, {
    method: "POST",
    body: JSON.stringify({ email: "learner@example.com", productId }),
  });
  console.log(`POST /api/orders for ${productId}: ${response.status} ${await response.text()}`);
}

const mock = createMockSkilvul();
const served = await serve(mock);
try {
  const [given] = process.argv.slice(2);
  const packages = path.resolve(given ?? path.join(folder, "packages"));
  if (given === undefined)
    run(path.join(import.meta.dirname, "../.."), "npx", "-y", "pnpm@12.21.0", "pack:all", packages);
  for (const part of ["app", "package.json"])
    await cp(path.join(import.meta.dirname, part), path.join(application, part), { recursive: true });
  const needed = (await readdir(packages)).filter((file) => /^kelaskit-(core|skilvul)-/.test(file));
  run(
    application,
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    ...needed.map((file) => path.join(packages, file)),
  );
  run(application, process.execPath, next, "build");

  const { child, url } = await startNext({
    SKILVUL_BASE_URL: served.url,
    SKILVUL_CLIENT_ID: mock.credentials.clientId,
    SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
  });
  console.log();
  await order(url, "ckproduct0000000000000001");
  await order(url, "ckproduct0000000000000001");
  mock.fail("orders.create", { lost: "reply" });
  await order(url, "ckproduct0000000000000002");
  const ended = once(child, "exit");
  child.kill();
  await ended;
} finally {
  await served.close();
  await rm(folder, { recursive: true });
}
