import { createSinglebyteDecoder } from "@exodus/bytes/single-byte.js";
import type { TextEncoding } from "./options.ts";

/** Encodings in which every byte is a character. */
export const singleByteEncodings = [
  "windows-1252",
  "windows-874",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "macintosh",
] as const satisfies readonly TextEncoding[];

export function isSingleByte(encoding: TextEncoding): boolean {
  return singleByteEncodings.some((known) => known === encoding);
}

/** The encoding of a file by its byte order mark, otherwise the given one. */
export function encodingOf(start: Uint8Array, otherwise: TextEncoding): TextEncoding {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  // The decoder removes this mark, EF BB BF.
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  return otherwise;
}

/** Decodes one piece after another; called without bytes at the end, it returns the rest. */
export type Decode = (bytes?: Uint8Array) => string;

function decoderOf(encoding: TextEncoding): Decode {
  if (isSingleByte(encoding)) {
    // Not Node's own decoder: up to Node 22 it decodes windows-1252 as Latin-1.
    const decode = createSinglebyteDecoder(encoding);
    return (bytes) => (bytes === undefined ? "" : decode(bytes));
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
}

/** A decoder that throws on bytes that are not text. */
export function strictDecoder(encoding: TextEncoding): Decode {
  const decode = decoderOf(encoding);
  return (bytes) => {
    const text = decode(bytes);
    // A NUL is valid UTF-8, but means that the text is UTF-16, or not text at all.
    if (text.includes("\0")) throw new TypeError("a NUL character");
    return text;
  };
}

/** The text of bytes in an encoding; `undefined` if they are not valid in it. */
export function decodeAll(encoding: TextEncoding, bytes: Uint8Array): string | undefined {
  const decode = strictDecoder(encoding);
  try {
    return decode(bytes) + decode();
  } catch {
    // The bytes are not in this encoding, which is the answer.
    return undefined;
  }
}
