import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { build } from "esbuild";
import { expect, it, onTestFinished } from "vitest";
import { type ExampleProcess, newFolder, startExample } from "./example-process.ts";

/** How long a call of the Worker may take here, in milliseconds: a hanging login must not make the test as slow. */
const patience = 2000;

/** The Worker in the guide "Browser and edge", with less patience. */
async function guidesWorker(): Promise<string> {
  const guide = await readFile(
    path.join(import.meta.dirname, "../../docs/guides/browser-and-edge.md"),
    "utf8",
  );
  const code = /^## A Cloudflare Worker\n.*?^```ts\n(.*?)^```/ms.exec(guide)?.[1] ?? "";
  const impatient = code.replace("totalTimeout: 20_000", `totalTimeout: ${patience}`);
  expect(impatient).not.toBe(code);
  return impatient;
}

const settings = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "guide", worker = .guide),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "guide")],
);
const guide :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "SKILVUL_CLIENT_ID", fromEnvironment = "SKILVUL_CLIENT_ID"),
    (name = "SKILVUL_CLIENT_SECRET", fromEnvironment = "SKILVUL_CLIENT_SECRET"),
    (name = "SKILVUL_BASE_URL", fromEnvironment = "SKILVUL_BASE_URL"),
  ],
);
`;

async function startWorker(environment: NodeJS.ProcessEnv): Promise<ExampleProcess> {
  const folder = newFolder();
  await build({
    stdin: { contents: await guidesWorker(), loader: "ts", resolveDir: import.meta.dirname },
    outfile: path.join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["kelaskit-source"],
  });
  await writeFile(path.join(folder, "worker.capnp"), settings);
  const { default: program } = createRequire(import.meta.url)("workerd") as { readonly default: string };
  return startExample({
    program,
    programArguments: ["serve", "--control-fd=3", path.join(folder, "worker.capnp")],
    environment,
    stream: 3,
    announcement: /"socket":"http","port":(\d+)/,
  });
}

it("the Worker of the guide serves its visitors after one whose login took too long", async () => {
  const mock = createMockSkilvul();
  const login = Promise.withResolvers<undefined>();
  const served = await serve({
    baseUrl: mock.baseUrl,
    async answer(request) {
      if (mock.requests.length === 0) {
        const reply = await mock.answer(request);
        await login.promise;
        return reply;
      }
      return mock.answer(request);
    },
  });
  onTestFinished(async () => {
    login.resolve(undefined);
    await served.close();
  });
  const { clientId, clientSecret } = mock.credentials;
  const { url } = await startWorker({
    SKILVUL_BASE_URL: served.url,
    SKILVUL_CLIENT_ID: clientId,
    SKILVUL_CLIENT_SECRET: clientSecret,
  });

  expect((await fetch(url)).status).toBe(502);
  login.resolve(undefined);

  const statuses: number[] = [];
  for (let visitor = 1; visitor <= 3; visitor += 1) statuses.push((await fetch(url)).status);
  expect(statuses).toEqual([200, 200, 200]);
});
