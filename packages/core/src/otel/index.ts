/**
 * Traces and metrics of a client's calls with OpenTelemetry. Needs the package `@opentelemetry/api`.
 *
 * @packageDocumentation
 */
export { openTelemetry, type OpenTelemetryOptions } from "./open-telemetry.ts";
export type { Telemetry } from "../telemetry.ts";
