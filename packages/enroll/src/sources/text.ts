import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { createSinglebyteDecoder } from "@exodus/bytes/single-byte.js";
import type { TextEncoding } from "./options.ts";
import { SourceError } from "./source-error.ts";

/** Rows of a small piece are gone before the garbage collector moves them: a third less memory than with 64 KiB. */
const pieceSize = 16_384;

/** A record may be this long, in characters: more is an unclosed quote or no text, and would fill the memory. */
export const maximumRecordLength = 1_048_576;

/** A file that is read as text, as often as needed, with constant memory. */
export interface TextFile {
  /** The file's name without its folders. */
  readonly name: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  hash(): Promise<string>;
  /**
   * The text without its byte order mark, in pieces.
   *
   * @throws {SourceError} When the file cannot be opened or is not written in its encoding; with the line.
   */
  text(): AsyncGenerator<string, void, undefined>;
  /** The line on which a byte stands, from 1; the byte is counted in the text as UTF-8, without byte order mark. */
  lineAt(byte: number): Promise<number>;
}

/** Counts line ends, also one whose two characters come in two pieces. */
class LineCounter {
  /** The line that comes next, from 1. */
  line = 1;
  #afterReturn = false;

  read(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (character === "\r" || (character === "\n" && !this.#afterReturn)) this.line += 1;
      this.#afterReturn = character === "\r";
    }
  }
}

const systemProblems: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Check its path",
  ENOTDIR: "there is no such file. Check its path",
  EACCES: "it may not be read. Check its permissions",
  EPERM: "it may not be read. Check its permissions",
};

function cannotRead(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
  const problem = systemProblems[code] ?? `it cannot be read (${code})`;
  return new SourceError(path, `${problem}.`, {}, { cause });
}

async function* bytesOf(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) {
      throw new SourceError(
        path,
        "it is no file but a folder, a pipe or a device. Rows are read more than once: save them in a file first.",
      );
    }
    for await (const chunk of createReadStream(path, { highWaterMark: pieceSize })) yield chunk as Buffer;
  } catch (error) {
    throw SourceError.isInstance(error) ? error : cannotRead(path, error);
  }
}

function encodingOf(start: Buffer, otherwise: TextEncoding): TextEncoding {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  // Its mark, EF BB BF, is the decoder's to remove.
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  return otherwise;
}

/** Gives the text of one piece after another, and at the end what is still missing. */
type Decode = (bytes?: Buffer) => string;

function decoderOf(encoding: TextEncoding): Decode {
  if (encoding === "windows-1252" || encoding === "windows-874") {
    // Not Node's own decoder: up to Node 22 it takes windows-1252 for Latin-1.
    const decode = createSinglebyteDecoder(encoding);
    return (bytes) => (bytes === undefined ? "" : decode(bytes));
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
}

/** A decoder that throws at bytes that are no text. */
function strictDecoder(encoding: TextEncoding): Decode {
  const decode = decoderOf(encoding);
  return (bytes) => {
    const text = decode(bytes);
    // Valid UTF-8, but in text a NUL is UTF-16 that was read as UTF-8, or no text at all.
    if (text.includes("\0")) throw new TypeError("a NUL character");
    return text;
  };
}

/** The line of the first byte that is no text, which comes after the bytes that are known to be good. */
async function badLine(path: string, encoding: TextEncoding, goodBytes: number): Promise<number> {
  const decode = strictDecoder(encoding);
  const counter = new LineCounter();
  let position = 0;
  for await (const chunk of bytesOf(path)) {
    // Pieces as large as may be, and byte by byte where it gets interesting: a decoder that threw cannot go on.
    const step = position + chunk.length <= goodBytes ? chunk.length : 1;
    for (let at = 0; at < chunk.length; at += step) {
      try {
        counter.read(decode(chunk.subarray(at, at + step)));
      } catch {
        return counter.line;
      }
    }
    position += chunk.length;
  }
  return counter.line;
}

async function notText(path: string, encoding: TextEncoding, goodBytes: number): Promise<SourceError> {
  const expected = encoding.startsWith("utf") ? encoding.toUpperCase() : encoding;
  return new SourceError(
    basename(path),
    `it is not written in ${expected}. Save it as "CSV UTF-8" (in Excel: Save As), or as a text file in UTF-8, or say ` +
      'its encoding: Excel\'s plain "CSV" is mostly windows-1252.',
    { line: await badLine(path, encoding, goodBytes) },
  );
}

async function* textOf(path: string, otherwise: TextEncoding): AsyncGenerator<string, void, undefined> {
  let encoding = otherwise;
  let decode: Decode | undefined;
  let position = 0;
  const decoded = async (bytes?: Buffer): Promise<string> => {
    try {
      return (decode ??= strictDecoder(encoding))(bytes);
    } catch {
      throw await notText(path, encoding, position);
    }
  };
  for await (const chunk of bytesOf(path)) {
    if (decode === undefined) encoding = encodingOf(chunk, otherwise);
    const text = await decoded(chunk);
    position += chunk.length;
    if (text !== "") yield text;
  }
  const rest = await decoded();
  if (rest !== "") yield rest;
}

/** Opens nothing yet: every reading opens the file anew. */
export function textFile(path: string, encoding: TextEncoding = "utf-8"): TextFile {
  return {
    name: basename(path),
    async hash() {
      const hash = createHash("sha256");
      for await (const chunk of bytesOf(path)) hash.update(chunk);
      return hash.digest("hex");
    },
    text: () => textOf(path, encoding),
    async lineAt(byte) {
      const counter = new LineCounter();
      let left = byte;
      for await (const text of textOf(path, encoding)) {
        const bytes = Buffer.from(text);
        counter.read(bytes.subarray(0, left).toString());
        left -= bytes.length;
        if (left <= 0) break;
      }
      return counter.line;
    },
  };
}
