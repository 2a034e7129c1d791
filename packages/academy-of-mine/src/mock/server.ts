import {
  checkMockOptions,
  createMockServer,
  type MockServer,
  type MockServerBuilder,
  type OperationName,
  type VendorRecording,
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
  /** The routes that your client uses instead of the declared ones. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What the vendor really does: the content of a `verified.json` of `kelaskit verify`. Routes, missing fields, page sizes and refusals are then as recorded. */
  readonly like?: VendorRecording | undefined;
  /** The maximum number of requests in `requests`; the oldest are dropped. @default 10000 */
  readonly maxRequests?: number;
  /** The API key that it accepts. @default "demo-token" */
  readonly token?: string;
}

/** An in-memory Academy of Mine. */
export interface MockAcademyOfMine extends MockServer<OperationName<AcademyOfMine>> {
  /** The options for a client of the mock: `createAcademyOfMine({ ...mock.credentials })`. */
  readonly credentials: {
    readonly baseUrl: string;
    readonly token: string;
  };
  /** Its content, for assertions. */
  readonly store: AcademyStore;
  /** Accepts only this API key from now on, as if an administrator had created a new one. */
  replaceToken(token: string): void;
}

/** The server, which records the operations that it answers. */
function listening(server: MockServerBuilder, answered: Set<string>): MockServerBuilder {
  return {
    ...server,
    on(operation, reply) {
      answered.add(operation.declaration.name);
      server.on(operation, reply);
    },
  };
}

/** All options, to find unknown ones. */
const optionNames: Readonly<Record<keyof MockAcademyOfMineOptions, true>> = {
  baseUrl: true,
  seed: true,
  routes: true,
  like: true,
  maxRequests: true,
  token: true,
};

/**
 * Creates an in-memory Academy of Mine. Users, courses, enrollments, learning paths, portals, orders and categories are
 * stateful: created records are listed, enrolled users are in the reports. All other operations return the samples of
 * the vendor's pages, lists in real pages. Pass its `fetch` to a client, its `handlers(http)` to msw, or serve it over
 * HTTP with `serve` of `@kelaskit/core/testing/node`.
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
    like: options.like,
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
