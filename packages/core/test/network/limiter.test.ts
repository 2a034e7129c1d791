import { failureOf } from "@kelaskit/test-support/failure";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import {
  AbortedError,
  CallError,
  type Client,
  createLimiter,
  type Limiter,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "../../src/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { deafFetch, fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";

afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();
const now = Date.UTC(2026, 0, 15, 3, 0, 0);

/** Takes the clocks into the test's hand, but for what connections and loading need. */
function fakeClocks(): void {
  vi.useFakeTimers({ now, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
}

/** A limiter whose queue is loaded, so that its clocks are all that is left to wait for. */
async function readyLimiter(...options: Parameters<typeof createLimiter>): Promise<Limiter> {
  const limiter = createLimiter(options[0]);
  const release = await limiter.acquire(signal, 0);
  await release();
  return limiter;
}

describe("concurrency", () => {
  it("is never exceeded, and all calls get their turn", async () => {
    let running = 0;
    let most = 0;
    const fake = fakeFetch(async () => {
      running += 1;
      most = Math.max(most, running);
      await nextTurn();
      running -= 1;
      return Response.json({ id: 1 });
    });
    const client = createWarung({ ...fake, limiter: { concurrency: 3 } });

    await Promise.all(Array.from({ length: 20 }, () => get(client)));

    expect(most).toBe(3);
    expect(fake.sent).toHaveLength(20);
  });

  it("counts a request until its body has been read", async () => {
    const body = Promise.withResolvers<void>();
    const fake = fakeFetch(() => {
      const slow = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await body.promise;
          controller.enqueue(new TextEncoder().encode('{"id":1}'));
          controller.close();
        },
      });
      return new Response(slow);
    });
    const client = createWarung({ ...fake, limiter: { concurrency: 1 } });

    const calls = [get(client).withResponse(), get(client).withResponse()];
    await vi.waitUntil(() => fake.sent.length > 0, patience);
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(fake.sent).toHaveLength(1);

    body.resolve();
    await Promise.all(calls);
    expect(fake.sent).toHaveLength(2);
  });

  it("is free for others while a call waits for its next try", async () => {
    const caller = new AbortController();
    const fake = fakeFetch(({ method }) => {
      return method === "GET"
        ? new Response(null, { status: 503, headers: { "retry-after": "50" } })
        : Response.json({});
    });
    const client = createWarung({ ...fake, limiter: { concurrency: 1 } });
    const waiting = failureOf(get(client, {}, { signal: caller.signal }), AbortedError);

    await create(client);

    caller.abort();
    expect((await waiting).attempts).toBe(1);
  });
});

describe("limit per interval", () => {
  it("holds for the calls of a client", async () => {
    fakeClocks();
    const starts: number[] = [];
    const fake = fakeFetch(() => {
      starts.push(Date.now());
      return Response.json({ id: 1 });
    });
    const client = createWarung({ ...fake, limiter: { limit: 2, interval: 1000 } });
    // What is loaded with the first call is loaded.
    await get(client);
    await vi.advanceTimersByTimeAsync(10_000);
    starts.length = 0;
    const started = Date.now();

    const calls = Promise.all(Array.from({ length: 6 }, () => get(client)));
    await vi.runAllTimersAsync();
    await calls;

    expect(starts.map((start) => start - started)).toEqual([0, 0, 1000, 1000, 2000, 2000]);
  });
});

describe("a pause", () => {
  it("after a 429 holds every queued call until the reset", async () => {
    const times: number[] = [];
    const fake = fakeFetch(() => {
      times.push(Date.now());
      if (times.length === 1) return new Response(null, { status: 429, headers: { "retry-after": "20" } });
      return Response.json({ id: 1 });
    });
    const client = createWarung({ ...fake, limiter: await readyLimiter({ concurrency: 1 }), retries: 0 });
    vi.useFakeTimers({ now });

    const limited = failureOf(get(client), RateLimitError);
    const queued = Promise.all([get(client), create(client)]);
    await vi.runAllTimersAsync();
    await limited;
    await queued;

    expect(times.map((time) => time - now)).toEqual([0, 20_000, 20_000]);
  });

  it("holds calls that come while it lasts", async () => {
    const limiter = await readyLimiter({ concurrency: 5 });
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    vi.useFakeTimers({ now });
    await limiter.pauseUntil(now + 5000);

    const reply = get(createWarung({ ...fake, limiter })).withResponse();
    await vi.advanceTimersByTimeAsync(4999);
    expect(fake.sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);

    expect((await reply).data).toEqual({ id: 1 });
  });

  it("is not made by a 429 that names no reset", async () => {
    withoutBackoff();
    const limiter = watched(createLimiter({ concurrency: 1 }));
    const fake = fakeFetch(() => new Response(null, { status: fake.sent.length === 1 ? 429 : 200 }));

    await createWarung({ ...fake, limiter }).request("GET", "/items");

    expect(limiter.pauses).toEqual([]);
  });
});

interface WatchedLimiter extends Limiter {
  readonly acquired: number[];
  readonly pauses: number[];
  /** How often each slot was given back. */
  readonly releases: () => readonly number[];
}

/** A limiter of the user's own that keeps account of another one. */
function watched(inner: Limiter): WatchedLimiter {
  const acquired: number[] = [];
  const pauses: number[] = [];
  const slots: { released: number }[] = [];
  return {
    acquired,
    pauses,
    releases: () => slots.map(({ released }) => released),
    async acquire(...wanted) {
      acquired.push(wanted[1]);
      const release = await inner.acquire(...wanted);
      const slot = { released: 0 };
      slots.push(slot);
      return () => {
        slot.released += 1;
        return release();
      };
    },
    pauseUntil(moment) {
      pauses.push(moment);
    },
  };
}

describe("a limiter of the user's own", () => {
  const calls: readonly (readonly [
    string,
    () => Promise<Response>,
    (client: Client) => Promise<unknown>,
    number,
  ])[] = [
    ["a success", async () => Response.json({ id: 1 }), (client) => Promise.resolve(get(client)), 1],
    [
      "three failed tries",
      async () => new Response(null, { status: 503 }),
      (client) => failureOf(get(client), ServerError),
      3,
    ],
    [
      "a body that is not JSON",
      async () => new Response("<p>"),
      (client) => failureOf(get(client), CallError),
      1,
    ],
    ["a time-out", deafFetch, (client) => failureOf(create(client, {}, { timeout: 20 }), TimeoutError), 1],
    [
      "a fetch that throws",
      async () => {
        throw new TypeError("fetch failed");
      },
      (client) => failureOf(create(client), CallError),
      1,
    ],
  ];

  it.each(calls)("gets each slot back exactly once after %s", async (_what, fetch, call, tries) => {
    withoutBackoff();
    const limiter = watched(createLimiter({ concurrency: 1 }));

    await call(createWarung({ fetch, limiter }));

    expect(limiter.releases()).toEqual(Array.from({ length: tries }, () => 1));
  });

  it("gets a slot back that it gives after the call was given up", async () => {
    const slot = Promise.withResolvers<() => void>();
    const release = vi.fn<() => void>();
    const caller = new AbortController();
    const limiter: Limiter = { acquire: () => slot.promise, pauseUntil: () => undefined };
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const givenUp = failureOf(
      get(createWarung({ ...fake, limiter }), {}, { signal: caller.signal }),
      AbortedError,
    );
    await nextTurn();
    caller.abort();
    await givenUp;
    slot.resolve(release);
    await slot.promise;
    await nextTurn();

    expect(release).toHaveBeenCalledOnce();
    expect(fake.sent).toHaveLength(0);
  });

  it("loses no slot to calls that were given up in its queue", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const holding = await limiter.acquire(signal, 0);
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({ ...fake, limiter });
    const waiting = Array.from({ length: 5 }, () =>
      failureOf(get(client, {}, { totalTimeout: 10 }), TimeoutError),
    );
    await Promise.all(waiting);

    await holding();

    await expect(get(client)).resolves.toEqual({ id: 1 });
    expect(fake.sent).toHaveLength(1);
  });

  it("is told when a 429 says to wait", async () => {
    vi.useFakeTimers({ now, toFake: ["Date"] });
    const limiter = watched(createLimiter({ concurrency: 1 }));
    const fake = fakeFetch(() => new Response(null, { status: 429, headers: { "retry-after": "90" } }));

    await failureOf(get(createWarung({ ...fake, limiter })), RateLimitError);

    expect(limiter.pauses).toEqual([now + 90_000]);
  });

  it("that fails ends the call before anything is sent, as its cause", async () => {
    const reason = new Error("redis is down");
    const limiter: Limiter = { acquire: () => Promise.reject(reason), pauseUntil: () => undefined };
    const fake = fakeFetch(() => Response.json({ id: 1 }));

    const error = await failureOf(get(createWarung({ ...fake, limiter })), CallError);
    expect(error).toMatchObject({ operation: "items.get", outcome: "not-sent", cause: reason });
    expect(fake.sent).toHaveLength(0);
  });

  it("can be shared by clients", async () => {
    let running = 0;
    let most = 0;
    const fake = fakeFetch(async () => {
      running += 1;
      most = Math.max(most, running);
      await nextTurn();
      running -= 1;
      return Response.json({ id: 1 });
    });
    const limiter = createLimiter({ concurrency: 1 });
    const clients = [createWarung({ ...fake, limiter }), createWarung({ ...fake, limiter })];

    await Promise.all(clients.flatMap((client) => [get(client), get(client), get(client)]));

    expect(most).toBe(1);
  });
});
