import { ConfigurationError } from "@kelaskit/core";
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

function tooLarge(maxBytes: number): WebhookError {
  return new WebhookError(
    "too-large",
    `the body is larger than ${maxBytes} bytes and was not checked. If the vendor sends such bodies, raise maxBytes`,
  );
}

function notRaw(): ConfigurationError {
  return new ConfigurationError(
    "verifyWebhook requires the raw body, as a string, a Uint8Array or an unread stream. Turn off the body parser of this route.",
  );
}

/** The chunks of a stream of fetch, which not every platform can iterate. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } finally {
    // The rest is not needed. A broken stream cannot be canceled, which does not matter here.
    if (!isDone) void reader.cancel().catch(() => undefined);
  }
}

async function readAll(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (!ArrayBuffer.isView(chunk)) throw notRaw();
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      read.push(chunk);
    }
  } catch (error) {
    if (WebhookError.isInstance(error) || ConfigurationError.isInstance(error)) throw error;
    throw new WebhookError("unreadable", "the body was cut off", { cause: error });
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of read) {
    bytes.set(chunk, position);
    position += chunk.byteLength;
  }
  return bytes;
}

/** The chunks of a body that is a stream; undefined for any other body. */
function streamOf(body: object): AsyncIterable<Uint8Array> | undefined {
  if ("getReader" in body) {
    const stream = body as ReadableStream<Uint8Array>;
    if (stream.locked) throw notRaw();
    return chunksOf(stream);
  }
  if (!(Symbol.asyncIterator in body)) return undefined;
  // Set by Node: a stream that was already read would look like an empty body.
  if ("readableDidRead" in body && body.readableDidRead === true) throw notRaw();
  return body as AsyncIterable<Uint8Array>;
}

/**
 * Returns a copy of the bytes of a body, which no other code can change.
 *
 * @throws ConfigurationError when it was already parsed or read, so that it cannot be verified.
 * @throws WebhookError when it is too large or cut off.
 */
export async function bytesOf(body: unknown, maxBytes: number): Promise<ArrayBuffer> {
  if (body === null) return new ArrayBuffer(0);
  const stream = typeof body === "object" ? streamOf(body) : undefined;
  if (stream !== undefined) return new Uint8Array(await readAll(stream, maxBytes)).buffer;
  if (typeof body !== "string" && !ArrayBuffer.isView(body)) throw notRaw();
  // A character has at least one byte, so a text that is too long need not be encoded.
  if ((typeof body === "string" ? body.length : body.byteLength) > maxBytes) throw tooLarge(maxBytes);
  const bytes =
    typeof body === "string"
      ? new TextEncoder().encode(body)
      : new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return new Uint8Array(bytes).buffer;
}
