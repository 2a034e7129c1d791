import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ServerError } from "../../src/index.ts";
import { backoff, worseOutcome } from "../../src/retry-policy.ts";
import { vendorWait } from "../../src/vendor-wait.ts";
import { createWarung, get } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

const now = Date.UTC(2026, 0, 15, 3, 0, 0);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoff", () => {
  it("lies between nothing and what doubles from 0.5 s up to 8 s, whatever chance says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, chance) => {
        const wait = backoff(failures, chance);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(8000, 500 * 2 ** (failures - 1)));
      }),
    );
  });

  it("never shrinks from one failure to the next at the same chance", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), random, (failures, chance) => {
        expect(backoff(failures + 1, chance)).toBeGreaterThanOrEqual(backoff(failures, chance));
      }),
    );
  });

  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
    [6, 8000],
  ])("reaches nearly its longest after %i failures: %i ms", (failures, longest) => {
    expect(backoff(failures, 1)).toBe(longest);
  });
});

describe("the wait that a vendor asks for", () => {
  const waitOf = (headers: Record<string, string>, status = 429, clock = now) =>
    vendorWait(new Response(null, { status, headers }), clock);

  it.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "7" }, 7000],
    ["no wait", { "retry-after": "0" }, 0],
    ["a date", { "retry-after": "Thu, 15 Jan 2026 03:00:30 GMT" }, 30_000],
    ["a date that has passed", { "retry-after": "Thu, 15 Jan 2026 02:00:00 GMT" }, 0],
    ["a date in the obsolete form of RFC 850", { "retry-after": "Thursday, 15-Jan-26 03:00:30 GMT" }, 30_000],
    ["a date in the obsolete form of asctime", { "retry-after": "Thu Jan 15 03:00:30 2026" }, 30_000],
    ["RateLimit-Reset in seconds", { "ratelimit-reset": "12" }, 12_000],
    ["X-Ratelimit-Reset in unix seconds", { "x-ratelimit-reset": String(now / 1000 + 9) }, 9000],
    ["X-Ratelimit-Reset that has passed", { "x-ratelimit-reset": String(now / 1000 - 9) }, 0],
    ["Retry-After before any other", { "retry-after": "1", "ratelimit-reset": "50" }, 1000],
    ["RateLimit-Reset before X-Ratelimit-Reset", { "ratelimit-reset": "5", "x-ratelimit-reset": "6" }, 5000],
    ["the next header when one is not readable", { "retry-after": "soon", "ratelimit-reset": "3" }, 3000],
    ["nothing when no header is there", {}, undefined],
    ["nothing for words", { "retry-after": "soon" }, undefined],
    ["nothing for an empty header", { "retry-after": "" }, undefined],
    ["nothing for parts of seconds", { "retry-after": "0.5" }, undefined],
    ["nothing for a number with a sign", { "retry-after": "-5" }, undefined],
    ["nothing for a number in hexadecimal", { "retry-after": "0x10" }, undefined],
    ["nothing for a date of another form", { "retry-after": "2026-01-15T03:00:30Z" }, undefined],
  ])("is %s", (_what, headers, expected) => {
    expect(waitOf(headers)).toBe(expected);
  });

  it.each<[string, Record<string, string>, number | undefined]>([
    ["not that of a limit, where something remains", { "ratelimit-remaining": "4" }, undefined],
    ["not that of a limit, where nobody says what remains", {}, undefined],
    ["that of a limit, where nothing remains", { "ratelimit-remaining": "0" }, 12_000],
    ["not that of one limit where nothing remains of another", { "x-ratelimit-remaining": "0" }, undefined],
  ])("of a reply that is no 429 is %s", (_what, headers, expected) => {
    expect(waitOf({ "ratelimit-reset": "12", ...headers }, 503)).toBe(expected);
  });

  it("is as long as its seconds, up to a day: more is a mistake in the unit", () => {
    const day = 86_400;
    fc.assert(
      fc.property(fc.oneof(fc.nat(2 * day), fc.nat()), (seconds) => {
        expect(waitOf({ "retry-after": String(seconds) })).toBe(seconds <= day ? seconds * 1000 : undefined);
      }),
    );
  });

  it("ends at its date, whatever the clock shows, if that is within a day", () => {
    const day = 86_400;
    const clocks = fc.integer({ min: 0, max: 4_102_444_800 });
    const distances = fc.oneof(
      fc.integer({ min: -2 * day, max: 2 * day }),
      fc.integer({ min: -1e9, max: 1e9 }),
    );
    fc.assert(
      fc.property(clocks, distances, (clock, distance) => {
        const end = Math.max(0, clock + distance);
        const wait = waitOf({ "retry-after": new Date(end * 1000).toUTCString() }, 429, clock * 1000);
        expect(wait).toBe(end - clock <= day ? Math.max(0, (end - clock) * 1000) : undefined);
      }),
    );
  });

  it("is counted by the vendor's own clock, where the reply shows it", () => {
    const hour = 3_600_000;
    const clock = { date: new Date(now + hour).toUTCString() };
    const end = now + hour + 30_000;

    expect(waitOf({ ...clock, "retry-after": new Date(end).toUTCString() })).toBe(30_000);
    expect(waitOf({ ...clock, "x-ratelimit-reset": String(end / 1000) })).toBe(30_000);
    expect(waitOf({ ...clock, "retry-after": "30" })).toBe(30_000);
  });

  it("is never negative and always a number, whatever text a vendor sends", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]*$/), fc.integer({ min: 0, max: 4e12 }), (text, clock) => {
        const wait = waitOf({ "retry-after": text, "x-ratelimit-reset": text }, 429, clock);
        expect(wait === undefined || wait >= 0).toBe(true);
      }),
    );
  });
});

describe("the outcome of several tries", () => {
  const outcome = fc.constantFrom("not-sent", "refused", "no-effect", "unknown" as const);

  it("does not depend on their order", () => {
    fc.assert(
      fc.property(outcome, outcome, (first, second) => {
        expect(worseOutcome(first, second)).toBe(worseOutcome(second, first));
      }),
    );
  });

  it("stays unknown once it is", () => {
    fc.assert(
      fc.property(outcome, (other) => {
        expect(worseOutcome("unknown", other)).toBe("unknown");
      }),
    );
  });

  it("is not-sent only when nothing was ever sent", () => {
    fc.assert(
      fc.property(outcome, outcome, (first, second) => {
        expect(worseOutcome(first, second) === "not-sent").toBe(
          first === "not-sent" && second === "not-sent",
        );
      }),
    );
  });
});

describe("the waits between tries, by the clock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function timesOfTries(retries: number, headers: Record<string, string>): Promise<number[]> {
    const times: number[] = [];
    const fake = fakeFetch(() => {
      times.push(Date.now() - now);
      return new Response(null, { status: 503, headers });
    });
    const failed = failureOf(get(createWarung({ ...fake, retries })), ServerError);
    await vi.runAllTimersAsync();
    await failed;
    return times;
  }

  it("grow with full jitter", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);

    expect(await timesOfTries(6, {})).toEqual([0, 250, 750, 1750, 3750, 7750, 11_750]);
  });

  it("are what the vendor asks for, to the millisecond", async () => {
    expect(await timesOfTries(2, { "retry-after": "60" })).toEqual([0, 60_000]);
  });
});
