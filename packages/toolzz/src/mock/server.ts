import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type OperationName,
  type VendorRecording,
} from "@kelaskit/core/testing";
import type { Toolzz } from "../client.ts";
import { login } from "../auth.ts";
import { mockClasses } from "./classes.ts";
import { mockCourses } from "./courses.ts";
import { mockPlans } from "./plans.ts";
import type { ToolzzSeed } from "./records.ts";
import { errorReply } from "./reply.ts";
import { ToolzzStore } from "./store.ts";
import { ToolzzTokens } from "./tokens.ts";
import { mockUsers } from "./users.ts";

/** Settings of a Toolzz mock. */
export interface MockToolzzOptions {
  /** The base URL that the mock answers to. @default "https://kong.api.toolzz.com.br" */
  readonly baseUrl?: string;
  /** The initial data. @default 35 packages, 24 courses with their classes, three users, three schools */
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
  /** The mock's data, for assertions. */
  readonly store: ToolzzStore;
  /** Expires every token now: the next request with one is answered with 401. */
  expireTokens(): void;
}

/** Every option, to refuse unknown ones. */
const optionNames: Readonly<Record<keyof MockToolzzOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  email: true,
  institutionCode: true,
  password: true,
  pageKeys: true,
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
  const store = new ToolzzStore(options.seed ?? {});
  const tokens = new ToolzzTokens({ email, institutionCode, password });
  const server = createMockServer<OperationName<Toolzz>>({
    baseUrl: options.baseUrl ?? "https://kong.api.toolzz.com.br",
    routes: options.routes ?? {},
    like: options.like,
    maxRequests: options.maxRequests,
    error: errorReply,
    guard: (operation, request) => (operation === "auth.login" ? undefined : tokens.check(request)),
    reset() {
      store.reset();
      tokens.reset();
    },
  });
  server.on(login, ({ params }) => tokens.logIn(params.email, params.institution_code, params.password));
  mockPlans(server, store, options.pageKeys ?? "laravel");
  mockUsers(server, store, institutionCode);
  mockCourses(server, store);
  mockClasses(server, store);
  server.checkRoutes();
  return {
    ...server,
    credentials: { email, institutionCode, password },
    store,
    expireTokens() {
      tokens.expire();
    },
  };
}
