/** Encodings that undici decodes without checking that they are complete; it does check zstd. */
const silentlyCut = /\b(?:x-)?gzip\b|\bdeflate\b|\bbr\b/i;

interface ProcessLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
}

/**
 * Whether this platform's fetch returns the available part of a compressed body that was cut off, without an error. Node's does;
 * Deno's and Bun's do not.
 */
function hidesCuts(): boolean {
  return (globalThis as ProcessLike).process?.versions?.["undici"] !== undefined;
}

/**
 * Headers that request an uncompressed body where a cut in a compressed one could go unnoticed. Truncated JSON cannot be parsed,
 * so lists stay compressed; a cut file goes unnoticed, and so does an empty reply to a write.
 */
export function encodingHeaders(
  media: "json" | "binary",
  readOnly: boolean,
): Readonly<Record<string, string>> {
  return (media === "binary" || !readOnly) && hidesCuts() ? { "accept-encoding": "identity" } : {};
}

/** What is needed to decide whether a reply may have been cut off. */
export interface WholeReply {
  readonly media: "json" | "binary";
  readonly status: number;
  /** `null` if the reply was not compressed. */
  readonly encoding: string | null;
  /** The header `content-length`. */
  readonly length: string | null;
}

/**
 * Why a body may have been cut off, as the end of a sentence; `undefined` if it is complete. Either a file is shorter than its
 * `content-length`, or a compressed body was unpacked to a file, to nothing, or to a number, which might have had more digits.
 */
export function cutText(
  bytes: Uint8Array,
  { media, status, encoding, length }: WholeReply,
): string | undefined {
  if (encoding === null) {
    if (media !== "binary" || length === null || Number(length) === bytes.length) return undefined;
    return `the file was cut off: received ${bytes.length} of ${length} bytes`;
  }
  if (!silentlyCut.test(encoding) || !hidesCuts()) return undefined;
  // Some servers set an encoding even for an empty body.
  const isEmptyOnWire = status === 204 || status === 205 || length === "0";
  const last = bytes.at(-1);
  const endsInDigit = last !== undefined && last >= 0x30 && last <= 0x39;
  const mayBeCut = bytes.length === 0 ? !isEmptyOnWire : media === "binary" || endsInDigit;
  return mayBeCut
    ? "the reply is compressed and may have been cut off: nothing proves that it is complete"
    : undefined;
}
