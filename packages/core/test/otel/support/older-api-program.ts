import { registerHooks } from "node:module";
import type { Span, TracerProvider } from "@opentelemetry/api";

// Prints the spans that a program with the older API has: `opentelemetry-api-1-9` in place of what is installed.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === "@opentelemetry/api" ? "opentelemetry-api-1-9" : specifier, context),
});

const { trace, INVALID_SPAN_CONTEXT } = await import("@opentelemetry/api");
const { openTelemetry } = await import("../../../src/otel/index.ts");
const { createWarung, get } = await import("../../support/client.ts");

const names: string[] = [];
const tracerProvider: TracerProvider = {
  getTracer: () => ({
    startSpan(name): Span {
      names.push(name);
      return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    },
    startActiveSpan() {
      throw new Error("It is not used.");
    },
  }),
};
const fetch = (): Promise<Response> => Promise.resolve(Response.json({ id: 1 }));
await get(createWarung({ fetch, telemetry: openTelemetry({ tracerProvider }) }));
console.log(JSON.stringify(names));
