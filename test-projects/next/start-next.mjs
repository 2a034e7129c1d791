// Starts the built application at a free port, with more variables of the environment.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

async function freePort() {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address();
  holder.close();
  await once(holder, "close");
  return port;
}

export async function startNext(environment = {}) {
  const port = await freePort();
  const next = spawn(
    "node",
    ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...environment } },
  );
  for await (const line of createInterface(next.stdout)) if (line.includes("Ready")) break;
  return { url: `http://127.0.0.1:${port}`, stop: () => next.kill() };
}
