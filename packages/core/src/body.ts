import type { BinaryReply } from "./declaration.ts";
import type { TransportResponse } from "./transport/transport.ts";

type GivenHeaders = TransportResponse["headers"];

function isHeaders(headers: GivenHeaders): headers is Headers {
  // Not instanceof: they may be of another realm, or of node-fetch.
  return typeof headers.get === "function";
}

/** A header of a response, whichever way its transport gives them; null where it is missing. */
export function headerOf({ headers }: Pick<TransportResponse, "headers">, name: string): string | null {
  if (isHeaders(headers)) return headers.get(name);
  const value = headers[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

/** The headers of a response as the platform has them. */
export function headersOf({ headers }: Pick<TransportResponse, "headers">): Headers {
  if (headers instanceof Headers) return headers;
  const pairs = isHeaders(headers)
    ? [...headers]
    : Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      );
  return new Headers(pairs);
}

/** Statuses whose responses have no body, which the platform enforces. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** A response of any transport as the platform's own; its body may have been read. */
export function toResponse(response: TransportResponse, body: BodyInit | null = null): Response {
  if (response instanceof Response) return response;
  const { status } = response;
  const shown = new Response(bodiless.has(status) ? null : body, { headers: headersOf(response) });
  // The platform's constructor takes neither a hidden redirect (0) nor what some servers make up (999).
  return Object.defineProperties(shown, {
    status: { value: status },
    ok: { value: status >= 200 && status < 300 },
    statusText: { value: response.statusText ?? "" },
  });
}

/** The media type of a response without its parameters, in lower case; nothing when it does not look like one. */
export function mediaTypeOf(response: Pick<TransportResponse, "headers">): string | undefined {
  const type = headerOf(response, "content-type")?.split(";")[0]?.trim().toLowerCase();
  return type !== undefined && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type) ? type : undefined;
}

/** Thrown when a successful body is larger than allowed; core turns it into an error of its own. */
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

/**
 * Reads a body to its end. Of an error it is the status that decides, so that a body which is too large, or breaks off, is read
 * as far as it goes.
 *
 * @param limit The most bytes that are read.
 * @throws BodyTooLarge for a success that is larger; what the connection throws for one that breaks off.
 */
export async function readBody(response: TransportResponse, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (response.body === null) return joined(chunks, 0);
  const isSuccess = response.status >= 200 && response.status < 300;
  const reader = chunksOf(response.body);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done === true || value === undefined) break;
      if (size + value.byteLength > limit) {
        // Ends the transfer of what nobody will read. It cannot tell anything new when it fails: the body is given up.
        Promise.resolve(reader.cancel()).catch(() => undefined);
        if (isSuccess) throw new BodyTooLarge(limit, response.status);
        chunks.push(value.subarray(0, limit - size));
        size = limit;
        break;
      }
      chunks.push(value);
      size += value.byteLength;
    }
  } catch (error) {
    if (isSuccess) throw error;
  }
  return joined(chunks, size);
}

const utf8 = new TextDecoder();

function decoderOf(charset: string | undefined): TextDecoder {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that no platform knows: UTF-8 is what nearly everybody sends.
    return utf8;
  }
}

/** A body as text, in the character encoding that its `content-type` names. @default UTF-8 */
export function decodeText(response: TransportResponse, bytes: Uint8Array): string {
  const type = headerOf(response, "content-type");
  const charset = type === null ? undefined : /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];
  return decoderOf(charset).decode(bytes);
}

/** Encodings that undici decodes without asking whether they came to their end; it does ask for zstd. */
const silentlyCut = /\b(?:x-)?gzip\b|\bdeflate\b|\bbr\b/i;

interface ProcessLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
}

/**
 * Whether this platform's fetch gives what there is of a compressed body that was cut off, and no error. Node's does;
 * Deno's and Bun's do not.
 */
function hidesCuts(): boolean {
  return (globalThis as ProcessLike).process?.versions?.["undici"] !== undefined;
}

/**
 * Headers that ask for a body as it is, where a cut in a compressed one could pass for its end. JSON shows its own end,
 * so that lists stay compressed; a file does not, and neither does the empty reply to a write.
 */
export function encodingHeaders(
  media: "json" | "binary",
  readOnly: boolean,
): Readonly<Record<string, string>> {
  return (media === "binary" || !readOnly) && hidesCuts() ? { "accept-encoding": "identity" } : {};
}

/** Some servers name an encoding for an empty body, too. */
function isEmptyOnWire(response: TransportResponse): boolean {
  return (
    response.body === null ||
    response.status === 204 ||
    response.status === 205 ||
    headerOf(response, "content-length") === "0"
  );
}

/**
 * Why a body may have been cut off, as the end of a sentence; nothing where it came to its end. A body is shorter than its
 * header says; or it was compressed and what was unpacked is a file, nothing at all, or a number, which might have had more
 * digits.
 */
export function cutText(
  response: TransportResponse,
  bytes: Uint8Array,
  media: "json" | "binary",
): string | undefined {
  const encoding = headerOf(response, "content-encoding");
  if (encoding === null) {
    const length = media === "binary" ? headerOf(response, "content-length") : null;
    if (length === null || Number(length) === bytes.length) return undefined;
    return `the file was cut off: ${bytes.length} of ${length} bytes came`;
  }
  if (!silentlyCut.test(encoding) || !hidesCuts()) return undefined;
  const last = bytes.at(-1);
  const endsInDigit = last !== undefined && last >= 0x30 && last <= 0x39;
  const mayBeCut = bytes.length === 0 ? !isEmptyOnWire(response) : media === "binary" || endsInDigit;
  return mayBeCut
    ? "the reply is compressed, and nothing shows that it came to its end: it may have been cut off on the way"
    : undefined;
}

/** The file name in a `content-disposition` header: the extended form (RFC 8187) before the plain one, without folders. */
export function fileNameOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const extended = /(?:^|[;\s])filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  const plain = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  let name = plain?.[1]?.replaceAll(/\\(.)/g, "$1") ?? plain?.[2];
  if (extended !== undefined) {
    try {
      name = decodeURIComponent(extended);
    } catch {
      // Not percent-encoded after all: the plain form, if any, stands.
    }
  }
  // A control character is never meant, and no file system takes a NUL.
  const base = name
    ?.split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/\p{Cc}/gu, "");
  return base === undefined || base === "" || base === "." || base === ".." ? undefined : base;
}

/** Makes the result of an operation whose reply is a file. */
export function binaryReply(response: TransportResponse, bytes: Uint8Array): BinaryReply {
  return {
    bytes,
    mediaType: mediaTypeOf(response) ?? "application/octet-stream",
    fileName: fileNameOf(headerOf(response, "content-disposition")),
  };
}
