import type { HeaderRecord, TransportResponse } from "./transport.ts";

/** Whether headers are a record and not an object with `get`. */
function isHeaderRecord(headers: TransportResponse["headers"]): headers is HeaderRecord {
  // Not instanceof: they may be from another realm, or from node-fetch.
  return typeof headers.get !== "function";
}

/** The headers of a response as the platform's `Headers`. */
export function headersOf({ headers }: Pick<TransportResponse, "headers">): Headers {
  if (headers instanceof Headers) return headers;
  const pairs = isHeaderRecord(headers)
    ? Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      )
    : [...headers];
  return new Headers(pairs);
}

/** Statuses whose responses have no body, which the platform enforces. */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** A response of any transport as the platform's `Response`; its body may have been read. */
export function toResponse(response: TransportResponse, body: BodyInit | null = null): Response {
  if (response instanceof Response) return response;
  const { status } = response;
  const shown = new Response(bodiless.has(status) ? null : body, { headers: headersOf(response) });
  // The platform's constructor accepts neither a hidden redirect (0) nor made-up statuses of some servers (999).
  return Object.defineProperties(shown, {
    status: { value: status },
    ok: { value: status >= 200 && status < 300 },
    statusText: { value: response.statusText ?? "" },
  });
}
