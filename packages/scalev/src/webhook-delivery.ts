import { ConfigurationError } from "@kelaskit/core";
import { readWebhookBody } from "@kelaskit/core/webhook";
import { WebhookError } from "./errors.ts";

/** The headers of a request: a `Headers` object or a plain object. */
export type WebhookHeaders =
  | {
      /** Returns the value of a header; null without one. */
      get(name: string): string | null;
    }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as received, not yet parsed, such as a `Request`. */
export interface WebhookDelivery {
  /** The headers; names are case-insensitive. */
  readonly headers: WebhookHeaders;
  /** The body as text, bytes, or a stream of fetch or Node; null without one. */
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
}

/** The header with the signature. */
export const webhookSignatureHeader = "x-scalev-hmac-sha256";

/** The header with the id of the app that a webhook is for. */
export const webhookAppHeader = "x-scalev-app-id";

/** Every value of a header. A proxy or an attacker may have added one. */
export function headerValues(headers: WebhookHeaders, name: string): readonly unknown[] {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) {
    throw new ConfigurationError(
      "verifyWebhook requires the headers of the request, as a Headers object or a plain object. Pass the request, or { headers, body }.",
    );
  }
  if (typeof headers.get === "function") {
    const value: unknown = headers.get(name);
    return value === null || value === undefined ? [] : [value];
  }
  return Object.entries(headers)
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]: [string, unknown]) => value);
}

/**
 * Returns a copy of the bytes of a body, which no other code can change.
 *
 * @throws ConfigurationError when it was already parsed or read, so that it cannot be verified.
 * @throws WebhookError when it is too large or cut off.
 */
export async function bytesOf(body: unknown, maxBytes: number): Promise<ArrayBuffer> {
  const read = await readWebhookBody(body, maxBytes);
  if ("bytes" in read) return read.bytes;
  switch (read.problem) {
    case "not-raw":
      throw new ConfigurationError(
        "verifyWebhook requires the raw body, as a string, a Uint8Array or an unread stream. Turn off the body parser of this route.",
      );
    case "too-large":
      throw new WebhookError(
        "too-large",
        `the body is larger than ${maxBytes} bytes and was not checked. If the vendor sends such bodies, raise maxBytes`,
      );
    case "cut-off":
      throw new WebhookError("unreadable", "the body was cut off", { cause: read.cause });
  }
}
