import { Worker } from "node:worker_threads";
import { pnpmProgram } from "../lib/commands.ts";

/** What decides where package managers send requests: npm's, pnpm's and Yarn's registries, and proxies for everything else. */
const addresses = [
  "npm_config_registry",
  "npm_config_@kelaskit:registry",
  "pnpm_config_registry",
  "YARN_NPM_REGISTRY_SERVER",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "http_proxy",
  "https_proxy",
];

/** Accepts connections in a thread of its own: programs that scripts wait for would otherwise wait for this server. */
const listener = `
const { createServer } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");
const count = new Int32Array(workerData);
const server = createServer((socket) => {
  Atomics.add(count, 0, 1);
  socket.on("error", () => undefined);
  socket.destroy();
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/**
 * Runs a body whose programs can reach no registry: a server on the loopback address stands for all of them, and closes
 * every connection. Changes environment variables while the body runs.
 *
 * @returns The body's result, and how many connections the server saw.
 */
export async function withNothingSent<Result>(
  body: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly connections: number }> {
  // Found before, because npx would ask the registry for it.
  pnpmProgram();
  const count = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(listener, { eval: true, workerData: count.buffer });
  const before = new Map(addresses.map((name) => [name, process.env[name]]));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    for (const name of addresses) process.env[name] = `http://127.0.0.1:${port}/`;
    const result = await body();
    return { result, connections: Atomics.load(count, 0) };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await worker.terminate();
  }
}
