// Starts the built application and requests one of its routes: `node ask.mjs node` or `node ask.mjs edge`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const holder = createServer().listen(0, "127.0.0.1");
await once(holder, "listening");
const { port } = holder.address();
holder.close();
await once(holder, "close");

const next = spawn(
  "node",
  ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
try {
  for await (const line of createInterface(next.stdout)) if (line.includes("Ready")) break;
  const address = new URL(`http://127.0.0.1:${port}/api/${process.argv[2]}`);
  address.searchParams.set("mock", process.env.KELASKIT_MOCK_URL);
  const response = await fetch(address);
  console.log(await response.text());
} finally {
  next.kill();
}
