interface ProcessLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
}

/**
 * Whether this platform's fetch returns the available part of a compressed body that was cut off, without an error. Node's does;
 * Deno's and Bun's do not.
 */
export function hidesCuts(): boolean {
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
