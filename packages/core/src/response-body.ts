import type { TransportResponse } from "./transport/transport.ts";

/** Thrown when a successful body is larger than allowed; core converts it to a public error. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  readonly status: number;

  constructor(limit: number, status: number) {
    super(`The body is larger than ${limit} bytes.`);
    this.limit = limit;
    this.status = status;
  }
}

interface ChunkReader {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  cancel(): unknown;
}

function chunksOf(body: NonNullable<TransportResponse["body"]>): ChunkReader {
  if ("getReader" in body) {
    const reader = body.getReader();
    return { read: () => reader.read(), cancel: () => reader.cancel() };
  }
  const iterator = body[Symbol.asyncIterator]();
  return { read: () => iterator.next(), cancel: () => iterator.return?.() };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Whether a status is 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Reads a body to its end. For an error response the status is what matters, so a body that is too large or breaks off is read
 * as far as possible.
 *
 * @param limit The largest number of bytes to read.
 * @throws BodyTooLarge for a success that is larger; the connection's error for a success that breaks off.
 */
export async function readBody(response: TransportResponse, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (response.body === null) return joined(chunks, 0);
  const succeeded = isSuccess(response.status);
  const reader = chunksOf(response.body);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done === true || value === undefined) break;
      if (size + value.byteLength > limit) {
        // Ends the transfer of the rest. A failure to cancel does not matter, because the body is not used any more.
        Promise.resolve(reader.cancel()).catch(() => undefined);
        if (succeeded) throw new BodyTooLarge(limit, response.status);
        chunks.push(value.subarray(0, limit - size));
        size = limit;
        break;
      }
      chunks.push(value);
      size += value.byteLength;
    }
  } catch (error) {
    if (succeeded) throw error;
  }
  return joined(chunks, size);
}
