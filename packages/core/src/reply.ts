import type { Engine, ErrorSource, VendorProblem } from "./engine.ts";
import type { Issue, Outcome } from "./errors.ts";
import type { ValidationMode } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { CallRequest } from "./request/build.ts";
import { schemaIssues } from "./schema.ts";
import { headersOf } from "./transport/response.ts";
import type { HeaderRecord, TransportResponse } from "./transport/transport.ts";

/** A complete answer: headers and body. */
export interface Answer {
  readonly response: TransportResponse;
  readonly bytes: Uint8Array;
  /** Whether the caller reads the body, so that nothing is known of it. */
  readonly isUnread?: boolean;
}

/** A success, as declared or with reported differences. */
export interface Reply {
  readonly kind: "reply";
  readonly data: unknown;
  /** Where it differs from its declaration. */
  readonly drift: readonly Issue[];
}

/** The vendor's error. */
export interface Refusal {
  readonly kind: "refusal";
  readonly status: number;
  readonly problem: VendorProblem;
  /** The parsed body, or the text of a body that is not JSON. */
  readonly body: unknown;
  readonly tokenRejected: boolean;
  readonly outcome: Outcome;
}

/** An unexpected reply. It is not retried, because the next reply would be the same. */
export interface Mismatch {
  readonly kind: "mismatch";
  readonly status: number;
  /** What is wrong, as the end of a sentence without its full stop. */
  readonly reason: string;
  /** The body if it says more; may contain secrets. */
  readonly text?: string;
  readonly issues?: readonly Issue[];
  readonly outcome: Outcome;
}

/** What an answer means. */
export type Meaning = Reply | Refusal | Mismatch;

/** What is needed to interpret a reply. */
export interface ReadAs {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly request: CallRequest;
  readonly validation: ValidationMode;
}

/** A header of a response in either form that transports return; `null` if it is missing. */
export function headerOf({ headers }: Pick<TransportResponse, "headers">, name: string): string | null {
  // Not instanceof: they may belong to another realm, or to node-fetch.
  if (typeof headers.get === "function") return headers.get(name);
  const value = (headers as HeaderRecord)[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

/** The media type of a response without its parameters, in lower case; `undefined` if it does not look like one. */
export function mediaTypeOf(response: Pick<TransportResponse, "headers">): string | undefined {
  const type = headerOf(response, "content-type")?.split(";")[0]?.trim().toLowerCase();
  return type !== undefined && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type) ? type : undefined;
}

const utf8 = new TextDecoder();

function decoderOf(charset: string | undefined): TextDecoder {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    // An unknown charset: nearly all vendors send UTF-8.
    return utf8;
  }
}

/** Decodes a body with the charset from its `content-type`. @default UTF-8 */
export function decodeText(response: TransportResponse, bytes: Uint8Array): string {
  const type = headerOf(response, "content-type");
  const charset =
    type !== null && /charset/i.test(type) ? /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] : undefined;
  return decoderOf(charset).decode(bytes);
}

function isDigit(text: string, at: number): boolean {
  // oxlint-disable-next-line unicorn/prefer-code-point -- a digit is one unit, and this runs over every reply
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

/** The fewest digits of an integer that a JavaScript number may not represent exactly: 2^53 has 16. */
const longNumber = 16;

/** Whether a text contains a run of digits so long that a number in it may have been rounded. Looks at every 16th character. */
export function mayHoldLongNumbers(text: string): boolean {
  for (let at = longNumber - 1; at < text.length; at += longNumber) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (start > 0 && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < text.length && isDigit(text, end)) end += 1;
    if (end - start >= longNumber) return true;
  }
  return false;
}

/** A reply as a vendor's error reader sees it; its headers are created on demand. */
export class ReplySource implements ErrorSource {
  readonly status: number;
  readonly body: unknown;
  readonly #response: TransportResponse;

  constructor(response: TransportResponse, body: unknown) {
    this.status = response.status;
    this.body = body;
    this.#response = response;
  }

  get headers(): Headers {
    return headersOf(this.#response);
  }
}

const noDrift: readonly Issue[] = [];

/** What `parseJson` returns for a text that is not JSON. */
export const notJson = Symbol("not JSON");

/** Parses JSON. Returns `undefined` for an empty text and `notJson` for one that is not JSON. */
export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return notJson;
  }
}

/**
 * Reads an answer as what nearly every answer is: a success in JSON, as declared. Returns `undefined` for any
 * other, which `judge` interprets.
 */
export function plainReply(
  { response, bytes }: Answer,
  { engine, plan, validation }: ReadAs,
): Reply | undefined {
  const { status } = response;
  if (status < 200 || status >= 300 || plan.media === "binary" || bytes.length === 0) return undefined;
  const text = decodeText(response, bytes);
  const data = parseJson(text);
  if (data === notJson || engine.readError(new ReplySource(response, data)) !== undefined) return undefined;
  if (validation === "off" && !plan.tokenRequest) return { kind: "reply", data, drift: noDrift };
  if (mayHoldLongNumbers(text)) return undefined;
  if (plan.response !== undefined && schemaIssues(plan.response, data).length > 0) return undefined;
  return { kind: "reply", data, drift: noDrift };
}

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

/** Reads a body of any transport. */
export interface ChunkReader {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  cancel(): unknown;
}

/** The chunks of a body of any transport. */
export function chunksOf(body: NonNullable<TransportResponse["body"]>): ChunkReader {
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

/**
 * Whether a body could have been cut off without anybody noticing: a file, or a compressed body of nothing or of a number, which might
 * have had more digits. Other JSON could not be parsed if it was cut.
 */
export function mayHideCut(media: "json" | "binary", encoding: string | null, bytes: Uint8Array): boolean {
  const last = bytes.at(-1) ?? 0x30;
  return media === "binary" || (encoding !== null && last >= 0x30 && last <= 0x39);
}
