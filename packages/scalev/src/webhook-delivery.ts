import { ConfigurationError } from "@kelaskit/core";
import { WebhookError } from "./errors.ts";

/** The headers of a request: as fetch has them, or as an object. */
export type WebhookHeaders =
  | {
      /** The value of a header; null where there is none. */
      get(name: string): string | null;
    }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it came, before anything has parsed it. A `Request` is one. */
export interface WebhookDelivery {
  /** The headers; their names in any case. */
  readonly headers: WebhookHeaders;
  /** The body as text, bytes or a stream, of fetch or of Node; null when there is none. */
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
}

/** The header that holds the signature. */
export const webhookSignatureHeader = "x-scalev-hmac-sha256";

/** The header that names the app for which a webhook is. */
export const webhookAppHeader = "x-scalev-app-id";

/** Every value of a header. A proxy or an attacker may have added one. */
export function headerValues(headers: WebhookHeaders, name: string): readonly unknown[] {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) {
    throw new ConfigurationError(
      "verifyWebhook needs the headers of the request, as a Headers object or a plain object: give the request, or { headers, body }.",
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
    `the body is larger than ${maxBytes} bytes and was not looked at; should the vendor send such, raise maxBytes`,
  );
}

function notRaw(): ConfigurationError {
  return new ConfigurationError(
    "verifyWebhook needs the body as it came, as a string, a Uint8Array or an unread stream: turn the body parser of this route off.",
  );
}

/** The chunks of a stream of fetch: not every platform can iterate it. */
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
    // Nobody reads the rest, so that it need not be sent. That a broken stream cannot be cancelled changes nothing.
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
    throw new WebhookError("unreadable", "the body broke off before its end", { cause: error });
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of read) {
    bytes.set(chunk, position);
    position += chunk.byteLength;
  }
  return bytes;
}

/** What can be read of a body that is a stream; nothing when it is none. */
function streamOf(body: object): AsyncIterable<Uint8Array> | undefined {
  if ("getReader" in body) {
    const stream = body as ReadableStream<Uint8Array>;
    if (stream.locked) throw notRaw();
    return chunksOf(stream);
  }
  if (!(Symbol.asyncIterator in body)) return undefined;
  // Node's own mark: what was read before comes back as an empty body.
  if ("readableDidRead" in body && body.readableDidRead === true) throw notRaw();
  return body as AsyncIterable<Uint8Array>;
}

/**
 * The bytes of a body, which nobody else can change.
 *
 * @throws ConfigurationError when somebody has parsed or read it: it can never be verified.
 * @throws WebhookError when it is too large or breaks off.
 */
export async function bytesOf(body: unknown, maxBytes: number): Promise<ArrayBuffer> {
  if (body === null) return new ArrayBuffer(0);
  const stream = typeof body === "object" ? streamOf(body) : undefined;
  if (stream !== undefined) return new Uint8Array(await readAll(stream, maxBytes)).buffer;
  if (typeof body !== "string" && !ArrayBuffer.isView(body)) throw notRaw();
  // A character has at least one byte: what is far too long is not even encoded.
  if ((typeof body === "string" ? body.length : body.byteLength) > maxBytes) throw tooLarge(maxBytes);
  const bytes =
    typeof body === "string"
      ? new TextEncoder().encode(body)
      : new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return new Uint8Array(bytes).buffer;
}
