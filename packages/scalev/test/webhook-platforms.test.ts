import { runOn } from "@kelaskit/test-support/runtimes";
import { describe, expect, it } from "vitest";
import { main } from "./support/webhook-program.ts";

const expected = {
  "with the second secret": "payment.received",
  "with microseconds": "payment.received",
  "of another secret": "signature",
  "that was changed": "signature",
  "that is old": "too-old",
  "that is unknown": "other",
  "that says nothing": "incomplete",
  "that is a test": "business.test_event",
  "without a body": "ping",
};

const module = new URL("support/webhook-program.ts", import.meta.url);

describe("a webhook", () => {
  it("is checked on Node", async () => {
    expect(await main()).toEqual(expected);
  });

  it.for(["bun", "deno", "workerd"] as const)("is checked alike on %s", async (runtime) => {
    expect(await runOn(runtime, { module })).toEqual(expected);
  });
});
