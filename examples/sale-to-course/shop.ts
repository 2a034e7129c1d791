import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Sale, scalevSales, type SalesReceiver } from "@kelaskit/enroll/sales";
import { type Enrollments, openEnrollments } from "@kelaskit/enroll/service";
import type { Target } from "@kelaskit/enroll";
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { enrollmentRoutes } from "./enrollment-routes.ts";
import { items } from "./items.ts";
import type { Settings } from "./settings.ts";
import { targets } from "./targets.ts";

/** The backend: its routes, and how it ends. */
export interface Shop {
  readonly app: Hono;
  /** Finishes what was begun, within ten seconds; the next start continues the rest. */
  close(): Promise<void>;
}

async function openService<Row extends object>(
  name: string,
  target: Target<Row>,
  { folder, settleAfter }: Settings,
): Promise<Enrollments<Row>> {
  const service = await openEnrollments({ target, journal: path.join(folder, `${name}.db`), settleAfter });
  // Orders are named by their numbers: a log is no place for addresses.
  service.on("failed", ({ reference, reason }) => {
    console.error(`${name}: order ${reference ?? "unknown"} failed. ${reason ?? ""}`);
  });
  service.on("unknown", ({ reference, reason }) => {
    console.error(`${name}: order ${reference ?? "unknown"} may have been enrolled. ${reason ?? ""}`);
  });
  service.start();
  return service;
}

/** The sales that a person has to look at. */
async function listOpenSales({ sales }: SalesReceiver): Promise<readonly Sale[]> {
  const open: Sale[] = [];
  for (const state of ["unmapped", "needs-attention"] as const)
    for await (const sale of sales.list({ state })) open.push(sale);
  return open;
}

/** Opens the receiver and its two services, each with an SQLite file. */
export async function openShop(settings: Settings): Promise<Shop> {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 });
  const services = {
    skilvul: await openService("skilvul", targets.skilvul, settings),
    toolzz: await openService("toolzz", targets.toolzz, settings),
  };
  const receive = scalevSales({
    secrets: settings.secrets,
    items,
    enrollments: services,
    inbox: path.join(settings.folder, "sales.db"),
  });

  const app = new Hono();
  app.all("/webhooks/scalev", (context) => receive(context.req.raw));
  app.get("/health", async (context) => {
    const [skilvul, toolzz] = await Promise.all([services.skilvul.health(), services.toolzz.health()]);
    return context.json({ skilvul, toolzz }, skilvul.isReady && toolzz.isReady ? 200 : 503);
  });
  if (settings.adminToken !== undefined) {
    app.use("/sales", bearerAuth({ token: settings.adminToken }));
    app.get("/sales", async (context) => context.json(await listOpenSales(receive)));
    app.use("/enrollments/*", bearerAuth({ token: settings.adminToken }));
    app.route("/enrollments", enrollmentRoutes(services));
  }
  return {
    app,
    async close() {
      await receive.close();
      await Promise.all([services.skilvul.close(), services.toolzz.close()]);
    },
  };
}
