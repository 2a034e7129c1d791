import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { RateLimitError } from "../../src/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

const now = Date.UTC(2026, 0, 15, 3, 0, 0);

// Loads what is loaded with the first calls: a clock that is turned by hand does not wait for it.
beforeAll(async () => {
  const { fetch } = vendorOf({ status: 429, headers: { "retry-after": "0" } });
  await get(createWarung({ fetch, limiter: { concurrency: 1 } }));
});
beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

type HeaderLines = Readonly<Record<string, string>>;

/** A vendor that gives each request the next answer, and an item from then on; notes when each came, from the start. */
function vendorOf(...answers: readonly { readonly status: number; readonly headers: HeaderLines }[]) {
  const start = Date.now();
  const times: number[] = [];
  const fake = fakeFetch(() => {
    const answer = answers[times.length];
    times.push(Date.now() - start);
    return answer === undefined ? Response.json({ id: 1 }) : new Response(null, answer);
  });
  return { times, fetch: fake.fetch };
}

/** Values a gateway may write that do not specify a wait. */
const nonsense: fc.Arbitrary<HeaderLines> = fc.oneof(
  fc.integer({ min: now, max: now + 86_400_000 }).map((moment) => ({ "x-ratelimit-reset": String(moment) })),
  fc.integer({ min: now, max: now + 86_400_000 }).map((moment) => ({ "retry-after": String(moment) })),
  fc.constantFrom("soon", "1e9", "0x7FFFFFFF", "-1", "12 s", "P1D", "2036-01-01", "Infinity").map((text) => ({
    "retry-after": text,
  })),
  fc.constantFrom("tomorrow", "99999999999999", "1.5").map((text) => ({ "ratelimit-reset": text })),
);

describe("a 429 whose reset cannot be meant", () => {
  it("pauses no other call of the client, and is repeated after the usual wait", async () => {
    await fc.assert(
      fc.asyncProperty(nonsense, async (headers) => {
        const { times, fetch } = vendorOf({ status: 429, headers });
        const client = createWarung({ fetch, limiter: { concurrency: 1 } });

        const replies = Promise.all([create(client), get(client)]);
        await vi.runAllTimersAsync();

        await expect(replies).resolves.toEqual([{ id: 1 }, { id: 1 }]);
        expect(times.slice(0, 2)).toEqual([0, 0]);
        expect(times[2]).toBeLessThanOrEqual(500);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a reset that only informs", () => {
  const informing = {
    "x-ratelimit-limit": "1000",
    "x-ratelimit-remaining": "993",
    "x-ratelimit-reset": String(now / 1000 + 1800),
  };

  it.each([500, 502, 503, 504])("beside a %i does not keep a read from being repeated", async (status) => {
    withoutBackoff();
    const { times, fetch } = vendorOf({ status, headers: informing }, { status, headers: informing });
    const client = createWarung({ fetch, limiter: { concurrency: 1 } });

    const reply = get(client).then((item) => item);
    await vi.runAllTimersAsync();

    await expect(reply).resolves.toEqual({ id: 1 });
    expect(times).toEqual([0, 0, 0]);
  });

  it("is not told as the time to wait when such a failure is final", async () => {
    const { fetch } = vendorOf({ status: 500, headers: informing });

    await expect(get(createWarung({ fetch, retries: 0 }))).rejects.toMatchObject({ retryAfter: undefined });
  });
});

describe("while the vendor has asked to wait", () => {
  it.each([50, 61, 7200])("of %i s, a call that cannot wait so long fails at once", async (seconds) => {
    const { times, fetch } = vendorOf({ status: 429, headers: { "retry-after": String(seconds) } });
    const client = createWarung({ fetch, retries: 0, limiter: { concurrency: 4 } });
    await failureOf(create(client), RateLimitError);

    const error = await failureOf(create(client, {}, { totalTimeout: 1000 }), RateLimitError);

    expect(error).toMatchObject({
      operation: "items.create",
      status: 429,
      retryAfter: seconds * 1000,
      outcome: "not-sent",
      attempts: 0,
    });
    expect(error.message).toContain("was not sent: rate-limited by the vendor for another");
    expect(times).toHaveLength(1);
    expect(Date.now()).toBe(now);
  });

  it("a call that may wait is sent when the pause is over", async () => {
    const { times, fetch } = vendorOf({ status: 429, headers: { "retry-after": "50" } });
    const client = createWarung({ fetch, retries: 0, limiter: { concurrency: 4 } });
    await failureOf(create(client), RateLimitError);

    const reply = create(client).then((item) => item);
    await vi.advanceTimersByTimeAsync(50_000);

    await expect(reply).resolves.toEqual({ id: 1 });
    expect(times).toEqual([0, 50_000]);
  });
});

describe("a clock that is five minutes off", () => {
  it.each([
    { clock: "slow", skew: 300_000 },
    { clock: "fast", skew: -300_000 },
  ])("changes nothing of a wait of 3 s when it is $clock", async ({ skew }) => {
    const vendorNow = now + skew;
    const date = new Date(vendorNow).toUTCString();
    const end = vendorNow + 3000;

    for (const reset of [
      { "retry-after": new Date(end).toUTCString() },
      { "x-ratelimit-reset": String(end / 1000) },
    ]) {
      vi.setSystemTime(now);
      const { times, fetch } = vendorOf({ status: 429, headers: { date, ...reset } });

      const reply = create(createWarung({ fetch, limiter: { concurrency: 1 } })).then((item) => item);
      // oxlint-disable-next-line no-await-in-loop -- one clock for all
      await vi.advanceTimersByTimeAsync(3000);

      // oxlint-disable-next-line no-await-in-loop -- one clock for all
      await expect(reply).resolves.toEqual({ id: 1 });
      expect(times).toEqual([0, 3000]);
    }
  });
});
