import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { openTelemetry } from "../../src/otel/index.ts";
import { createWarung, get } from "../support/client.ts";
import { answerItem, serve } from "../support/faulty-server.ts";
import { withContext } from "./support/recorder.ts";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}

/** What a collector receives, as far as it is compared here: OTLP in JSON. */
interface Received {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly {
        readonly name: string;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly attributes: readonly Attribute[];
      }[];
    }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly { readonly name: string; readonly unit: string }[];
    }[];
  }[];
}

/** A collector on this machine. */
async function collector() {
  const received: Received[] = [];
  const server = await serve((request, response) => {
    void text(request).then((body) => {
      received.push(JSON.parse(body) as Received);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  return { url: server.url, requests: server.requests, received };
}

it("a collector receives the spans and metrics of a call over OTLP", async () => {
  withContext();
  const { url, requests, received } = await collector();
  const vendor = await serve(answerItem);
  const tracerProvider = new TracerProvider({
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }) }),
    ],
  });
  const meterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics` }),
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });
  const telemetry = openTelemetry({ tracerProvider, meterProvider });

  await get(createWarung({ baseUrl: vendor.url, telemetry }));
  await tracerProvider.shutdown();
  await meterProvider.shutdown();

  expect(requests.map(({ path }) => path).toSorted()).toEqual(["/v1/metrics", "/v1/traces"]);
  const scopes = received.flatMap(({ resourceSpans = [] }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans),
  );
  expect(scopes.map(({ scope }) => scope.name)).toEqual(["@kelaskit/core"]);
  const spans = scopes.flatMap((scope) => scope.spans);
  const call = spans.find(({ name }) => name === "warung items.get");
  const attempt = spans.find(({ name }) => name === "GET /items/1");
  expect(attempt).toMatchObject({ traceId: call?.traceId, parentSpanId: call?.spanId });
  expect(attempt?.attributes).toContainEqual({ key: "url.template", value: { stringValue: "/items/1" } });
  const metricNames = received
    .flatMap(({ resourceMetrics = [] }) => resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics))
    .flatMap(({ metrics }) => metrics.map(({ name, unit }) => `${name} ${unit}`));
  expect(metricNames).toEqual(["http.client.request.duration s", "kelaskit.call.duration s"]);
});
