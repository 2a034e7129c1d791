// The receiver in a Cloudflare Worker, near the shop and always there. Its inbox is in a Durable Object. What is sold is enrolled by the
// services of a backend on Node or Bun (server.ts, bun.ts), which it calls over HTTP: if that is down, sales wait in the inbox.
import {
  type DurableObjectStorage,
  durableObjectInbox,
  scalevSales,
  type SalesReceiver,
} from "@kelaskit/enroll/sales/worker";
import { items } from "./items.ts";
import { remoteEnrollments } from "./remote-enrollments.ts";
import { readSecrets, readToken } from "./settings.ts";
import { targets } from "./targets.ts";

/** How long an object may rest at least before it looks at unfinished sales again, in milliseconds. */
const alarmAfter = 60_000;

// What is used of the platform here. In a project of your own, run `wrangler types`, and extend DurableObject of cloudflare:workers.
interface Storage extends DurableObjectStorage {
  setAlarm(time: number): Promise<void>;
}
interface Environment {
  readonly SCALEV_WEBHOOK_SECRETS?: string;
  /** The address of the backend. */
  readonly BACKEND_URL?: string;
  /** The backend's ADMIN_TOKEN. */
  readonly BACKEND_TOKEN?: string;
  readonly SALES: {
    getByName(name: string): { fetch(request: Request): Promise<Response> };
  };
}

function backendOf({ BACKEND_URL: url, BACKEND_TOKEN: text }: Environment) {
  const token = readToken("BACKEND_TOKEN", text);
  if (url === undefined || !URL.canParse(url) || token === undefined) {
    throw new Error(
      "BACKEND_URL and BACKEND_TOKEN: expected the address of the backend and its ADMIN_TOKEN. Set both, and deploy again.",
    );
  }
  return { url: url.replace(/\/+$/, ""), token };
}

/** The object that receives: there is one, so that all events of an order meet in it. */
export class Sales {
  readonly #receive: SalesReceiver;
  readonly #storage: Storage;

  constructor({ storage }: { readonly storage: Storage }, environment: Environment) {
    const backend = backendOf(environment);
    this.#storage = storage;
    // It continues what an earlier object has left.
    this.#receive = scalevSales({
      secrets: readSecrets(environment.SCALEV_WEBHOOK_SECRETS),
      items,
      enrollments: {
        skilvul: remoteEnrollments("skilvul", targets.skilvul, backend),
        toolzz: remoteEnrollments("toolzz", targets.toolzz, backend),
      },
      inbox: durableObjectInbox(storage),
    });
  }

  async fetch(request: Request): Promise<Response> {
    const response = await this.#receive(request);
    // The platform ends an object that gets no requests, whatever it waits for. The alarm starts it again.
    if (response.status === 204) await this.#storage.setAlarm(Date.now() + alarmAfter);
    return response;
  }

  async alarm(): Promise<void> {
    await this.#receive.settled();
    // Also sales that need a person may wait for the backend.
    const next = await this.#receive.sales.nextTry();
    if (next === undefined) return;
    await this.#storage.setAlarm(Math.max(next.getTime(), Date.now() + alarmAfter));
  }
}

export default {
  async fetch(request: Request, { SALES }: Environment): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname !== "/webhooks/scalev") return new Response(null, { status: 404 });
    return SALES.getByName("shop").fetch(request);
  },
};
