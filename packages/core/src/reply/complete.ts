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

/**
 * Whether nothing shows that a body came to its end: it was compressed, and what was unpacked is a file, nothing at all,
 * or a number, which might have had more digits.
 */
export function mayBeCut(response: Response, content: string | Uint8Array): boolean {
  const encoding = response.headers.get("content-encoding");
  if (encoding === null || !silentlyCut.test(encoding) || !hidesCuts()) return false;
  if (content.length === 0) return !isEmptyOnWire(response);
  return typeof content !== "string" || /\d$/.test(content);
}

/** Some servers name an encoding for an empty body, too. */
function isEmptyOnWire({ headers, body, status }: Response): boolean {
  return body === null || status === 204 || status === 205 || headers.get("content-length") === "0";
}
