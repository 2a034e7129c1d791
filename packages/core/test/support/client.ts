import * as z from "zod";
import type { Client, ClientOptions } from "../../src/index.ts";
import {
  bearer,
  createClient,
  type Credential,
  type CredentialContext,
  type NoParams,
  offsetPager,
  operation,
  pagedOperation,
  type VendorDefinition,
} from "../../src/vendor.ts";

/** The secrets of the made-up vendor's client: no error, log line or print may show one. */
export const token = "token-5f2b9c81d4aa";
export const clientSecret = "client-secret-0b7714";
export const password = "kata sandi & rahasia/9";

export interface Item {
  readonly id: number;
  readonly [field: string]: unknown;
}

interface ItemPage {
  readonly items: readonly Item[];
  readonly total: number;
}

interface ListParams {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

interface LoginParams {
  readonly email: string;
  readonly password: string;
  readonly clientSecret?: string | undefined;
}

interface LoginReply {
  readonly accessToken: string;
}

const item = () => z.looseObject({ id: z.int() });
const anything = () => z.unknown();

/** What a vendor of goods for a corner shop might offer; each operation represents one retry rule. */
export const get = operation<NoParams, Item>({
  name: "items.get",
  method: "GET",
  path: "/items/1",
  evidence: "documented",
  response: item,
});
export const list = pagedOperation<ListParams, ItemPage, Item>({
  name: "items.list",
  method: "GET",
  path: "/items",
  evidence: "documented",
  params: () => z.strictObject({ limit: z.optional(z.int()), offset: z.optional(z.int()) }),
  response: () => z.looseObject({ items: z.array(item()), total: z.int() }),
  pager: offsetPager({ items: "items", total: "total", limit: "limit", offset: "offset", pageSize: 2 }),
});
export const create = operation<NoParams, unknown>({
  name: "items.create",
  method: "POST",
  path: "/items",
  evidence: "documented",
  response: anything,
});
export const createOnce = operation<NoParams, unknown>({
  name: "items.createOnce",
  method: "POST",
  path: "/items/once",
  evidence: "documented",
  idempotent: true,
  response: anything,
});
export const search = operation<NoParams, unknown>({
  name: "items.search",
  method: "POST",
  path: "/items/search",
  evidence: "documented",
  safe: true,
  response: anything,
});
export const head = operation<NoParams, unknown>({
  name: "items.head",
  method: "HEAD",
  path: "/items/1",
  evidence: "documented",
  response: anything,
});
export const replace = operation<NoParams, unknown>({
  name: "items.replace",
  method: "PUT",
  path: "/items/1",
  evidence: "documented",
  response: anything,
});
export const change = operation<NoParams, unknown>({
  name: "items.change",
  method: "PATCH",
  path: "/items/1",
  evidence: "documented",
  response: anything,
});
export const remove = operation<NoParams, unknown>({
  name: "items.remove",
  method: "DELETE",
  path: "/items/1",
  evidence: "documented",
  response: anything,
});
export const startingGet = operation<NoParams, unknown>({
  name: "items.start",
  method: "GET",
  path: "/items/start",
  evidence: "documented",
  safe: false,
  response: anything,
});
export const proposedGet = operation<NoParams, unknown>({
  name: "shelves.get",
  method: "GET",
  path: "/shelves/1",
  evidence: "proposed",
  response: anything,
});
export const proposedReplace = operation<NoParams, unknown>({
  name: "shelves.replace",
  method: "PUT",
  path: "/shelves/1",
  evidence: "proposed",
  response: anything,
});
/** A token request: its secrets are its parameters. */
export const login = operation<LoginParams, LoginReply>({
  name: "auth.login",
  method: "POST",
  path: "/login",
  evidence: "documented",
  auth: false,
  tokenRequest: true,
  params: () =>
    z.strictObject({ email: z.string(), password: z.string(), clientSecret: z.optional(z.string()) }),
  response: () => z.looseObject({ accessToken: z.string() }),
});

/** Takes the vendor's words from `{ "message": "…" }`. */
function readError({ status, body }: { readonly status: number; readonly body: unknown }) {
  if (status < 400) return undefined;
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  return { message: typeof message === "string" ? message : undefined };
}

const definition: VendorDefinition = { vendor: "warung", baseUrl: "https://api.warung.example", readError };

interface WarungOptions extends ClientOptions {
  /** A credential, or what makes one of what it may use of its client. */
  readonly credential?: Credential | ((context: CredentialContext) => Credential);
  /** What a fake fetch has counted, which is not for the client: tests give the fake whole. */
  readonly sent?: unknown;
}

/** A client of the made-up vendor, without log lines unless a test sets them. */
export function createWarung({
  credential = bearer(token),
  sent: _sent,
  ...options
}: WarungOptions = {}): Client {
  return createClient(
    {
      ...definition,
      credentials: { customer: typeof credential === "function" ? credential : () => credential },
    },
    { logger: false, ...options },
  );
}
