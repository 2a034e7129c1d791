// A Cloudflare Worker that answers with Skilvul's catalog. Its client lives in one Durable Object, so all Workers of the world use one
// token, which outlives them in the object's storage, and one rate limit.
import { ApiError, CallError, createLimiter, type TokenSet, type TokenStore } from "@kelaskit/core";
import { createSkilvul, type Skilvul } from "@kelaskit/skilvul";

/** How many products are answered at most. */
const most = 20;

// What is used of the platform here. In a project of your own, run `wrangler types`, and extend DurableObject of cloudflare:workers.
interface Storage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<boolean>;
}
interface Environment {
  readonly SKILVUL_CLIENT_ID: string;
  readonly SKILVUL_CLIENT_SECRET: string;
  /** Another address than the vendor's own. */
  readonly SKILVUL_BASE_URL?: string | null;
  readonly VENDOR: {
    getByName(name: string): { fetch(request: Request): Promise<Response> };
  };
}

/** The tokens, in the storage of the object. It needs no lock: there is one object, and one client in it. */
function storedTokens(storage: Storage): TokenStore {
  return {
    get: async (key) => (await storage.get(key)) as TokenSet | undefined,
    set: (key, tokens) => storage.put(key, tokens),
    async delete(key) {
      await storage.delete(key);
    },
  };
}

/** What a visitor is told of a failure; the reason is for the log. */
function failure(error: unknown): Response {
  if (!CallError.isInstance(error)) throw error;
  console.error(error.message);
  const isBusy = ApiError.isInstance(error) && error.status === 429;
  return Response.json(
    { error: isBusy ? "The vendor is busy. Try again in a minute." : "The vendor cannot be reached." },
    { status: isBusy ? 503 : 502 },
  );
}

/** The object that calls the vendor. */
export class Vendor {
  readonly #skilvul: Skilvul;

  constructor({ storage }: { readonly storage: Storage }, environment: Environment) {
    this.#skilvul = createSkilvul({
      clientId: environment.SKILVUL_CLIENT_ID,
      clientSecret: environment.SKILVUL_CLIENT_SECRET,
      baseUrl: environment.SKILVUL_BASE_URL ?? undefined,
      tokenStore: storedTokens(storage),
      // At most ten requests start within a second, however many visitors there are.
      limiter: createLimiter({ limit: 10, interval: 1000 }),
      // A visitor does not wait for two minutes, which are the default.
      totalTimeout: 20_000,
    });
  }

  async fetch(): Promise<Response> {
    try {
      const products = await this.#skilvul.products.list().toArray({ limit: most });
      return Response.json(products.map(({ id, title }) => ({ id, title })));
    } catch (error) {
      return failure(error);
    }
  }
}

export default {
  async fetch(request: Request, { VENDOR }: Environment): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method !== "GET" || pathname !== "/products") return new Response(null, { status: 404 });
    return VENDOR.getByName("skilvul").fetch(request);
  },
};
