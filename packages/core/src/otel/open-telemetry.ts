import {
  context,
  type MeterProvider,
  metrics,
  propagation,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { checkOptions, type OptionNames } from "../check-options.ts";
import type { Telemetry } from "../telemetry.ts";
import { type Instruments, instrumentsOf } from "./instruments.ts";
import { WatchedByOpenTelemetry } from "./watched-call.ts";

/** Settings of `openTelemetry`. */
export interface OpenTelemetryOptions {
  /** Creates the spans. @default the global one, when a client first sends */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Takes the measurements. @default the global one, when a client first sends */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Whether requests carry the context of their trace to the vendor, in the headers of the global propagator: usually `traceparent`
   * and `tracestate`, and `baggage` if you use it. Vendors that do not trace have no use for them. In browsers, these headers need
   * the vendor's permission (CORS). @default false
   */
  readonly propagate?: boolean | undefined;
}

const optionNames = {
  tracerProvider: true,
  meterProvider: true,
  propagate: true,
} as const satisfies OptionNames<OpenTelemetryOptions>;

const scope = "@kelaskit/core";

/**
 * Traces and measures the calls of a client: a span for each call and, as its child, one for each attempt. Pass it to the option
 * `telemetry`; several clients may share it. Register your SDK before the first call is sent.
 *
 * No span or metric contains the value of a parameter: neither the URL nor the message of an error, only templates and classes.
 *
 * @throws ConfigurationError when an option is unknown.
 * @example
 * ```ts
 * import { openTelemetry } from "@kelaskit/core/otel";
 * import { createSkilvul } from "@kelaskit/skilvul";
 *
 * const skilvul = createSkilvul({ telemetry: openTelemetry() });
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Telemetry {
  checkOptions("openTelemetry()", options, optionNames);
  let tracer: Tracer | undefined;
  let instruments: Instruments | undefined;
  const headers = (): Readonly<Record<string, string>> | undefined => {
    if (options.propagate !== true) return undefined;
    const carrier: Record<string, string> = {};
    propagation.inject(context.active(), carrier);
    return carrier;
  };
  return {
    startCall(call) {
      tracer ??= (options.tracerProvider ?? trace).getTracer(scope);
      // Not earlier: a meter of the global provider does nothing if no SDK has been registered.
      instruments ??= instrumentsOf((options.meterProvider ?? metrics).getMeter(scope));
      return new WatchedByOpenTelemetry(call, { tracer, instruments, headers });
    },
  };
}
