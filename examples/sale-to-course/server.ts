// Enrolls whoever has paid in the shop, on Node:
//
//   node --conditions=kelaskit-source examples/sale-to-course/server.ts
import { serve } from "@hono/node-server";
import { readSettings } from "./settings.ts";
import { openShop } from "./shop.ts";

const { host, port, ...settings } = readSettings(process.env);
const shop = await openShop({ host, port, ...settings });
const server = serve({ fetch: shop.app.fetch, hostname: host, port }, (address) => {
  console.log(`Listening on http://${host}:${address.port}`);
});

async function stop(): Promise<void> {
  // What is being received is answered before the files are closed.
  server.close();
  await shop.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
