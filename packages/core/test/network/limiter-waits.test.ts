import { cases } from "@kelaskit/test-support/depth";
import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  AbortedError,
  type CallOptions,
  type Client,
  ConfigurationError,
  KelasError,
  type Limiter,
  RateLimitError,
  TimeoutError,
} from "../../src/index.ts";
import { type CredentialContext, tokenCredential } from "../../src/vendor.ts";
import { create, createWarung, get, login, replace } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

const now = Date.UTC(2026, 0, 15, 3, 0, 0);
const minute = 60_000;

// Loads what is loaded with the first calls: a clock that is turned by hand does not wait for it.
beforeAll(async () => {
  const fake = fakeFetch(() => new Response(null, { status: 429, headers: { "retry-after": "0" } }));
  const client = createWarung({ ...fake, limiter: { concurrency: 1 }, retries: 1 });
  await failureOf(get(client), RateLimitError);
});
beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

function later<Value>(milliseconds: number, value: () => Value, signal?: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(value());
    }, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** A limiter that grants each request its permission after the next delay; the last one is repeated. */
function slowLimiter(...delays: readonly number[]): Limiter {
  let asked = 0;
  return {
    acquire(signal) {
      const delay = delays[Math.min(asked, delays.length - 1)] ?? 0;
      asked += 1;
      return later(delay, () => () => undefined, signal);
    },
    pauseUntil: () => undefined,
  };
}

/** A vendor that takes its time for each answer, and answers the first requests with the given statuses. */
function slowVendor(duration: number | readonly number[], ...statuses: readonly number[]) {
  let asked = 0;
  return fakeFetch(({ signal }) => {
    const status = statuses[asked] ?? 200;
    const time = typeof duration === "number" ? duration : (duration[asked] ?? 0);
    asked += 1;
    return later(time, () => Response.json({ id: 1 }, { status }), signal);
  });
}

interface End {
  /** `sent` if the call succeeded, else the name of its error. */
  readonly result: string;
  readonly attempts: number | undefined;
  /** Milliseconds after the start of the test. */
  readonly at: number;
}

/** How and when a call ends. */
async function endOf(call: PromiseLike<unknown>): Promise<End> {
  const at = (): number => Date.now() - now;
  return call.then(
    () => ({ result: "sent", attempts: undefined, at: at() }),
    (error: unknown) => {
      if (!KelasError.isInstance(error)) throw error;
      return { result: error.name, attempts: (error as TimeoutError).attempts, at: at() };
    },
  );
}

/** Lets all time pass that is needed, then returns how the calls have ended. */
async function ends(...calls: readonly PromiseLike<unknown>[]): Promise<readonly End[]> {
  const ended = Promise.all(calls.map(endOf));
  await vi.runAllTimersAsync();
  return ended;
}

/** Lengths in steps of 10 ms, and limits that no sum of them equals. */
const length = fc.integer({ min: 0, max: 9000 }).map((tens) => tens * 10);
const limit = fc.integer({ min: 1, max: 9000 }).map((tens) => tens * 10 + 5);

/** When a call must end: after each attempt but the last, the vendor answers 503. */
function expectedEnd(
  attempts: readonly { readonly queued: number; readonly sent: number }[],
  { total, counts }: { readonly total: number; readonly counts: boolean },
): End {
  let counted = 0;
  let at = 0;
  /** Lets time pass; returns whether the call's total time is over. */
  const pass = (time: number, isCounted: boolean): boolean => {
    const passed = isCounted ? Math.min(time, total - counted) : time;
    if (isCounted) counted += passed;
    at += passed;
    return passed < time;
  };
  for (const [index, { queued, sent }] of attempts.entries()) {
    if (pass(queued, counts)) return { result: "TimeoutError", attempts: index, at };
    if (pass(sent, true)) return { result: "TimeoutError", attempts: index + 1, at };
    // Half of the longest delay, because `Math.random` returns 0.5.
    const delay = Math.min(8000, 500 * 2 ** index) / 2;
    if (index < attempts.length - 1 && delay >= total - counted)
      return { result: "ServerError", attempts: index + 1, at };
    if (index < attempts.length - 1) pass(delay, true);
  }
  return { result: "sent", attempts: undefined, at };
}

describe("totalTimeout", () => {
  it("counts waits for the limiter unless limiterWaitCounts is false, and always requests and delays", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const attempts = fc.array(fc.record({ queued: length, sent: length }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(attempts, limit, fc.boolean(), async (given, total, counts) => {
        vi.setSystemTime(now);
        const limiter = slowLimiter(...given.map(({ queued }) => queued));
        const vendor = slowVendor(
          given.map(({ sent }) => sent),
          ...given.slice(1).map(() => 503),
        );
        const client = createWarung({ ...vendor, limiter, timeout: Infinity, retries: 9 });

        const [end] = await ends(
          replace(client, {}, { totalTimeout: total, limiterWaitCounts: counts }).withResponse(),
        );

        expect(end).toEqual(expectedEnd(given, { total, counts }));
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: cases(150) },
    );
  });

  it("does not pass while the request for the call's token is in the limiter's queue", async () => {
    const call = fc.record({ after: length, total: limit });
    const lengths = fc.record({ queued: length, granted: length, own: length, sent: length });
    await fc.assert(
      fc.asyncProperty(lengths, fc.array(call, { maxLength: 5 }), limit, async (given, others, total) => {
        vi.setSystemTime(now);
        const { queued, granted, own, sent } = given;
        const client = tokenClient(given);
        // The first asks for the token; the others join it, in its queue or later, or find it there.
        const calls = [{ after: 0, total }, ...others];

        const found = await ends(
          ...calls.map(async ({ after, total: totalTimeout }) => {
            await later(after, () => undefined);
            return create(client, {}, { totalTimeout, limiterWaitCounts: false });
          }),
        );

        expect(found).toEqual(
          calls.map(({ after, total: limitOfCall }): End => {
            const counted = Math.max(0, queued + granted - Math.max(after, queued));
            const begun = Math.max(after, queued + granted);
            if (counted > limitOfCall)
              return { result: "TimeoutError", attempts: 0, at: Math.max(after, queued) + limitOfCall };
            if (counted + sent > limitOfCall)
              return { result: "TimeoutError", attempts: 1, at: begun + own + limitOfCall - counted };
            return { result: "sent", attempts: undefined, at: begun + own + sent };
          }),
        );
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: cases(100) },
    );
  });

  it("counts the same waits of a call whose limiterWaitCounts is not set", async () => {
    const client = tokenClient({ queued: 500, granted: 0, own: 0, sent: 0 });

    const [end] = await ends(create(client, {}, { totalTimeout: 400 }).withResponse());

    expect(end).toEqual({ result: "TimeoutError", attempts: 0, at: 400 });
  });
});

/** A client whose token and whose orders each take a wait for the limiter and then a request. */
function tokenClient(lengths: Readonly<Record<"queued" | "granted" | "own" | "sent", number>>): Client {
  const { queued, granted, own, sent } = lengths;
  const vendor = fakeFetch(({ path, signal }) =>
    later(path === "/login" ? granted : sent, () => Response.json({ id: 1, accessToken: "fresh" }), signal),
  );
  const limiter: Limiter = {
    acquire: (signal, priority) => later(priority === 1 ? queued : own, () => () => undefined, signal),
    pauseUntil: () => undefined,
  };
  const credential = ({ call }: CredentialContext) =>
    tokenCredential({
      key: () => "warung",
      grant: () => call(login, { email: "ibu@warung.example", password: "rahasia" }),
    });
  return createWarung({ ...vendor, limiter, credential, totalTimeout: Infinity, timeout: Infinity });
}

describe("a call with limiterWaitCounts: false", () => {
  const patientOptions: CallOptions = { limiterWaitCounts: false, totalTimeout: 1000 };

  it("is never cut short in a queue: each is sent in its turn", async () => {
    const vendor = slowVendor(900);
    const client = createWarung({ ...vendor, ...patientOptions, limiter: { concurrency: 1 } });

    const calls = await ends(...Array.from({ length: 200 }, () => create(client).withResponse()));

    expect(calls.map(({ result, at }) => [result, at])).toEqual(
      calls.map((_, index) => ["sent", 900 * (index + 1)]),
    );
  });

  it("is cut short at its limit while it is being sent", async () => {
    const vendor = slowVendor(1001);
    const client = createWarung({ ...vendor, ...patientOptions, limiter: slowLimiter(minute) });

    const failed = failureOf(create(client), TimeoutError);
    await vi.runAllTimersAsync();

    expect(await failed).toMatchObject({
      timeout: 1000,
      scope: "total",
      attempts: 1,
      outcome: "unknown",
      message: expect.stringContaining(
        "no complete answer within 1 s (totalTimeout, without waits for the limiter). ",
      ) as unknown,
    });
    expect(Date.now() - now).toBe(minute + 1000);
  });

  it("leaves the queue when its signal aborts", async () => {
    const caller = new AbortController();
    const vendor = slowVendor(0);
    const client = createWarung({ ...vendor, limiter: slowLimiter(10 * minute) });

    const failed = failureOf(create(client, {}, { ...patientOptions, signal: caller.signal }), AbortedError);
    await vi.advanceTimersByTimeAsync(5 * minute);
    caller.abort();

    expect(await failed).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(vi.getTimerCount()).toBe(0);
    expect(vendor.sent).toEqual([]);
  });

  it("goes before the client's option", async () => {
    const client = createWarung({
      ...slowVendor(0),
      limiter: slowLimiter(minute),
      limiterWaitCounts: false,
      totalTimeout: 1000,
    });

    const [counting, patient] = await ends(
      get(client, {}, { limiterWaitCounts: true }).withResponse(),
      get(client).withResponse(),
    );

    expect(counting).toEqual({ result: "TimeoutError", attempts: 0, at: 1000 });
    expect(patient).toEqual({ result: "sent", attempts: undefined, at: minute });
  });

  it("is not sent when its time was over before it could join the queue", async () => {
    const vendor = slowVendor(0);
    const credential = {
      // Holds up the process, so that no timer can end the call meanwhile.
      prepare: () => {
        vi.advanceTimersByTime(1000);
        return { headers: {} };
      },
      renew: () => Promise.resolve(undefined),
      secrets: () => [],
    };
    const acquire = vi.fn<Limiter["acquire"]>();
    const limiter: Limiter = { acquire, pauseUntil: () => undefined };
    const client = createWarung({ ...vendor, credential, limiter });

    const [end] = await ends(create(client, {}, { ...patientOptions, totalTimeout: 999 }).withResponse());

    expect(end).toEqual({ result: "TimeoutError", attempts: 0, at: 1000 });
    expect(acquire).not.toHaveBeenCalled();
  });

  it("waits for the end of each short pause, however long it has waited already", async () => {
    // Each request takes 25 s; the second is told to wait for 20 s more.
    const vendor = fakeFetch(({ signal }) =>
      later(
        25_000,
        () =>
          vendor.sent.length === 2
            ? new Response(null, { status: 429, headers: { "retry-after": "20" } })
            : Response.json({ id: 1 }),
        signal,
      ),
    );
    const client = createWarung({ ...vendor, limiterWaitCounts: false, limiter: { concurrency: 1 } });

    const found = await ends(...[1, 2, 3].map(() => create(client).withResponse()));

    expect(found.map(({ result }) => result)).toEqual(["sent", "sent", "sent"]);
    // The third has waited for 50 s when the pause begins, and is sent when that ends, after 70 s.
    expect(found[2]?.at).toBe(95_000);
  });

  it("fails at once when the vendor asks for a pause of more than a minute", async () => {
    const vendor = fakeFetch(({ signal }) =>
      later(1000, () => new Response(null, { status: 429, headers: { "retry-after": "61" } }), signal),
    );
    const client = createWarung({ ...vendor, limiterWaitCounts: false, limiter: { concurrency: 1 } });

    const found = await ends(create(client).withResponse(), create(client).withResponse());

    expect(found.map(({ result, at }) => [result, at])).toEqual([
      ["RateLimitError", 1000],
      ["RateLimitError", 1000],
    ]);
    expect(vendor.sent).toHaveLength(1);
  });
});

describe("limiterWaitCounts", () => {
  it.each([
    ["false", "a string of 5 characters"],
    [0, "the number 0"],
    [null, "null"],
  ])("%o is refused, for a client and for a call", async (value, described) => {
    // Programs without types may pass anything.
    const wrong = { limiterWaitCounts: value as unknown as boolean };
    const vendor = slowVendor(0);

    expect(() => createWarung(wrong)).toThrow(
      new ConfigurationError(`warung: limiterWaitCounts is ${described}: expected true or false.`),
    );
    await expect(create(createWarung(vendor), {}, wrong)).rejects.toMatchObject({
      name: "ConfigurationError",
      outcome: "not-sent",
      message: `warung items.create: limiterWaitCounts is ${described}: expected true or false.`,
    });
    expect(vendor.sent).toEqual([]);
  });
});
