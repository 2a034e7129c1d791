import * as fc from "fast-check";
import { createLimiter } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/sales/answer.ts";
import { arranged } from "../../src/sales/arrange.ts";
import type { LineDelivery } from "../../src/sales/deliveries.ts";
import { sendDeliveries, type SenderSettings } from "../../src/sales/sender.ts";

const away: Answer = { status: undefined, label: "none (ECONNREFUSED)", retryAfter: undefined };

function statusAnswer(status: number): Answer {
  return { status, label: String(status), retryAfter: undefined };
}

function linesUpTo(count: number): readonly LineDelivery[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    body: new Uint8Array(),
    recorded: undefined,
  }));
}

/** Settings with which nothing is waited for, and what was waited. */
function settings(changes: Pick<SenderSettings, "send"> & Partial<SenderSettings>) {
  const pauses: number[] = [];
  const concurrency = changes.concurrency ?? 1;
  return {
    pauses,
    concurrency,
    limiter: createLimiter({ concurrency }),
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
    signal: new AbortController().signal,
    ...changes,
  };
}

describe("deliveries", () => {
  it("are held back while the receiver is away, and sent when it is there again", async () => {
    const order: number[] = [];
    const used = settings({
      send: async ({ line }) => {
        order.push(line);
        return order.length <= 40 ? away : statusAnswer(204);
      },
    });
    const { sent, stopped } = await sendDeliveries(linesUpTo(100), used);
    expect(stopped).toBeUndefined();
    expect(sent.every(({ answer }) => answer?.status === 204)).toBe(true);
    // Twenty without an answer end a round; nothing of the rest was tried.
    expect(order).toHaveLength(140);
    expect(used.pauses).toEqual([2000, 4000]);
  });

  it("are given up when nothing is acknowledged five times in a row", async () => {
    const used = settings({ send: async () => away });
    const { sent, stopped } = await sendDeliveries(linesUpTo(1000), used);
    expect(stopped).toBe("unanswered");
    expect(sent.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(100);
    expect(sent.filter(({ answer }) => answer === undefined)).toHaveLength(980);
    expect(used.pauses).toEqual([2000, 4000, 8000, 16_000]);
  });

  it("wait as long as the receiver requests", async () => {
    let isFirst = true;
    const used = settings({
      send: async () => {
        const answer = isFirst ? { ...statusAnswer(503), retryAfter: 30_000 } : statusAnswer(204);
        isFirst = false;
        return answer;
      },
    });
    await sendDeliveries(linesUpTo(2), used);
    expect(used.pauses).toEqual([30_000]);
  });

  it("in progress are completed after Ctrl-C, and no other is sent", async () => {
    const stop = new AbortController();
    let sends = 0;
    const used = settings({
      concurrency: 3,
      signal: stop.signal,
      send: async () => {
        sends += 1;
        if (sends === 3) stop.abort();
        return statusAnswer(204);
      },
    });
    const { sent, stopped } = await sendDeliveries(linesUpTo(50), used);
    expect(stopped).toBe("interrupted");
    expect(sent.filter(({ answer }) => answer !== undefined)).toHaveLength(sends);
    expect(sends).toBeLessThan(6);
  });

  it("end the run when the program itself is wrong", async () => {
    const mistake = new RangeError("a mistake");
    const used = settings({ send: () => Promise.reject(mistake) });
    await expect(sendDeliveries(linesUpTo(1), used)).rejects.toBe(mistake);
  });

  it("end acknowledged, refused or sent five times, whatever is answered", async () => {
    const anyAnswer = fc.constantFrom(200, 204, 302, 400, 404, 429, 500, 503, undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyAnswer, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 4 }),
        async (plans, concurrency) => {
          const tries = new Map<number, number>();
          const used = settings({
            concurrency,
            send: async ({ line }) => {
              const attempt = tries.get(line) ?? 0;
              tries.set(line, attempt + 1);
              const status = plans[line - 1]?.[attempt];
              return status === undefined ? away : statusAnswer(status);
            },
          });
          const { sent, answers, stopped } = await sendDeliveries(linesUpTo(plans.length), used);
          expect(stopped).toBeUndefined();
          const isLast = (status: number | undefined): boolean =>
            status !== undefined && status !== 429 && status < 500;
          for (const [index, { attempts, answer }] of sent.entries()) {
            const plan = plans[index] ?? [];
            const first = plan.findIndex(isLast);
            expect(attempts).toBe(first === -1 ? 5 : first + 1);
            expect(answer?.status).toBe(plan[attempts - 1]);
          }
          const counted = [...answers.values()].reduce((sum, { count }) => sum + count, 0);
          expect(counted).toBe(sent.reduce((sum, { attempts }) => sum + attempts, 0));
        },
      ),
    );
  });
});

describe("an arrangement", () => {
  it("has everything as often as requested, in an order that follows from the seed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.nat(), { nil: undefined }),
        (items, times, seed) => {
          const all = arranged(items, { times, seed });
          const expected = Array.from({ length: times }, () => items).flat();
          if (seed === undefined) expect(all).toEqual(expected);
          const byNumber = (one: number, other: number): number => one - other;
          expect(all.toSorted(byNumber)).toEqual(expected.toSorted(byNumber));
          expect(arranged(items, { times, seed })).toEqual(all);
        },
      ),
    );
  });

  it("differs from seed to seed", () => {
    const items = Array.from({ length: 20 }, (_, index) => index);
    const orders = [1, 2, 3].map((seed) => arranged(items, { times: 1, seed }).join(","));
    expect(new Set([...orders, items.join(",")]).size).toBe(4);
  });
});
