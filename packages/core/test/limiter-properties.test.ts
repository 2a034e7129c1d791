import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLimiter, type Limiter, LimiterPausedError } from "../src/index.ts";
import { longestPause } from "../src/index.ts";

const now = Date.UTC(2026, 0, 15, 3, 0, 0);

beforeEach(async () => {
  // What a limiter loads when it is first used is loaded.
  await createLimiter({}).acquire(new AbortController().signal, 0);
  vi.useFakeTimers({
    now,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

type Step =
  | {
      readonly do: "acquire";
      readonly priority: number;
      readonly patience: number | undefined;
      readonly perPause: boolean;
    }
  | { readonly do: "release" | "abort"; readonly which: number }
  | { readonly do: "pause"; readonly length: number }
  | { readonly do: "pass"; readonly time: number };

const which = fc.nat({ max: 1000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("acquire" as const),
      priority: fc.integer({ min: -1, max: 2 }),
      patience: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
      perPause: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("release" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("abort" as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("pause" as const),
      length: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: -50, max: 150 }) },
        { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e15) },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), time: fc.integer({ min: 0, max: 60 }) }),
  },
);

const count = fc.option(fc.integer({ min: 1, max: 4 }), { nil: Infinity });
const limits = fc.record({ concurrency: count, limit: count, interval: fc.integer({ min: 1, max: 60 }) });

interface Request {
  readonly priority: number;
  /** Until when it may wait for the end of a pause, if that begins or is extended now. */
  readonly deadline: () => number;
  readonly caller: AbortController;
  state: "waiting" | "under way" | "over" | "refused" | "aborted";
  release: () => void | Promise<void>;
}

/** Drives a limiter through steps, and holds after each what must always be true. */
class Trial {
  readonly #limiter: Limiter;
  readonly #limits: { concurrency: number; limit: number; interval: number };
  readonly #requests: Request[] = [];
  readonly #starts: number[] = [];
  /** What was not true at a start or an end. */
  readonly #failures: unknown[] = [];
  #pausedUntil = -Infinity;

  constructor(options: { concurrency: number; limit: number; interval: number }) {
    this.#limits = options;
    this.#limiter = createLimiter(options);
  }

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case "acquire":
        this.#acquire(next);
        break;
      case "release":
        await this.#release(pick(this.#in("under way"), next.which));
        break;
      case "abort":
        pick(this.#in("waiting"), next.which)?.caller.abort();
        break;
      case "pause": {
        const length = next.length <= longestPause ? next.length : longestPause;
        this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + length);
        await this.#limiter.pauseUntil(Date.now() + next.length);
        break;
      }
      case "pass":
        await vi.advanceTimersByTimeAsync(next.time);
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(this.#failures).toEqual([]);
    this.#holdsNobodyBack();
  }

  /** Ends all running requests until nothing waits, and returns whether every request has ended. */
  async isOver(): Promise<boolean> {
    for (let round = 0; round <= this.#requests.length; round += 1) {
      for (const request of this.#in("under way")) await this.#release(request);
      await vi.runAllTimersAsync();
    }
    expect(this.#failures).toEqual([]);
    return this.#in("waiting").length === 0 && this.#in("under way").length === 0;
  }

  #in(state: Request["state"]): readonly Request[] {
    return this.#requests.filter((request) => request.state === state);
  }

  #acquire({ priority, patience, perPause }: Step & { readonly do: "acquire" }): void {
    const caller = new AbortController();
    const joined = performance.now();
    const deadline = (): number => (perPause ? performance.now() : joined) + (patience ?? Infinity);
    const request: Request = { priority, deadline, caller, state: "waiting", release: () => undefined };
    this.#requests.push(request);
    this.#limiter
      .acquire(caller.signal, priority, patience, perPause)
      .then(
        (release) => {
          request.release = release;
          this.#started(request);
        },
        (error: unknown) => {
          this.#ended(request, error);
        },
      )
      .catch((error: unknown) => {
        this.#failures.push(error);
      });
  }

  async #release(request: Request | undefined): Promise<void> {
    if (request === undefined) return;
    request.state = "over";
    await request.release();
    // A second time gives nothing back.
    await request.release();
  }

  #started(request: Request): void {
    const { concurrency, limit, interval } = this.#limits;
    const first = this.#in("waiting").toSorted((one, other) => other.priority - one.priority)[0];
    expect(first).toBe(request);
    request.state = "under way";
    expect(this.#in("under way").length).toBeLessThanOrEqual(concurrency);
    expect(performance.now()).toBeGreaterThanOrEqual(this.#pausedUntil);
    const before = this.#starts.at(-limit) ?? -Infinity;
    expect(performance.now() - before).toBeGreaterThanOrEqual(interval);
    this.#starts.push(performance.now());
  }

  #ended(request: Request, reason: unknown): void {
    if (request.caller.signal.aborted) {
      expect(reason).toBe(request.caller.signal.reason);
      request.state = "aborted";
      return;
    }
    request.state = "refused";
    expect(reason).toBeInstanceOf(LimiterPausedError);
    expect(request.deadline()).toBeLessThan(this.#pausedUntil);
    expect(reason).toMatchObject({ retryAfter: this.#pausedUntil - performance.now() });
  }

  /** Every waiting request has a reason to wait, and no timer keeps the process alive needlessly. */
  #holdsNobodyBack(): void {
    const waiting = this.#in("waiting");
    if (waiting.length === 0) {
      expect(vi.getTimerCount()).toBe(0);
      return;
    }
    const { concurrency, limit, interval } = this.#limits;
    const time = performance.now();
    const isFull = this.#in("under way").length === concurrency;
    const isPaused = time < this.#pausedUntil;
    const isSpent = time - (this.#starts.at(-limit) ?? -Infinity) < interval;
    expect(isFull || isPaused || isSpent).toBe(true);
    if (isPaused)
      for (const { deadline } of waiting) expect(deadline()).toBeGreaterThanOrEqual(this.#pausedUntil);
  }
}

function pick(requests: readonly Request[], index: number): Request | undefined {
  return requests[index % requests.length];
}

it("keeps its limits, order and pauses, and neither delays nor loses a request", async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { maxLength: 60 }), async (options, steps) => {
      const trial = new Trial(options);
      for (const next of steps) await trial.take(next);
      expect(await trial.isOver()).toBe(true);
    }),
    { numRuns: cases(60) },
  );
});
