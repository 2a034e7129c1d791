import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type { CallEnd, CallWatcher, TryEnd, TryWatcher, WatchedCall } from "../telemetry.ts";
import type { DriftReport } from "../drift.ts";
import { operationAttributes, requestAttributes } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";

/** What the calls of a client share. */
export interface Shared {
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  /** The headers that carry the active context to the vendor, if they shall. */
  readonly headers: () => Readonly<Record<string, string>> | undefined;
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** The attribute of an end that is not a success: HTTP's conventions want the status, if there is one. */
function errorAttributes({ status, errorType }: TryEnd): Attributes {
  if (errorType !== undefined) return { "error.type": errorType };
  // A redirect is not followed, so it fails the call, and browsers hide its status.
  if (status === undefined || (status > 0 && status < 400)) return {};
  return { "error.type": String(status) };
}

/** One attempt: a span of the kind "client", and the duration of its request. */
class TryByOpenTelemetry implements TryWatcher {
  readonly headers: TryWatcher["headers"];
  readonly #span: Span;
  readonly #context: Context;
  readonly #started = performance.now();
  readonly #request: Attributes;
  readonly #shared: Shared;

  constructor(call: WatchedCall, attempt: number, shared: Shared, parent: Context) {
    this.#shared = shared;
    this.#request = { ...requestAttributes(call), ...operationAttributes(call) };
    const { method, path } = call;
    const resent = attempt > 1 ? { "http.request.resend_count": attempt - 1 } : {};
    this.#span = shared.tracer.startSpan(
      path === undefined ? method : `${method} ${path}`,
      { kind: SpanKind.CLIENT, attributes: { ...this.#request, ...resent } },
      parent,
    );
    this.#context = trace.setSpan(parent, this.#span);
    this.headers = context.with(this.#context, shared.headers);
  }

  within(work: () => void): void {
    context.with(this.#context, work);
  }

  ended(end: TryEnd): void {
    const result: Attributes = { "http.response.status_code": end.status, ...errorAttributes(end) };
    this.#span.setAttributes(result);
    if (result["error.type"] !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
    const { tries } = this.#shared.instruments;
    tries.record(secondsSince(this.#started), { ...this.#request, ...result }, this.#context);
  }
}

/** One call: a span of the kind "internal", whose children are its attempts and the requests for its token. */
export class WatchedByOpenTelemetry implements CallWatcher {
  readonly #call: WatchedCall;
  readonly #shared: Shared;
  readonly #span: Span;
  readonly #context: Context;
  readonly #operation: Attributes;
  readonly #started = performance.now();

  constructor(call: WatchedCall, shared: Shared) {
    this.#call = call;
    this.#shared = shared;
    this.#operation = operationAttributes(call);
    const parent = context.active();
    this.#span = shared.tracer.startSpan(
      `${call.vendor} ${call.operation}`,
      { kind: SpanKind.INTERNAL, attributes: { ...this.#operation, "kelaskit.evidence": call.evidence } },
      parent,
    );
    this.#context = trace.setSpan(parent, this.#span);
  }

  within(work: () => void): void {
    context.with(this.#context, work);
  }

  startTry(attempt: number): TryWatcher {
    return new TryByOpenTelemetry(this.#call, attempt, this.#shared, this.#context);
  }

  retrying(wait: number): void {
    this.#span.addEvent("kelaskit.retry", { "kelaskit.retry.delay": wait / 1000 });
    this.#shared.instruments.retries.add(1, this.#operation, this.#context);
  }

  queued(waited: number): void {
    this.#shared.instruments.limiterWait.record(waited / 1000, this.#operation, this.#context);
  }

  drifted({ issues }: DriftReport): void {
    this.#span.addEvent("kelaskit.drift", { "kelaskit.drift.count": issues.length });
    this.#shared.instruments.drift.add(issues.length, this.#operation, this.#context);
  }

  ended({ attempts, error }: CallEnd): void {
    const failure =
      error === undefined ? {} : { "error.type": error.name, "kelaskit.outcome": error.outcome ?? "unknown" };
    this.#span.setAttributes({ ...failure, "kelaskit.attempts": attempts });
    // Without the error's message, which may contain words of the vendor's and values of parameters.
    if (error !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
    const { calls, tokenRequests } = this.#shared.instruments;
    const result = { ...this.#operation, ...failure };
    calls.record(secondsSince(this.#started), result, this.#context);
    if (this.#call.isTokenRequest) tokenRequests.add(1, result, this.#context);
  }
}
