import { cases } from "@kelaskit/test-support/depth";
import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { type Client, KelasError } from "@kelaskit/core";
import type { DeclaredOperation, Failure, MockServer } from "@kelaskit/core/testing";
import { createMitrabunsoClient, prices } from "@kelaskit/mitrabunso";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { auth, courses, createScalevClient, me } from "@kelaskit/scalev";
import { createMockScalev, mockUuid } from "@kelaskit/scalev/mock";
import { createSkilvulClient, oauth, orders, products, users as learners } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { classes, createToolzzClient, plans, users } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  readFacts,
  readOperations,
  resourceFiles,
} from "../../packages/academy-of-mine/test/support/facts.ts";

type Params = Readonly<Record<string, unknown>>;

/** A mock, a client for it, and what can be done to it besides calls. */
interface Subject {
  readonly mock: MockServer & { readonly store: object };
  readonly connect: () => Client;
  readonly meddle: readonly (() => void)[];
}

interface Vendor {
  readonly create: () => Subject;
  readonly calls: readonly (readonly [DeclaredOperation, Params])[];
}

const quiet = { logger: false, retries: 0, unverifiedRoutes: "allow" } as const;

function ofSkilvul(): Subject {
  const mock = createMockSkilvul();
  return {
    mock,
    connect: () => createSkilvulClient({ ...mock.credentials, ...quiet, fetch: mock.fetch }),
    meddle: [
      () => {
        mock.expireTokens({ refreshTokens: true });
      },
      () => {
        mock.store.own("learner@example.com", "ckproduct0000000000000003");
      },
    ],
  };
}

function ofToolzz(): Subject {
  const mock = createMockToolzz();
  return {
    mock,
    connect: () => createToolzzClient({ ...mock.credentials, ...quiet, fetch: mock.fetch }),
    meddle: [
      () => {
        mock.expireTokens();
      },
      () => {
        mock.store.addUser({ email: "ann@example.com", name: "Ann", schools: [1], permission: 4 });
      },
    ],
  };
}

function ofScalev(): Subject {
  const mock = createMockScalev();
  return {
    mock,
    connect: () =>
      createScalevClient({ ...mock.credentials, ...quiet, tokens: mock.logIn(), fetch: mock.fetch }),
    meddle: [
      () => {
        mock.expireTokens({ refreshTokens: true });
      },
      () => {
        mock.store.passwordResets.push("ann@example.com");
      },
    ],
  };
}

function ofMitrabunso(): Subject {
  const mock = createMockMitrabunso();
  const client = { ...quiet, fetch: mock.fetch, allowInsecureHttp: true };
  return {
    mock,
    connect: () => createMitrabunsoClient({ ...mock.credentials, ...client }),
    meddle: [
      () => {
        mock.expireTokens();
      },
    ],
  };
}

function ofAcademy(): Subject {
  const mock = createMockAcademyOfMine();
  const { store } = mock;
  return {
    mock,
    connect: () => createAcademyOfMineClient({ ...mock.credentials, ...quiet, fetch: mock.fetch }),
    meddle: [
      () => {
        mock.replaceToken("another-token");
      },
      () => {
        for (const user of store.users.values()) user.firstName = "Ann";
        for (const portal of store.portals.values()) portal.members.clear();
        store.autoEnrolledCourses = [1, 2];
      },
      () => {
        store.addUser({ firstName: "Ann", lastName: "A", email: "ann@example.com" });
      },
    ],
  };
}

/** The vendor's samples, with ids that exist in the mock: it counts from 1. */
async function academyCalls(): Promise<Vendor["calls"]> {
  const calls: (readonly [DeclaredOperation, Params])[] = [];
  for (const file of resourceFiles) {
    const operations = await readOperations(file);
    for (const { operation, call } of readFacts(file)) {
      const exported = operations.get(operation.replace(/^.*\./, ""));
      if (exported === undefined) throw new Error(`${operation} is not declared`);
      for (const id of [1, 2, 30]) calls.push([exported, withIds(call, id) as Params]);
    }
  }
  return calls;
}

function withIds(value: unknown, id: number): unknown {
  if (typeof value === "number") return id;
  if (Array.isArray(value)) return value.map((item) => withIds(item, id));
  if (typeof value !== "object" || value === null || value instanceof Blob) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withIds(field, id)]));
}

const skilvulOrder = { user: { email: "learner@example.com" }, productIds: ["ckproduct0000000000000002"] };
const toolzzPlan = "00000000-0000-4001-8000-000000000002";
const product = { productId: "bbbbbbbb-0000-4000-8000-000000000001" };
const price = { price: 50_000, shop: "x", startDate: "2026-01-01 00:00:00", endDate: "2026-12-31 00:00:00" };
const lesson = { contentUuid: mockUuid("content", 101) };
const login = { email: "learner@example.com", password: "demo-password" };

const vendors: Readonly<Record<string, Vendor>> = {
  Skilvul: {
    create: ofSkilvul,
    calls: [
      [oauth.createToken, { clientId: "demo", clientSecret: "demo-secret" }],
      [orders.create, skilvulOrder],
      [orders.create, { ...skilvulOrder, user: { email: "new@example.com" } }],
      [products.canBuy, { productId: "ckproduct0000000000000002", email: "learner@example.com" }],
      [products.list, {}],
      [learners.get, { userId: "ckuser0000000000000000001" }],
      [learners.get, { userId: "cknewuser0000000000000001" }],
      [learners.update, { userId: "ckuser0000000000000000001", firstName: "Ann" }],
      [learners.logout, { userId: "ckuser0000000000000000001" }],
    ],
  },
  Toolzz: {
    create: ofToolzz,
    calls: [
      [plans.enroll, { planUuid: toolzzPlan, email: "ann@example.com", nome: "Ann", schools: [1] }],
      [plans.removeUser, { planUuid: "00000000-0000-4001-8000-000000000001", email: "owner@example.com" }],
      [plans.listUsers, { planUuid: toolzzPlan }],
      [plans.listUsers, { planUuid: "00000000-0000-4001-8000-000000000001" }],
      [users.find, { by: "email", value: "ann@example.com" }],
      [users.find, { by: "email", value: "learner@example.com" }],
      [
        users.create,
        { email: "bea@example.com", name: "Bea", schools: [1], permission: 4, password: "pw-1234567" },
      ],
      [classes.attach, { classId: "101", users: [{ id: 2 }] }],
    ],
  },
  Scalev: {
    create: ofScalev,
    calls: [
      [auth.login, login],
      [auth.startPasswordReset, { email: "learner@example.com" }],
      [auth.savePassword, { token: "reset-learner@example.com", password: "another-password" }],
      [me.get, {}],
      [me.update, { name: "Ann" }],
      [courses.getContent, lesson],
      [courses.updateProgress, { ...lesson, progress: 62.5 }],
      [auth.verifyOtp, { email: "otp@example.com", otp: "123456" }],
      [auth.login, { email: "otp@example.com", password: "demo-password" }],
    ],
  },
  Mitrabunso: {
    create: ofMitrabunso,
    calls: [
      [prices.list, { ...product, limit: 50 }],
      [prices.create, { ...product, ...price }],
      [prices.get, { ...product, priceId: "cccccccc-0000-4000-8000-000000900001" }],
      [prices.delete, { ...product, priceId: "cccccccc-0000-4000-8000-000000000001" }],
      [prices.update, { ...product, ...price, priceId: "cccccccc-0000-4000-8000-000000000002" }],
    ],
  },
  "Academy of Mine": { create: ofAcademy, calls: await academyCalls() },
};

/** The fields of replies that are tokens. Those of a reset mock are others than a new one's: it never issues one again that a client may have. */
const tokenFields = new Set(["access", "refresh", "accessToken", "refreshToken", "access_token", "token"]);

/** The outcome of a call. */
async function answerTo(client: Client, [{ declaration }, params]: Vendor["calls"][number]): Promise<string> {
  try {
    const { data } = await client["~execute"](declaration, params, {});
    return JSON.stringify([declaration.name, data], (name, value: unknown) =>
      tokenFields.has(name) ? typeof value : value,
    );
  } catch (error) {
    if (!KelasError.isInstance(error)) throw error;
    return `${declaration.name}: ${error.message}`;
  }
}

async function answersOf(client: Client, calls: Vendor["calls"]): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const call of calls) answers.push(await answerTo(client, call));
  return answers;
}

const failures = fc.oneof(
  fc.record({ lost: fc.constantFrom("request", "reply") }),
  fc.record({ status: fc.constantFrom(200, 401, 404, 429, 503) }),
) as fc.Arbitrary<Failure>;

beforeEach(() => {
  // Prices and tokens contain the time of their creation.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-02T08:00:00Z") });
  return () => vi.useRealTimers();
});

describe.each(Object.entries(vendors))("reset() of the mock of %s", (_, { create, calls }) => {
  const someCalls = fc.array(fc.constantFrom(...calls), { minLength: 1, maxLength: 12 });
  const meddling = fc.array(fc.nat(9), { maxLength: 3 });
  const planned = fc.array(fc.tuple(fc.constantFrom(...calls), failures, fc.integer({ min: 1, max: 3 })), {
    maxLength: 3,
  });

  it("makes it answer like a new one, whatever has happened", async () => {
    await fc.assert(
      fc.asyncProperty(someCalls, planned, meddling, someCalls, async (before, faults, deeds, after) => {
        const used = create();
        const client = used.connect();
        const half = Math.ceil(before.length / 2);
        await answersOf(client, before.slice(0, half));
        for (const [[{ declaration }], failure, times] of faults)
          used.mock.fail(declaration.name, failure, { times });
        for (const deed of deeds) used.meddle[deed % used.meddle.length]?.();
        await answersOf(client, before.slice(half));

        used.mock.reset();

        const fresh = create();
        expect(used.mock.requests).toEqual([]);
        expect(used.mock.store).toEqual(fresh.mock.store);
        expect(await answersOf(used.connect(), after)).toEqual(await answersOf(fresh.connect(), after));
        expect(used.mock.requests.map(({ path }) => path)).toEqual(
          fresh.mock.requests.map(({ path }) => path),
        );
      }),
      { numRuns: cases(8) },
    );
  });

  it("does so for what holds its store, which stays the same object", () => {
    const { mock } = create();
    const { store } = mock;
    mock.reset();
    expect(mock.store).toBe(store);
  });
});
