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

/** What is asked of a reply to tell whether it may have been cut off. */
export interface WholeReply {
  readonly media: "json" | "binary";
  readonly status: number;
  /** Null where the reply was not compressed. */
  readonly encoding: string | null;
  /** The header `content-length`. */
  readonly length: string | null;
}

/**
 * Why a body may have been cut off, as the end of a sentence; nothing where it came to its end. A file is shorter than its
 * header says; or a body was compressed and what was unpacked is a file, nothing at all, or a number, which might have had more
 * digits.
 */
export function cutText(
  bytes: Uint8Array,
  { media, status, encoding, length }: WholeReply,
): string | undefined {
  if (encoding === null) {
    if (media !== "binary" || length === null || Number(length) === bytes.length) return undefined;
    return `the file was cut off: ${bytes.length} of ${length} bytes came`;
  }
  if (!silentlyCut.test(encoding) || !hidesCuts()) return undefined;
  // Some servers name an encoding for an empty body, too.
  const isEmptyOnWire = status === 204 || status === 205 || length === "0";
  const last = bytes.at(-1);
  const endsInDigit = last !== undefined && last >= 0x30 && last <= 0x39;
  const mayBeCut = bytes.length === 0 ? !isEmptyOnWire : media === "binary" || endsInDigit;
  return mayBeCut
    ? "the reply is compressed, and nothing shows that it came to its end: it may have been cut off on the way"
    : undefined;
}
