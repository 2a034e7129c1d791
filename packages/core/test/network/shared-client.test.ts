import { cases } from "@kelaskit/test-support/depth";
import { AsyncLocalStorage } from "node:async_hooks";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { LimiterOptions } from "../../src/index.ts";
import { bearer } from "../../src/vendor.ts";
import { createWarung } from "../support/client.ts";
import { withoutBackoff } from "../support/fake-fetch.ts";

beforeEach(withoutBackoff);

/** Lets others run, so often. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

/** What one user does, and what becomes of it. */
interface UserStory {
  /** How long the token takes, in turns; a function that is not asynchronous takes none. */
  readonly tokenTurns: number | undefined;
  readonly answerTurns: number;
  /** What the vendor answers, in this order, before it agrees. */
  readonly statuses: readonly (401 | 429 | 503)[];
  readonly method: "GET" | "POST" | "PUT";
}

const stories: fc.Arbitrary<UserStory> = fc.record({
  tokenTurns: fc.option(fc.nat(12), { nil: undefined }),
  answerTurns: fc.nat(12),
  statuses: fc.array(fc.constantFrom(401, 429, 503), { maxLength: 3 }),
  method: fc.constantFrom("GET", "POST", "PUT"),
});

const limiters: fc.Arbitrary<LimiterOptions | undefined> = fc.option(
  fc.record({ concurrency: fc.integer({ min: 1, max: 3 }) }),
  { nil: undefined },
);

/** One client for all users: the token is that of the user whose call it is. */
function sharedShop(users: readonly UserStory[], limiter: LimiterOptions | undefined) {
  const storage = new AsyncLocalStorage<number>();
  const renewals = users.map(() => 0);
  const answered = users.map(() => 0);
  const sent: { readonly user: number; readonly authorization: string | null; readonly expected: string }[] =
    [];
  const tokenOf = (user: number): string => `token-of-user-${user}-number-${renewals[user]}`;
  const source = () => {
    const user = storage.getStore() ?? -1;
    const wait = users[user]?.tokenTurns;
    return wait === undefined ? tokenOf(user) : turns(wait).then(() => tokenOf(user));
  };
  const client = createWarung({
    limiter,
    credential: bearer(source),
    async fetch(input, init) {
      const { headers } = new Request(input, init);
      const user = Number(headers.get("x-user"));
      sent.push({
        user,
        authorization: headers.get("authorization"),
        expected: `Bearer ${tokenOf(user)}`,
      });
      const status = users[user]?.statuses[answered[user] ?? 0] ?? 200;
      answered[user] = (answered[user] ?? 0) + 1;
      await turns(users[user]?.answerTurns ?? 0);
      if (status === 401) renewals[user] = (renewals[user] ?? 0) + 1;
      return Response.json({ user }, { status });
    },
  });
  const call = (user: number) =>
    storage.run(user, () =>
      client.request(users[user]?.method ?? "GET", "/me", { headers: { "x-user": String(user) } }),
    );
  return { sent, call };
}

describe("one client for many users", () => {
  it("sends every request with its own user's token, tries and renewals included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stories, { minLength: 2, maxLength: 8 }),
        limiters,
        async (users, limiter) => {
          const { sent, call } = sharedShop(users, limiter);

          const results = await Promise.allSettled(users.map((_story, user) => call(user)));

          for (const { authorization, expected } of sent) expect(authorization).toBe(expected);
          expect(new Set(sent.map(({ user }) => user)).size).toBe(users.length);
          for (const [user, { statuses }] of users.entries()) {
            if (statuses.length > 0) continue;
            expect(results[user]).toEqual({ status: "fulfilled", value: { user } });
          }
        },
      ),
      { numRuns: cases(40) },
    );
  });

  it("takes the token of whoever made the call, wherever it is awaited", async () => {
    const users = [
      { tokenTurns: 3, answerTurns: 0, statuses: [], method: "GET" },
      { tokenTurns: undefined, answerTurns: 0, statuses: [], method: "GET" },
    ] as const;
    const { sent, call } = sharedShop(users, undefined);

    const waiting = [call(0), call(1)];
    await new AsyncLocalStorage<number>().run(7, () => Promise.all(waiting));

    expect(sent.map(({ authorization }) => String(authorization)).toSorted()).toEqual([
      "Bearer token-of-user-0-number-0",
      "Bearer token-of-user-1-number-0",
    ]);
  });
});
