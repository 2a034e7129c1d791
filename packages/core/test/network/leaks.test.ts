import { failureOf } from "@kelaskit/test-support/failure";
import { getEventListeners } from "node:events";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type CallOptions, type Client, CallError, createLimiter } from "../../src/index.ts";
import { createWarung, get, list } from "../support/client.ts";
import { deafFetch, fakeFetch, warmUp, withoutBackoff } from "../support/fake-fetch.ts";
import { answerItem, answerStatus, cutInBody, serve, stallBody } from "../support/faulty-server.ts";

beforeAll(warmUp);
afterEach(() => {
  vi.useRealTimers();
});

/** Counts the timers that are running and would keep the process alive. */
function watchTimers(): () => number {
  const running = new Set<NodeJS.Timeout>();
  const start = globalThis.setTimeout;
  const stop = globalThis.clearTimeout;
  const started = (callback: () => void, milliseconds?: number): NodeJS.Timeout => {
    const timer = start(() => {
      running.delete(timer);
      callback();
    }, milliseconds);
    running.add(timer);
    return timer;
  };
  vi.stubGlobal("setTimeout", started);
  vi.stubGlobal("clearTimeout", (timer: NodeJS.Timeout | undefined) => {
    if (timer !== undefined) running.delete(timer);
    stop(timer);
  });
  return () => [...running].filter((timer) => timer.hasRef()).length;
}

/** Sends many calls with one signal, some at once, and returns how many listeners and timers are left. */
async function leftAfter(client: Client, options: CallOptions = {}) {
  const { signal } = new AbortController();
  const timers = watchTimers();
  for (let round = 0; round < 5; round += 1) {
    const calls = Array.from({ length: 10 }, () =>
      get(client, {}, { ...options, signal }).catch(() => "failed"),
    );
    await Promise.all(calls);
  }
  return { listeners: getEventListeners(signal, "abort").length, timers: timers() };
}

const nothing = { listeners: 0, timers: 0 };

describe("on a signal that lives longer than its calls, nothing stays", () => {
  it.each([
    { what: "calls that succeed", answer: answerItem, timeout: 5000 },
    { what: "calls that fail", answer: answerStatus(404), timeout: 5000 },
    { what: "calls that are repeated", answer: answerStatus(503), timeout: 5000 },
    { what: "calls whose connection is cut", answer: cutInBody, timeout: 5000 },
    { what: "calls that time out", answer: stallBody, timeout: 20 },
  ])("after $what", async ({ answer, timeout }) => {
    withoutBackoff();
    const { url } = await serve(answer);

    expect(await leftAfter(createWarung({ baseUrl: url, retries: 1, timeout }))).toEqual(nothing);
  });

  it("after calls that waited in the limiter's queue", async () => {
    const { url } = await serve(answerItem);

    expect(await leftAfter(createWarung({ baseUrl: url, limiter: { concurrency: 2 } }))).toEqual(nothing);
  });

  it("after calls that timed out in the limiter's queue", async () => {
    const client = createWarung({
      limiter: { acquire: deafAcquire, pauseUntil: () => undefined },
    });

    expect(await leftAfter(client, { totalTimeout: 10 })).toEqual(nothing);
  });

  it("after calls whose fetch never answers", async () => {
    const client = createWarung({ fetch: deafFetch, retries: 0, timeout: 10 });

    expect(await leftAfter(client)).toEqual(nothing);
  });

  it("after lists, fetched one after another or side by side", async () => {
    const { signal } = new AbortController();
    const timers = watchTimers();
    const fake = fakeFetch(({ url }) => {
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return Response.json({ items: [{ id: offset }, { id: offset + 1 }], total: 40 });
    });
    const client = createWarung(fake);

    await list(client, {}, { signal }).toArray({ limit: 40 });
    await list(client, {}, { signal }).toArray({ limit: 40, concurrency: 15 });
    for await (const item of list(client, {}, { signal })) if (item.id === 5) break;

    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(timers()).toBe(0);
  });

  it("after a list that failed while its pages were fetched side by side", async () => {
    const { signal } = new AbortController();
    const fake = fakeFetch(() => {
      if (fake.sent.length === 1) return Response.json({ items: [{ id: 0 }], total: 40 });
      return new Response(null, { status: 400 });
    });

    await failureOf(
      list(createWarung(fake), {}, { signal }).toArray({ limit: 40, concurrency: 8 }),
      CallError,
    );

    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("after aborted calls: no timer keeps the process alive", async () => {
    const timers = watchTimers();
    const client = createWarung({ fetch: deafFetch, limiter: { concurrency: 1 } });
    const caller = new AbortController();
    const calls = Array.from({ length: 5 }, () =>
      failureOf(get(client, {}, { signal: caller.signal }), CallError),
    );

    caller.abort();
    await Promise.all(calls);

    expect(timers()).toBe(0);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(0);
  });

  it("after a wait between tries was given up", async () => {
    const timers = watchTimers();
    const caller = new AbortController();
    const fake = fakeFetch(() => new Response(null, { status: 429, headers: { "retry-after": "60" } }));
    const giveUp = (): void => {
      caller.abort();
    };
    const logger = { debug: ignore, info: giveUp, warn: ignore, error: ignore };

    await failureOf(get(createWarung({ ...fake, logger }), {}, { signal: caller.signal }), CallError);

    expect(timers()).toBe(0);
  });
});

describe("a queue that a 429 has paused", () => {
  const pausing = () =>
    fakeFetch(() => new Response(null, { status: 429, headers: { "retry-after": "3000" } }));

  it("does not keep the process alive when nobody waits for its end", async () => {
    const timers = watchTimers();

    await failureOf(get(createWarung({ ...pausing(), limiter: { concurrency: 2 } })), CallError);

    expect(timers()).toBe(0);
  });

  it("keeps it alive for as long as a request waits, and no longer", async () => {
    const timers = watchTimers();
    const limiter = createLimiter({ concurrency: 2 });
    const caller = new AbortController();
    const release = await limiter.acquire(caller.signal, 0);
    await release();
    await limiter.pauseUntil(Date.now() + 3_000_000);

    const waiting = limiter.acquire(caller.signal, 0);
    expect(timers()).toBe(1);
    caller.abort();
    await expect(waiting).rejects.toThrow("aborted");

    expect(timers()).toBe(0);
  });
});

function ignore(): void {
  // Not of interest here.
}

function deafAcquire(): Promise<() => void> {
  return new Promise(ignore);
}
