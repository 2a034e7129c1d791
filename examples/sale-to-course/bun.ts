// The same on Bun:
//
//   bun --conditions=kelaskit-source examples/sale-to-course/bun.ts
import { readSettings } from "./settings.ts";
import { openShop } from "./shop.ts";

// What is used of Bun here. In a project of your own, install @types/bun.
declare const Bun: {
  serve(options: {
    readonly hostname: string;
    readonly port: number;
    readonly fetch: (request: Request) => Response | Promise<Response>;
  }): { readonly port: number; stop(closesConnections?: boolean): Promise<void> };
};

const { host, port, ...settings } = readSettings(process.env);
const shop = await openShop({ host, port, ...settings });
const server = Bun.serve({ hostname: host, port, fetch: (request) => shop.app.fetch(request) });
console.log(`Listening on http://${host}:${server.port}`);

async function stop(): Promise<void> {
  const ended = server.stop();
  await shop.close();
  await ended;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
