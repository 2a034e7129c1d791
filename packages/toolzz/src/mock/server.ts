import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type OperationName,
  type VendorRecording,
} from "@kelaskit/core/testing";
import type { Toolzz } from "../client.ts";
import { mockAuth, refusal } from "./auth.ts";
import { mockClasses } from "./classes.ts";
import { mockContents } from "./contents.ts";
import { mockCourses } from "./courses.ts";
import { mockLibrary } from "./library.ts";
import { mockPlans } from "./plans.ts";
import type { ToolzzSeed } from "./records.ts";
import { errorReply } from "./reply.ts";
import { mockReports } from "./reports.ts";
import { mockSchools } from "./schools.ts";
import { ToolzzStore } from "./store.ts";
import { ToolzzTokens } from "./tokens.ts";
import { mockUsers } from "./users.ts";

/** Settings of a Toolzz mock. */
export interface MockToolzzOptions {
  /** The base URL that the mock answers to. @default "https://kong.api.toolzz.com.br" */
  readonly baseUrl?: string;
  /** The base URLs of further servers. Their operations are answered at `baseUrl`, too. @default the documented address of the library, and `https://lms.example.com` for the institution's own domain */
  readonly servers?: Partial<MockToolzz["servers"]>;
  /** The initial data. @default 35 packages, 24 courses with their classes, contents and progress, three users, three schools */
  readonly seed?: ToolzzSeed;
  /** The routes that your client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: the content of a `verified.json` of `kelaskit verify`. Routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** How many requests are kept in `requests`; beyond that, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The e-mail address that the mock accepts. @default "admin@example.com" */
  readonly email?: string;
  /** The institution code that the mock accepts. @default "demo" */
  readonly institutionCode?: string;
  /** The password that the mock accepts. @default "demo-password" */
  readonly password?: string;
  /** The keys of a page of packages: all of Laravel's, or only `current_page` and `data`, as the vendor prints them. @default "laravel" */
  readonly pageKeys?: "laravel" | "documented";
}

/** A Toolzz in memory. */
export interface MockToolzz extends MockServer<OperationName<Toolzz>> {
  /** The account that the mock accepts. Pass it to a client: `createToolzz({ ...mock.credentials })`. */
  readonly credentials: {
    readonly email: string;
    readonly institutionCode: string;
    readonly password: string;
  };
  /** The base URLs of further servers that the mock answers to. Pass them to a client without `baseUrl` that reads reports of the institution's own domain. */
  readonly servers: { readonly library: string; readonly institution: string };
  /** The mock's data, for assertions. */
  readonly store: ToolzzStore;
  /** Expires every token now: the next request with one is answered with 401. */
  expireTokens(): void;
}

/** Every option, to refuse unknown ones. */
const optionNames: Readonly<Record<keyof MockToolzzOptions, true>> = {
  baseUrl: true,
  servers: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  email: true,
  institutionCode: true,
  password: true,
  pageKeys: true,
};

const documentedServers: MockToolzz["servers"] = {
  library: "https://lxp.prod.api.toolzz.media",
  institution: "https://lms.example.com",
};

/**
 * Creates a Toolzz in memory: enrolled learners are listed, tokens can expire, lists have pages. Pass its `fetch` to a
 * client or its `handlers(http)` to msw, or serve it over HTTP with `serve` from `@kelaskit/core/testing/node`.
 *
 * @example
 * ```ts
 * const mock = createMockToolzz();
 * const toolzz = createToolzz({ ...mock.credentials, fetch: mock.fetch });
 * const planUuid = "00000000-0000-4001-8000-000000000002";
 * await toolzz.plans.enroll({ planUuid, email: "learner@example.com", nome: "Aluna Exemplo", schools: [1] });
 * expect(mock.store.learnersOf(planUuid)).toHaveLength(1);
 * ```
 */
export function createMockToolzz(options: MockToolzzOptions = {}): MockToolzz {
  checkMockOptions("createMockToolzz", options, optionNames);
  const { email = "admin@example.com", institutionCode = "demo", password = "demo-password" } = options;
  checkMockOptions("createMockToolzz: servers", options.servers ?? {}, documentedServers);
  const servers = { ...documentedServers, ...options.servers };
  const store = new ToolzzStore(options.seed ?? {});
  const tokens = new ToolzzTokens({ email, institutionCode, password });
  const server = createMockServer<OperationName<Toolzz>>({
    baseUrl: options.baseUrl ?? "https://kong.api.toolzz.com.br",
    servers,
    routes: options.routes ?? {},
    like: options.like,
    maxRequests: options.maxRequests,
    error: errorReply,
    guard: (operation, request) =>
      operation === "auth.login" ? undefined : refusal(operation, tokens.holderOf(request), store),
    reset() {
      store.reset();
      tokens.reset();
    },
  });
  mockAuth(server, store, tokens, { institutionCode, platform: servers.institution });
  mockPlans(server, store, options.pageKeys ?? "laravel");
  mockUsers(server, store, institutionCode);
  mockCourses(server, store);
  mockClasses(server, store);
  mockContents(server, store);
  mockLibrary(server, store);
  mockReports(server, store, servers.institution);
  mockSchools(server, store, servers.institution);
  server.checkRoutes();
  return {
    ...server,
    credentials: { email, institutionCode, password },
    servers,
    store,
    expireTokens() {
      tokens.expire();
    },
  };
}
