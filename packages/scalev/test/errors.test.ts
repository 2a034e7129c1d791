import { failureOf } from "@kelaskit/test-support/failure";
import { ApiError } from "@kelaskit/core";
import { afterEach, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { readError } from "../src/errors.ts";
import { setUp, setUpLoggedIn } from "./helpers.ts";

afterEach(() => {
  vi.useRealTimers();
});

it.for([
  [401, { error: "API key has expired" }, "401: API key has expired."],
  [403, { error: "Forbidden" }, "403: Forbidden."],
  [422, { error: "Validation", message: "The name is too long" }, "422: The name is too long."],
  [422, { error: { message: "Nested" } }, "422: Nested."],
  [400, { error: 7 }, "400: 7."],
  [402, "Payment required", "402: Payment required."],
  [500, "<html>Oops</html>", "500: <html>Oops</html>."],
] as const)("%i %j has the vendor's message", async ([status, body, message]) => {
  const { mock, scalev } = setUp({ retries: 0 });
  mock.fail("catalog.listItems", { status, body });
  const error = await failureOf(scalev.catalog.listItems());
  expect(error).toHaveProperty(
    "message",
    `scalev catalog.listItems: GET /v3/stores/store_demo/public/items ${message}`,
  );
});

it("the fields that the vendor rejects are named, and its code is kept", async () => {
  const { mock, scalev } = await setUpLoggedIn();
  const body = {
    error_code: "validation_failed",
    error: "Unprocessable",
    message: "Two fields are wrong",
    errors: [{ severity: "error", code: "too_long", field: "name", message: "is too long" }, { other: 1 }],
  };
  mock.fail("me.update", { status: 422, body });
  const error = await failureOf(scalev.me.update({ name: "x" }));
  expect(error).toMatchObject({
    name: "ValidationError",
    code: "validation_failed",
    fields: [{ field: "name", message: "is too long" }],
  });
});

it("fields as an object are read, too", async () => {
  const { mock, scalev } = await setUpLoggedIn();
  mock.fail("me.update", { status: 422, body: { errors: { phone: ["is wrong", "is short"] } } });
  const error = await failureOf(scalev.me.update({ phone: "1" }));
  expect(error).toHaveProperty("fields", [{ field: "phone", message: "is wrong; is short" }]);
});

it("a 429 in plain text is retried after its reset, in Unix seconds", async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const { mock, scalev } = setUp();
  const headers = {
    "content-type": "text/plain",
    "x-ratelimit-limit": "100",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": "1800000007",
  };
  mock.fail("catalog.listItems", { status: 429, headers, body: "Too many requests" });
  const done = scalev.catalog.listItems({ page_size: 1 }).then(() => Date.now());
  await vi.waitFor(() => {
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    expect(mock.requests).toHaveLength(1);
  }, patience);
  await vi.advanceTimersByTimeAsync(7000);
  expect(await done).toBe(1_800_000_007_000);
  expect(mock.requests).toHaveLength(2);
});

it("a reset that is too far away fails at once with `retryAfter`", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
  const { mock, scalev } = setUp();
  const headers = { "content-type": "text/plain", "x-ratelimit-reset": "1800003600" };
  mock.fail("catalog.listItems", { status: 429, headers, body: "Too many requests\n" });
  const error = await failureOf(scalev.catalog.listItems());
  expect(ApiError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ name: "RateLimitError", retryAfter: 3_600_000, body: "Too many requests\n" });
  expect(error).toHaveProperty("message", expect.stringContaining("429: Too many requests."));
});

it("reads a very deeply nested body", () => {
  const deep = JSON.parse(`${'[{"message":'.repeat(50_000)}"x"${"}]".repeat(50_000)}`) as unknown;
  const body = { message: deep, error: deep, errors: { name: deep }, messages: { error: deep, name: deep } };

  expect(readError({ status: 422, body, headers: new Headers() })).toBeDefined();
});
