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

/**
 * Whether a body could have been cut off without anybody noticing: a file, or a compressed body of nothing or of a number, which might
 * have had more digits. Other JSON could not be parsed if it was cut.
 */
export function mayHideCut(media: "json" | "binary", encoding: string | null, bytes: Uint8Array): boolean {
  const last = bytes.at(-1) ?? 0x30;
  return media === "binary" || (encoding !== null && last >= 0x30 && last <= 0x39);
}
