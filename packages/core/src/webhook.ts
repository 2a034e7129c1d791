/**
 * For authors of vendor packages that receive webhooks: the body of a delivery, as it came, and the secret in its address.
 *
 * @packageDocumentation
 */

export { addressHasSecret, addressSecrets } from "./webhook-address.ts";

/** The bytes of a body, or why there are none. */
export type WebhookBody =
  | {
      /** A copy, which no other code can change. */
      readonly bytes: ArrayBuffer;
    }
  | {
      /** `not-raw`: it was parsed or read before, or is no body. `cut-off`: its stream failed. */
      readonly problem: "not-raw" | "too-large" | "cut-off";
      /** The failure of the stream. */
      readonly cause?: unknown;
    };

/** The chunks of a stream of fetch, which not every platform can iterate. */
async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator {
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

/** The chunks of a body that is an unread stream; undefined for any other body. */
function unreadChunks(body: object): AsyncIterable<unknown> | undefined {
  if ("getReader" in body && typeof body.getReader === "function") {
    const stream = body as ReadableStream<unknown>;
    return stream.locked ? undefined : chunksOf(stream);
  }
  if (!(Symbol.asyncIterator in body)) return undefined;
  // Set by Node: a stream that was already read would look like an empty body.
  const wasRead = "readableDidRead" in body && body.readableDidRead === true;
  return wasRead ? undefined : (body as AsyncIterable<unknown>);
}

async function readAll(chunks: AsyncIterable<unknown>, maxBytes: number): Promise<WebhookBody> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (!ArrayBuffer.isView(chunk)) return { problem: "not-raw" };
      size += chunk.byteLength;
      if (size > maxBytes) return { problem: "too-large" };
      read.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
  } catch (error) {
    return { problem: "cut-off", cause: error };
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const chunk of read) {
    bytes.set(chunk, position);
    position += chunk.byteLength;
  }
  return { bytes: bytes.buffer };
}

/**
 * Reads the body of a delivery: a text, bytes, an unread stream of fetch or Node, or null for none. Nothing after the first
 * `maxBytes` bytes is read.
 */
export async function readWebhookBody(body: unknown, maxBytes: number): Promise<WebhookBody> {
  if (body === null) return { bytes: new ArrayBuffer(0) };
  if (typeof body === "string") {
    // A character has at least one byte, so a text that is too long need not be encoded.
    if (body.length > maxBytes) return { problem: "too-large" };
    const bytes = new TextEncoder().encode(body);
    // The encoder's own buffer may be longer than its text.
    return bytes.byteLength > maxBytes ? { problem: "too-large" } : { bytes: bytes.slice().buffer };
  }
  if (ArrayBuffer.isView(body)) {
    if (body.byteLength > maxBytes) return { problem: "too-large" };
    return { bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice().buffer };
  }
  const chunks = typeof body === "object" ? unreadChunks(body) : undefined;
  return chunks === undefined ? { problem: "not-raw" } : readAll(chunks, maxBytes);
}
