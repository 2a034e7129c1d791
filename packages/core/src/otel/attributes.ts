import type { Attributes } from "@opentelemetry/api";
import type { WatchedCall } from "../telemetry.ts";

/** Attributes by the semantic conventions of OpenTelemetry, and our own, which begin with `kelaskit.`. */

/** What identifies an operation: of few values, and none of a parameter. */
export function operationAttributes({ vendor, operation }: WatchedCall): Attributes {
  return { "kelaskit.vendor": vendor, "kelaskit.operation": operation };
}

const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** What every request of a call has in common. The URL is not among them: it contains parameters. */
export function requestAttributes({ method, path, baseUrl }: WatchedCall): Attributes {
  const { hostname, port, protocol } = new URL(baseUrl);
  return {
    "http.request.method": method,
    "server.address": hostname,
    "server.port": port === "" ? defaultPorts[protocol] : Number(port),
    "url.scheme": protocol.replace(/:$/, ""),
    "url.template": path,
  };
}
