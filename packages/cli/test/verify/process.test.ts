import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, inject, it } from "vitest";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { kelaskit, serve, serveMocks, temporaryFolder } from "../support.ts";

async function read(folder: string): Promise<VerifiedFile> {
  return JSON.parse(await readFile(path.join(folder, "verified.json"), "utf8")) as VerifiedFile;
}

it("kelaskit verify asks a vendor over HTTP, and its result is a file of routes", async () => {
  await using mocks = await serveMocks(["skilvul"]);
  await using folder = await temporaryFolder();
  const env = { ...mocks.env, KELASKIT_CONFIG_DIR: folder.path };
  const run = await kelaskit(["verify", "skilvul", "--rate", "1000/s"], { cwd: folder.path, env });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({ vendor: "skilvul", isComplete: true, out: "verified.json" });
  expect((await read(folder.path)).routes).toMatchObject({ "products.get": "GET /v1/products/{productId}" });
  const call = ["call", "skilvul", "products.count", "--routes", "verified.json"];
  expect(await kelaskit(call, { cwd: folder.path, env })).toMatchObject({ code: 0 });
});

it("kelaskit verify ends at Ctrl-C, in the middle of a request, with what it has found", async () => {
  await using folder = await temporaryFolder();
  let requests = 0;
  const asked = Promise.withResolvers<undefined>();
  await using server = await serve((_request, response) => {
    requests += 1;
    // The third request is never answered.
    if (requests === 3) asked.resolve(undefined);
    else response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  const child = spawn(
    process.execPath,
    [inject("command"), "verify", "academy-of-mine", "--base-url", server.origin, "--rate", "1000/s"],
    {
      cwd: folder.path,
      env: { ...process.env, ACADEMY_OF_MINE_TOKEN: "key-0123456789", KELASKIT_CONFIG_DIR: folder.path },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const closed = once(child, "close");
  const [, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    asked.promise.then(() => child.kill("SIGINT")),
  ]);
  await closed;
  expect(child.exitCode).toBe(1);
  expect(stderr).toContain("Stopping: nothing more is sent.");
  expect(requests).toBe(3);
  const { isComplete, operations } = await read(folder.path);
  expect(isComplete).toBe(false);
  expect(Object.values(operations).filter(({ date }) => date !== undefined)).toHaveLength(2);
});
