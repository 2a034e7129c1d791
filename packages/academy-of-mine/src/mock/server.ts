import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type MockServerBuilder,
  type OperationName,
} from "@kelaskit/core/testing";
import type { AcademyOfMine } from "../client.ts";
import * as academy from "../index.ts";
import { mockCategories } from "./categories.ts";
import { mockCourses } from "./courses.ts";
import { mockLearningPaths } from "./learning-paths.ts";
import { mockOrders } from "./orders.ts";
import { mockPortals } from "./portals.ts";
import { errorReply, invalidReply } from "./reply.ts";
import { answerWithSamples } from "./sampled.ts";
import type { AcademySeed } from "./records.ts";
import { AcademyStore } from "./store.ts";
import { mockUsers } from "./users.ts";

/** Settings of an Academy of Mine mock. */
export interface MockAcademyOfMineOptions {
  /** The address that it answers to. @default "https://demo.aomlms.com/api" */
  readonly baseUrl?: string;
  /**
   * What it contains at its start. @default 60 users, 24 courses, six learning paths, three portals, twelve orders, 18
   * categories
   */
  readonly seed?: AcademySeed;
  /** The routes that your client was given in place of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** How many requests are kept in `requests`; of more, the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The API key that it lets in. @default "demo-token" */
  readonly token?: string;
}

/** An Academy of Mine in memory. */
export interface MockAcademyOfMine extends MockServer<OperationName<AcademyOfMine>> {
  /** What a client needs to be let in: `createAcademyOfMine({ ...mock.credentials })`. */
  readonly credentials: {
    readonly baseUrl: string;
    readonly token: string;
  };
  /** Its content, for assertions. */
  readonly store: AcademyStore;
  /** From now on lets in this API key and no other, as when an administrator makes a new one. */
  replaceToken(token: string): void;
}

/** The server, with a list of the operations that it answers so far. */
function listening(server: MockServerBuilder, answered: Set<string>): MockServerBuilder {
  return {
    ...server,
    on(operation, reply) {
      answered.add(operation.declaration.name);
      server.on(operation, reply);
    },
  };
}

/** Every option, to find those that do not exist. */
const optionNames: Readonly<Record<keyof MockAcademyOfMineOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  maxRequests: true,
  token: true,
};

/**
 * Creates an Academy of Mine in memory. Users, courses, enrollments, learning paths, portals, orders and categories are
 * real: what is created is listed, who is enrolled is in the reports. Everything else answers with the samples of the
 * vendor's pages, lists on real pages. Give its `fetch` to a client, its `handlers(http)` to msw, or serve it over HTTP
 * with `serve` of `@kelaskit/core/testing/node`.
 *
 * @example
 * ```ts
 * const mock = createMockAcademyOfMine();
 * const academy = createAcademyOfMine({ ...mock.credentials, fetch: mock.fetch, unverifiedRoutes: "allow" });
 * await academy.courses.enroll({ id: 2, studentIds: [4, 5] });
 * expect(mock.store.enrollmentsIn("course", 2)).toHaveLength(2);
 * ```
 */
export function createMockAcademyOfMine(options: MockAcademyOfMineOptions = {}): MockAcademyOfMine {
  checkMockOptions("createMockAcademyOfMine", options, optionNames);
  const { baseUrl = "https://demo.aomlms.com/api" } = options;
  const firstToken = options.token ?? "demo-token";
  let token = firstToken;
  const store = new AcademyStore(options.seed);
  const answered = new Set<string>();
  const server = createMockServer<OperationName<AcademyOfMine>>({
    baseUrl,
    routes: options.routes ?? {},
    maxRequests: options.maxRequests,
    error: errorReply,
    invalid: invalidReply,
    guard: (_operation, request) =>
      request.headers.get("authorization") === `Bearer ${token}`
        ? undefined
        : errorReply(401, "Unauthenticated."),
    reset() {
      store.reset();
      token = firstToken;
    },
  });
  const builder = listening(server, answered);
  mockUsers(builder, store);
  mockCourses(builder, store);
  mockLearningPaths(builder, store);
  mockPortals(builder, store);
  mockOrders(builder, store);
  mockCategories(builder, store);
  for (const resource of Object.values(academy)) {
    if (typeof resource === "object") answerWithSamples(server, resource, answered);
  }
  server.checkRoutes();
  return {
    ...server,
    credentials: { baseUrl, token: firstToken },
    store,
    replaceToken(next) {
      token = next;
    },
  };
}
