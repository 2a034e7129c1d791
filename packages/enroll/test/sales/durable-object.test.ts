import { runOn } from "@kelaskit/test-support/runtimes";
import { expect, it } from "vitest";
import type { DurableReport } from "./support/durable-program.ts";
import { keyOf } from "./support/school.ts";

it("receives sales in a Durable Object of Cloudflare's workerd, which continues what an earlier one has left", async () => {
  const module = new URL("support/durable-program.ts", import.meta.url);
  const report = (await runOn("workerd", { module, isDurable: true })) as DurableReport;
  expect(new Set(report.statuses)).toEqual(new Set([204]));
  expect(report).toMatchObject({ sent: [keyOf("learner@example.com", "writing")], states: ["granted"] });
  expect(report.events).toBe(report.statuses.length / 2);
});
