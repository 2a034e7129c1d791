import { getEventListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ConfigurationError,
  createLimiter,
  KelasError,
  type Limiter,
  type LimiterOptions,
  LimiterPausedError,
} from "../src/index.ts";
import { longestPause } from "../src/index.ts";

afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();
const now = Date.UTC(2026, 0, 15, 3, 0, 0);
const minute = 60_000;

/** A limiter whose clocks are in the test's hand, with what it loads loaded. */
async function clockedLimiter(options: LimiterOptions): Promise<Limiter> {
  await createLimiter({}).acquire(signal, 0);
  vi.useFakeTimers({ now, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  const limiter = createLimiter(options);
  const release = await limiter.acquire(signal, 0);
  await release();
  await vi.advanceTimersByTimeAsync(options.interval ?? 1000);
  return limiter;
}

/** How long a request waits for permission from now on, in milliseconds; -1 if it is not granted. */
async function waitOf(limiter: Limiter): Promise<number> {
  const before = performance.now();
  const wait = limiter.acquire(signal, 0).then(
    () => performance.now() - before,
    () => -1,
  );
  await vi.runAllTimersAsync();
  return wait;
}

describe("the numbers of a limiter", () => {
  const wrong: readonly (readonly [LimiterOptions, string])[] = [
    [{ concurrency: 0 }, "The limiter's concurrency is the number 0: expected a whole number of 1 or more"],
    [{ concurrency: -2 }, "The limiter's concurrency is the number -2"],
    [{ concurrency: 1.5 }, "The limiter's concurrency is the number 1.5"],
    [{ concurrency: Number.NaN }, "The limiter's concurrency is the number NaN"],
    [{ limit: 0 }, "The limiter's limit is the number 0: expected a whole number of 1 or more"],
    [{ limit: 0.5 }, "The limiter's limit is the number 0.5"],
    [{ limit: Number.NaN }, "The limiter's limit is the number NaN"],
    [
      { limit: 1, interval: 0 },
      "The limiter's interval is the number 0: expected a number of milliseconds above 0",
    ],
    [{ limit: 1, interval: Number.NaN }, "The limiter's interval is the number NaN"],
    [{ limit: 1, interval: Infinity }, "The limiter's interval is the number Infinity"],
    // From JavaScript, as read from an environment variable.
    [{ limit: "10" as unknown as number }, "The limiter's limit is a string of 2 characters"],
  ];

  it.each(wrong)("%o are refused when it is made", (options, message) => {
    const make = (): Limiter => createLimiter(options);

    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it("may be Infinity, which is no limit, as is one that is left out", async () => {
    const limiters = [createLimiter({ concurrency: Infinity, limit: Infinity }), createLimiter({})];

    for (const limiter of limiters) {
      const leaves = Array.from({ length: 1000 }, () => limiter.acquire(signal, 0));
      expect(await Promise.all(leaves)).toHaveLength(1000);
    }
  });
});

describe("a limit per interval", () => {
  it("lets no interval see more starts than that, whenever it begins", async () => {
    const limiter = await clockedLimiter({ limit: 3, interval: 1000 });
    const starts: number[] = [];

    for (let request = 0; request < 10; request += 1) {
      void limiter.acquire(signal, 0).then((release) => {
        starts.push(performance.now());
        return release();
      });
      await vi.advanceTimersByTimeAsync(130);
    }
    await vi.runAllTimersAsync();

    expect(starts).toHaveLength(10);
    for (const start of starts) {
      expect(starts.filter((other) => other >= start && other < start + 1000).length).toBeLessThanOrEqual(3);
    }
  });

  it("may be any number: memory grows only with the starts in an interval", async () => {
    const limiter = await clockedLimiter({ limit: Number.MAX_SAFE_INTEGER, interval: 1000 });

    expect(await waitOf(limiter)).toBe(0);
  });

  it("holds for an interval that is longer than a timer can be", async () => {
    const month = 30 * 24 * 3_600_000;
    const limiter = await clockedLimiter({ limit: 1, interval: month });

    expect(await waitOf(limiter)).toBe(0);
    expect(await waitOf(limiter)).toBe(month);
  });
});

describe("priority", () => {
  it("lets what is urgent pass what came before it", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const order: string[] = [];
    const first = await limiter.acquire(signal, 0);
    const pass = async (name: string, priority: number): Promise<void> => {
      const release = await limiter.acquire(signal, priority);
      order.push(name);
      await release();
    };
    const later = [pass("call", 0), pass("another call", 0), pass("token request", 1)];

    await first();
    await Promise.all(later);

    expect(order).toEqual(["token request", "call", "another call"]);
  });
});

describe("a pause", () => {
  it("is lengthened by a later answer that asks for more, never shortened", async () => {
    const limiter = await clockedLimiter({ concurrency: 5 });
    for (const length of [5000, 1000, 8000]) await limiter.pauseUntil(Date.now() + length);

    expect(await waitOf(limiter)).toBe(8000);
  });

  it("holds even when it begins before the first request", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const until = performance.now() + 30;
    await limiter.pauseUntil(Date.now() + 30);

    await limiter.acquire(signal, 0);

    // Its moment is given in whole milliseconds.
    expect(performance.now()).toBeGreaterThanOrEqual(until - 1);
  });

  it.each([now + 365 * longestPause, 1e15, Number.MAX_VALUE, Infinity, Number.NaN])(
    "until %d ends after a day",
    async (moment) => {
      const limiter = await clockedLimiter({ concurrency: 1 });
      await limiter.pauseUntil(moment);

      expect(await waitOf(limiter)).toBe(longestPause);
    },
  );

  it.each([now, 0, -1, -Infinity])("until %d, which has passed, is none", async (moment) => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    await limiter.pauseUntil(moment);

    expect(await waitOf(limiter)).toBe(0);
  });

  it.each([-3_600_000, 3_600_000])(
    "lasts as long when the machine's clock is set by %d ms",
    async (change) => {
      const limiter = await clockedLimiter({ concurrency: 1 });
      await limiter.pauseUntil(Date.now() + minute);
      vi.setSystemTime(Date.now() + change);

      expect(await waitOf(limiter)).toBe(minute);
    },
  );

  it("that is told in the same turn as a release comes before the next start", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    const release = await limiter.acquire(signal, 0);
    const wait = waitOf(limiter);

    void release();
    void limiter.pauseUntil(Date.now() + minute);

    expect(await wait).toBe(minute);
  });
});

describe("patience", () => {
  it("refuses a request at once during a pause longer than it may wait", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    await limiter.pauseUntil(Date.now() + minute);

    const error: unknown = await limiter.acquire(signal, 0, minute - 1).catch((error_: unknown) => error_);

    expect(error).toBeInstanceOf(LimiterPausedError);
    expect(error).toMatchObject({
      retryAfter: minute,
      message: "The limiter is paused for another 60 s, which is longer than this request may wait.",
    });
    expect(KelasError.isInstance(error)).toBe(true);
  });

  it("refuses those who wait as soon as such a pause begins, and no others", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    const release = await limiter.acquire(signal, 0);
    const refused = [limiter.acquire(signal, 0, 30_000), limiter.acquire(signal, 1, 0)];
    const patient = [limiter.acquire(signal, 0, minute), limiter.acquire(signal, 0)];

    await limiter.pauseUntil(Date.now() + minute);
    await release();

    for (const wait of refused) await expect(wait).rejects.toMatchObject({ retryAfter: minute });
    await vi.runAllTimersAsync();
    const next = await Promise.race(patient);
    await next();
    await expect(Promise.all(patient)).resolves.toHaveLength(2);
  });

  it("counts what a request has waited already", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    await limiter.acquire(signal, 0);
    const wait = limiter.acquire(signal, 0, minute);
    const refusal = expect(wait).rejects.toBeInstanceOf(LimiterPausedError);
    await vi.advanceTimersByTimeAsync(minute / 2);

    await limiter.pauseUntil(Date.now() + minute / 2 + 1);

    await refusal;
  });

  it("is for each pause by itself if the request says so, however long it has waited", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    const release = await limiter.acquire(signal, 0);
    const wait = limiter.acquire(signal, 0, minute, true);
    await vi.advanceTimersByTimeAsync(10 * minute);

    await limiter.pauseUntil(Date.now() + minute);
    await release();
    await vi.advanceTimersByTimeAsync(minute);

    await expect(wait).resolves.toBeTypeOf("function");
  });

  it("for each pause ends a wait as soon as one pause is longer", async () => {
    const limiter = await clockedLimiter({ concurrency: 1 });
    await limiter.acquire(signal, 0);
    const wait = limiter.acquire(signal, 0, minute, true);
    await limiter.pauseUntil(Date.now() + minute);
    await vi.advanceTimersByTimeAsync(minute / 2);

    // Longer than a minute from now, although not than from when it began.
    await limiter.pauseUntil(Date.now() + minute + 1);

    await expect(wait).rejects.toMatchObject({ retryAfter: minute + 1 });
  });

  it("ends no wait for a free place, and none for an interval", async () => {
    const limiter = await clockedLimiter({ concurrency: 1, limit: 1, interval: minute });
    const release = await limiter.acquire(signal, 0);
    const wait = limiter.acquire(signal, 0, 10);
    await vi.advanceTimersByTimeAsync(minute / 2);

    await release();
    await vi.advanceTimersByTimeAsync(minute / 2);

    await expect(wait).resolves.toBeTypeOf("function");
  });
});

describe("50,000 requests that wait on one signal", () => {
  it("have one listener on it, and all end when it aborts", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const release = await limiter.acquire(signal, 0);
    const caller = new AbortController();
    const added = vi.spyOn(caller.signal, "addEventListener");
    const waits = Array.from({ length: 50_000 }, (_, index) => limiter.acquire(caller.signal, index % 2));
    const last = limiter.acquire(signal, 0);
    await nextTurn();
    expect(added).toHaveBeenCalledOnce();

    const reason = new Error("the user went away");
    caller.abort(reason);
    const ends = await Promise.allSettled(waits);

    expect(ends.filter((end) => end.status === "rejected" && end.reason === reason)).toHaveLength(50_000);
    await release();
    await expect(last).resolves.toBeTypeOf("function");
  });

  it("leave nothing on it when all have had their turn", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const caller = new AbortController();
    const pass = async (): Promise<void> => {
      const release = await limiter.acquire(caller.signal, 0);
      await release();
    };

    await Promise.all(Array.from({ length: 50_000 }, pass));

    expect(getEventListeners(caller.signal, "abort")).toHaveLength(0);
  });
});

it("an aborted signal gets no leave, but its reason", async () => {
  const reason = new Error("too late");

  await expect(createLimiter({}).acquire(AbortSignal.abort(reason), 0)).rejects.toBe(reason);
});
