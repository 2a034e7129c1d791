import { ConfigurationError } from "@kelaskit/core";
import { AcademyWebhookError } from "./errors.ts";

/** The body of a delivery, parsed, and its bytes. */
export interface ReadBody {
  readonly value: unknown;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function tooLarge(maxBytes: number): AcademyWebhookError {
  return new AcademyWebhookError(
    "too-large",
    `the body is larger than ${maxBytes} bytes and was not parsed. If your portal sends such bodies, raise maxBytes`,
  );
}

function notReadable(): ConfigurationError {
  return new ConfigurationError(
    "The receiver of Academy of Mine's webhooks requires the body of the request: a text, bytes, an unread stream or the object that a body parser made. Pass the request, or { url, body }.",
  );
}

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

async function readAll(chunks: AsyncIterable<unknown>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const read: ArrayBufferView[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (!ArrayBuffer.isView(chunk)) throw notReadable();
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      read.push(chunk);
    }
  } catch (error) {
    if (AcademyWebhookError.isInstance(error) || ConfigurationError.isInstance(error)) throw error;
    throw new AcademyWebhookError("unreadable", "the body was cut off", { cause: error });
  }
  const bytes = new Uint8Array(size);
  let position = 0;
  for (const { buffer, byteOffset, byteLength } of read) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), position);
    position += byteLength;
  }
  return bytes;
}

/** The chunks of a body that is a stream; undefined for any other body. */
function streamOf(body: object): AsyncIterable<unknown> | undefined {
  if ("getReader" in body) {
    const stream = body as ReadableStream<unknown>;
    if (stream.locked) throw notReadable();
    return chunksOf(stream);
  }
  if (!(Symbol.asyncIterator in body)) return undefined;
  // Set by Node: a stream that was already read would look like an empty body.
  if ("readableDidRead" in body && body.readableDidRead === true) throw notReadable();
  return body as AsyncIterable<unknown>;
}

/** Whether a value is what a body parser makes of a JSON object or list. */
function isParsed(body: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(body);
  // Objects from another realm, such as a test runner's, have another Object.prototype.
  return Array.isArray(body) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function textOf(parsed: object): string {
  try {
    return JSON.stringify(parsed);
  } catch (error) {
    throw new AcademyWebhookError("unreadable", "the body is too deep", { cause: error });
  }
}

async function bytesOf(body: string | object, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = typeof body === "object" ? streamOf(body) : undefined;
  if (stream !== undefined) return readAll(stream, maxBytes);
  if (ArrayBuffer.isView(body)) {
    if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  }
  if (typeof body === "object" && !isParsed(body)) throw notReadable();
  const text = typeof body === "string" ? body : textOf(body);
  // A character has at least one byte, so a text that is too long need not be encoded.
  const bytes = text.length > maxBytes ? undefined : new TextEncoder().encode(text);
  if (bytes === undefined || bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

/**
 * Reads and parses the body of a delivery.
 *
 * @throws AcademyWebhookError when it is too large, cut off or not JSON.
 * @throws ConfigurationError when there is none to read.
 */
export async function readBody(body: unknown, maxBytes: number): Promise<ReadBody> {
  if (typeof body !== "string" && typeof body !== "object") throw notReadable();
  const bytes = body === null ? new Uint8Array() : await bytesOf(body, maxBytes);
  try {
    // The decoder removes a byte order mark.
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return { value, bytes };
  } catch {
    // The text and the parser's message are not shown, because they contain a person's data.
    throw new AcademyWebhookError("unreadable", `the body is not JSON in UTF-8 (${bytes.byteLength} bytes)`);
  }
}
