import { hidesCuts } from "./complete.ts";
import { TransportFailure } from "./transport/failure.ts";

/** Encodings that undici decodes without checking that they are complete; it does check zstd. */
export const silentlyCut = /\b(?:x-)?gzip\b|\bdeflate\b|\bbr\b/i;

/** What is needed to decide whether a reply may have been cut off. */
interface WholeReply {
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
function cutText(bytes: Uint8Array, { media, status, encoding, length }: WholeReply): string | undefined {
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

/** @throws TransportFailure for an answer that may have been cut off. */
export function checkComplete(bytes: Uint8Array, reply: WholeReply): void {
  const reason = cutText(bytes, reply);
  if (reason !== undefined) throw new TransportFailure(reason);
}
