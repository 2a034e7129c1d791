import { failureOf } from "@kelaskit/test-support/failure";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RateLimitError, ServerError } from "../../src/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { answerItem, answerStatus, inTurn, serve } from "../support/faulty-server.ts";

afterEach(() => {
  vi.useRealTimers();
});

const now = Date.UTC(2026, 0, 15, 3, 0, 0);

/** What the vendors send with a 429, each asking for 20 seconds. */
const resets = [
  { header: "retry-after", value: "20", form: "seconds" },
  { header: "retry-after", value: "Thu, 15 Jan 2026 03:00:20 GMT", form: "a date" },
  { header: "ratelimit-reset", value: "20", form: "seconds" },
  { header: "x-ratelimit-reset", value: String(now / 1000 + 20), form: "unix seconds" },
];

describe("a 429", () => {
  it.each(resets)("is waited for as $header says in $form", async ({ header, value }) => {
    vi.useFakeTimers({ now });
    const times: number[] = [];
    const fake = fakeFetch(() => {
      times.push(Date.now());
      if (times.length === 1) return new Response(null, { status: 429, headers: { [header]: value } });
      return Response.json({ id: 1 });
    });

    const reply = create(createWarung(fake)).withResponse();
    await vi.runAllTimersAsync();

    expect((await reply).data).toEqual({ id: 1 });
    expect(times).toEqual([now, now + 20_000]);
  });

  it.each(resets)(
    "tells in milliseconds how long $header asks to wait when it is final",
    async ({ header, value }) => {
      vi.useFakeTimers({ now, toFake: ["Date"] });
      const { url } = await serve(answerStatus(429, { [header]: value }));

      const error = await failureOf(create(createWarung({ baseUrl: url, retries: 0 })), RateLimitError);

      expect(error.retryAfter).toBe(20_000);
    },
  );

  it("is repeated at once when the vendor asks for no wait", async () => {
    const { url, requests } = await serve(inTurn(answerStatus(429, { "retry-after": "0" }), answerItem));

    await expect(create(createWarung({ baseUrl: url }))).resolves.toEqual({ id: 1 });
    expect(requests).toHaveLength(2);
  });

  it("without any reset is repeated after the usual wait", async () => {
    withoutBackoff();
    const { url } = await serve(inTurn(answerStatus(429), answerItem));

    await expect(create(createWarung({ baseUrl: url }))).resolves.toEqual({ id: 1 });
  });

  it.each(["61", "7200"])(
    "that asks for %s seconds fails at once: nobody waits that long unseen",
    async (seconds) => {
      const { url, requests } = await serve(answerStatus(429, { "retry-after": seconds }));

      const error = await failureOf(get(createWarung({ baseUrl: url })), RateLimitError);

      expect(error).toMatchObject({
        status: 429,
        attempts: 1,
        outcome: "refused",
        retryAfter: Number(seconds) * 1000,
      });
      expect(requests).toHaveLength(1);
    },
  );

  it("that asks for a longer wait than the call has left fails at once", async () => {
    const { url, requests } = await serve(answerStatus(429, { "retry-after": "10" }));

    const error = await failureOf(get(createWarung({ baseUrl: url, totalTimeout: 9000 })), RateLimitError);

    expect(error).toMatchObject({ retryAfter: 10_000, attempts: 1 });
    expect(requests).toHaveLength(1);
  });
});

describe("a 503", () => {
  it("with Retry-After is waited for like a 429", async () => {
    const { url } = await serve(inTurn(answerStatus(503, { "retry-after": "0" }), answerItem));

    await expect(get(createWarung({ baseUrl: url }))).resolves.toEqual({ id: 1 });
  });

  it("with a long Retry-After fails at once and tells it", async () => {
    const { url, requests } = await serve(answerStatus(503, { "retry-after": "3600" }));

    const error = await failureOf(get(createWarung({ baseUrl: url })), ServerError);

    expect(error.retryAfter).toBe(3_600_000);
    expect(requests).toHaveLength(1);
  });
});
