import type { Meter } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, it, onTestFinished } from "vitest";
import { recordMetrics } from "../../src/service/index.ts";
import { newsletter } from "../support/targets.ts";
import { next, open } from "./support.ts";

/** A meter of OpenTelemetry's own SDK, and what it has measured: each value with its attributes. */
function measuring() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  onTestFinished(() => provider.shutdown());
  const meter: Meter = provider.getMeter("test");
  return {
    meter,
    async points(name: string) {
      exporter.reset();
      await reader.forceFlush();
      return exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value })));
    },
  };
}

it("measures states, waits and durations, without learners", async () => {
  const measured = measuring();
  const enrollments = await open({ target: newsletter() });
  const end = recordMetrics(enrollments, measured.meter);
  await enrollments.add({ email: "ann@example.com" }, { reference: "order 4711" });
  expect(await measured.points("kelaskit.enrollments")).toContainEqual({
    attributes: { "kelaskit.target": "newsletter", "kelaskit.state": "pending" },
    value: 1,
  });
  expect(await measured.points("kelaskit.enrollments.ready")).toEqual([
    { attributes: { "kelaskit.target": "newsletter" }, value: 0 },
  ]);
  const [oldest] = await measured.points("kelaskit.enrollments.oldest_pending");
  expect(oldest?.value).toBeGreaterThanOrEqual(0);
  enrollments.start();
  await next(enrollments, "done");
  expect(await measured.points("kelaskit.enrollment.duration")).toMatchObject([
    {
      attributes: {
        "kelaskit.target": "newsletter",
        "kelaskit.state": "done",
        "kelaskit.operation": "enroll",
      },
      value: { count: 1 },
    },
  ]);
  expect(JSON.stringify(await measured.points("kelaskit.enrollments"))).not.toMatch(/ann|4711|weekly/);
  end();
});

it("ends when it is told to", async () => {
  const measured = measuring();
  const enrollments = await open({ target: newsletter() });
  recordMetrics(enrollments, measured.meter)();
  expect(await measured.points("kelaskit.enrollments")).toEqual([]);
});
