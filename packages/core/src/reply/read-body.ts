/** Thrown when a body is larger than allowed; core turns it into an error of its own. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  readonly status: number;

  constructor(limit: number, status: number) {
    super(`The body is larger than ${limit} bytes.`);
    this.limit = limit;
    this.status = status;
  }
}

/** Reads a body to its end, chunk by chunk. A loop and not a generator: it runs in every call. */
async function readChunks(
  response: Response,
  limit: number,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    size += value.byteLength;
    if (size > limit) {
      // Ends the transfer of what nobody will read. It cannot tell anything new when it fails: the body is given up.
      reader.cancel().catch(() => undefined);
      throw new BodyTooLarge(limit, response.status);
    }
    take(value);
  }
}

/** Reads a body as UTF-8 text, no further than `limit` bytes. */
export async function readText(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  await readChunks(response, limit, (chunk) => {
    text += decoder.decode(chunk, { stream: true });
  });
  return text + decoder.decode();
}

/** Reads a body as bytes, no further than `limit`. */
export async function readBytes(response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await readChunks(response, limit, (chunk) => {
    chunks.push(chunk);
    size += chunk.byteLength;
  });
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
