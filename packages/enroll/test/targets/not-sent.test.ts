import { failureOf } from "@kelaskit/test-support/failure";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import {
  type ClientOptions,
  ConnectionError,
  KelasError,
  type Limiter,
  type TokenStore,
} from "@kelaskit/core";
import { fileTokenStore } from "@kelaskit/core/node";
import type { MockServer } from "@kelaskit/core/testing";
import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createToolzz } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { academyCourse, academyLearningPath } from "../../src/targets/academy-of-mine.ts";
import { rowsOf, RunStoppedError, runEnrollment, type Target } from "../../src/index.ts";
import { skilvulOrders } from "../../src/targets/skilvul.ts";
import { toolzzPlan } from "../../src/targets/toolzz.ts";
import { newJournal } from "../support/targets.ts";

beforeEach(() => {
  // The waits between tries end at once.
  vi.spyOn(Math, "random").mockReturnValue(0);
});

/** A target, and a vendor that counts what it was asked to carry out. */
interface Case {
  readonly target: Target;
  /** A record for a learner of this number. */
  readonly record: (number: number) => Readonly<Record<string, unknown>>;
  /** The learners of every order and enrollment that came in, each as often as it came. */
  readonly carriedOut: () => readonly string[];
}

/** What is told to the clients: the token service works or does not, and how the client is set up besides. */
interface Trouble {
  readonly token?: () => void;
  readonly failTokens?: (mock: MockServer, operation: string) => void;
  readonly options?: ClientOptions;
}

function sentTo(
  mock: MockServer,
  operation: string,
  learnersOf: (params: Readonly<Record<string, unknown>>) => unknown,
) {
  return () =>
    mock.requests
      .filter((request) => request.operation === operation)
      .flatMap(({ params }) => learnersOf(params))
      .map(String);
}

function skilvul({ failTokens, options }: Trouble): Case {
  const mock = createMockSkilvul();
  failTokens?.(mock, "oauth.createToken");
  const client = createSkilvul({ ...mock.credentials, fetch: mock.fetch, logger: false, ...options });
  return {
    target: skilvulOrders(client, { item: { kind: "product", id: "ckproduct0000000000000002" } }),
    record: (number) => ({ email: `learner${number}@example.com` }),
    carriedOut: sentTo(mock, "orders.create", ({ user }) => (user as { readonly email: string }).email),
  };
}

function toolzz({ failTokens, options }: Trouble): Case {
  const mock = createMockToolzz();
  failTokens?.(mock, "auth.login");
  const client = createToolzz({ ...mock.credentials, fetch: mock.fetch, logger: false, ...options });
  return {
    target: toolzzPlan(client, { planUuid: "00000000-0000-4001-8000-000000000002", schools: [1] }),
    record: (number) => ({ email: `learner${number}@example.com`, nome: `Learner ${number}` }),
    carriedOut: sentTo(mock, "plans.enroll", ({ email }) => email),
  };
}

function academyClient({ token, options }: Trouble) {
  const mock = createMockAcademyOfMine();
  const client = createAcademyOfMine({
    ...mock.credentials,
    fetch: mock.fetch,
    unverifiedRoutes: "allow",
    logger: false,
    token: async () => {
      token?.();
      return mock.credentials.token;
    },
    ...options,
  });
  return { mock, client };
}

/** New learners, who are searched, created and enrolled: three requests a row. */
const newLearner = (number: number) => ({
  email: `new${number}@example.com`,
  firstName: "New",
  lastName: `Number ${number}`,
});

function academyCourses(trouble: Trouble): Case {
  const { mock, client } = academyClient(trouble);
  return {
    target: academyCourse(client, { courseId: 2, batchSize: 2 }),
    record: newLearner,
    carriedOut: sentTo(mock, "courses.enroll", ({ studentIds }) => studentIds),
  };
}

function academyPaths(trouble: Trouble): Case {
  const { mock, client } = academyClient(trouble);
  return {
    target: academyLearningPath(client, { learningPathId: 2, batchSize: 1 }),
    record: newLearner,
    carriedOut: sentTo(mock, "learningPaths.enroll", ({ studentIds }) => studentIds),
  };
}

const withTokenService = [
  ["skilvul-orders", skilvul],
  ["toolzz-plan", toolzz],
] as const;
const withTokenFunction = [
  ["academy-course", academyCourses],
  ["academy-learning-path", academyPaths],
] as const;

function run({ target, record }: Case, rows: number, journal: string) {
  const records = Array.from({ length: rows }, (_, index) => record(index + 1));
  const source = rowsOf(() => records, { name: "learners", fields: target.fields });
  return runEnrollment({ target, source, journal, settleAfter: 0, concurrency: 2 });
}

/** Runs until the trouble stops the run, then without trouble: nothing may be lost and nothing be sent twice. */
async function expectPutBack(given: Case, rows: number, mend: () => void): Promise<RunStoppedError> {
  const journal = newJournal();
  const stopped = await failureOf(run(given, rows, journal));
  if (!RunStoppedError.isInstance(stopped)) throw new Error("Expected a stopped run.", { cause: stopped });
  expect(stopped.report).toMatchObject({ pending: rows, done: 0, failed: 0, unknown: 0 });
  expect(given.carriedOut()).toEqual([]);

  mend();

  expect(await run(given, rows, journal)).toMatchObject({ finished: true, done: rows });
  const learners = given.carriedOut();
  expect(learners).toHaveLength(rows);
  expect(new Set(learners).size).toBe(rows);
  return stopped;
}

// Fewer than count as a vendor that is down, and more.
const sizes = [3, 21];

describe.each(sizes)("%i rows are put back and sent once when", (rows) => {
  describe.each(withTokenService)("the token service of %s", (_name, make) => {
    it.each([
      ["answers 500", { status: 500 }],
      ["answers with a page", { status: 200, body: "<p>Soon.</p>" }],
      ["loses requests", { lost: "request" }],
      ["loses its replies", { lost: "reply" }],
      ["refuses the account", { status: 401 }],
      ["finds a field of the login wrong", { status: 422 }],
      ["is busy for long", { status: 429, retryAfter: 7200 }],
    ] as const)("%s", async (_what, failure) => {
      let mock: MockServer | undefined;
      const given = make({
        failTokens: (server, operation) => {
          mock = server;
          server.fail(operation, failure, { times: Infinity });
        },
      });
      await expectPutBack(given, rows, () => mock?.clear());
    });
  });

  describe.each(withTokenFunction)("the function that gives the token for %s", (_name, make) => {
    it.each([
      ["an error", new Error("the vault is sealed")],
      ["a text", "sealed"],
      ["nothing", undefined],
      [
        "an error of a request of its own",
        new ConnectionError(
          "GET /secret: cut",
          { vendor: "vault", operation: "get", method: "GET", path: "/", attempts: 1, outcome: "unknown" },
          "ECONNRESET",
        ),
      ],
    ])("rejects with %s", async (_what, reason) => {
      let isSealed = true;
      const given = make({
        token: () => {
          if (isSealed) throw reason as Error;
        },
      });
      await expectPutBack(given, rows, () => {
        isSealed = false;
      });
    });
  });

  it.each([...withTokenService, ...withTokenFunction])("the limiter of %s fails", async (_name, make) => {
    class LimitsGone extends KelasError {}
    let isGone = true;
    const limiter: Limiter = {
      acquire: async () => {
        if (isGone) throw new LimitsGone("The limits are gone.");
        return () => undefined;
      },
      pauseUntil: () => undefined,
    };
    const stopped = await expectPutBack(make({ options: { limiter } }), rows, () => {
      isGone = false;
    });
    expect(stopped.message).toContain("was not sent: the limiter failed: The limits are gone");
  });

  it.each(withTokenService)("the folder for the tokens of %s cannot be made", async (_name, make) => {
    const folder = mkdtempSync(join(tmpdir(), "tokens-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const path = join(folder, "taken");
    writeFileSync(path, "a file, where the folder should be");

    await expectPutBack(make({ options: { tokenStore: fileTokenStore(join(path, "tokens")) } }), rows, () => {
      rmSync(path);
    });
  });

  it.each(withTokenService)("the tokens of %s cannot be kept", async (_name, make) => {
    let isFull = true;
    const tokenStore: TokenStore = {
      get: async () => undefined,
      set: async () => undefined,
      delete: async () => undefined,
      lock: async (_key, task) => {
        if (isFull) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        return task();
      },
    };
    await expectPutBack(make({ options: { tokenStore } }), rows, () => {
      isFull = false;
    });
  });
});

describe("a hiccup of the token service", () => {
  const hiccups = [{ status: 500 }, { lost: "request" }, { lost: "reply" }] as const;
  const cases = withTokenService.flatMap(([name, make]) =>
    hiccups.flatMap((hiccup) => [1, 3, 4].map((times) => ({ name, make, hiccup, times }))),
  );

  it.each(cases)("of $name delays rows: $hiccup, $times times", async ({ make, hiccup, times }) => {
    const given = make({
      failTokens: (server, operation) => {
        server.fail(operation, hiccup, { times });
      },
    });
    expect(await run(given, 5, newJournal())).toMatchObject({ finished: true, done: 5 });
    expect(new Set(given.carriedOut()).size).toBe(5);
    expect(given.carriedOut()).toHaveLength(5);
  });
});

describe("trouble after the order", () => {
  it("does not make a purchase that was placed look as if it had not been sent", async () => {
    const mock = createMockSkilvul();
    let slots = 0;
    const limiter: Limiter = {
      // The token, the order, and then nothing.
      acquire: async () => {
        slots += 1;
        if (slots > 2) throw new Error("The limits are gone.");
        return () => undefined;
      },
      pauseUntil: () => undefined,
    };
    const client = createSkilvul({ ...mock.credentials, fetch: mock.fetch, logger: false, limiter });
    const target = skilvulOrders(client, { item: { kind: "product", id: "cknothing" } });
    const source = rowsOf(() => [{ email: "ann@example.com" }], { name: "ann", fields: target.fields });

    const report = await runEnrollment({ target, source, journal: newJournal() });

    expect(report).toMatchObject({ finished: true, failed: 1, pending: 0 });
    expect(mock.requests.filter(({ operation }) => operation === "orders.create")).toHaveLength(1);
  });

  it("does not enroll or create a new learner twice", async () => {
    const mock = createMockAcademyOfMine();
    let asked = 0;
    const client = createAcademyOfMine({
      ...mock.credentials,
      fetch: mock.fetch,
      unverifiedRoutes: "allow",
      logger: false,
      // The search and the new account, and then nothing for the enrollment of the first pass.
      token: async () => {
        asked += 1;
        if (asked === 3) throw new Error("the vault is sealed");
        return mock.credentials.token;
      },
    });
    const target = academyCourse(client, { courseId: 2 });
    const source = rowsOf(() => [newLearner(1)], { name: "new", fields: target.fields });

    expect(await runEnrollment({ target, source, journal: newJournal() })).toMatchObject({ done: 1 });

    const operations = mock.requests.map(({ operation }) => operation);
    expect(operations).toEqual(["users.list", "users.create", "courses.enroll"]);
  });
});
