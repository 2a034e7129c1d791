import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Decode, encodingOf, strictDecoder } from "./encodings.ts";
import { systemCode } from "../thrown.ts";
import { findImplausible } from "./implausible.ts";
import { LineCounter } from "./line-counter.ts";
import type { TextEncoding } from "./options.ts";
import { describeImplausible, readings, sampleAround, wideReadings } from "./samples.ts";
import { SourceError } from "./source-error.ts";

/** In bytes. Rows of a small piece are freed before the garbage collector moves them: a third less memory than with 64 KiB. */
const pieceSize = 16_384;

/** How many bytes of the previous piece a sample may include. */
const sampleReach = 64;

/** The most characters of a record: more means an unclosed quote or no text at all, and would fill the memory. */
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
   * @throws {SourceError} If the file cannot be opened or is not in its encoding; with the line.
   */
  text(): AsyncGenerator<string, void, undefined>;
  /** The line of a byte, from 1; the byte is counted in the text as UTF-8, without byte order mark. */
  lineAt(byte: number): Promise<number>;
}

const systemProblems: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist. Check its path",
  ENOTDIR: "the file does not exist. Check its path",
  EACCES: "the file is not readable. Check its permissions",
  EPERM: "the file is not readable. Check its permissions",
};

function cannotRead(path: string, cause: unknown): SourceError {
  const code = systemCode(cause) ?? "unknown error";
  const problem = systemProblems[code] ?? `the file cannot be read (${code})`;
  return new SourceError(path, `${problem}.`, {}, { cause });
}

async function* readBytes(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) {
      throw new SourceError(
        path,
        "it is a folder, a pipe or a device, not a regular file. Rows are read more than once: save them to a file first.",
      );
    }
    for await (const chunk of createReadStream(path, { highWaterMark: pieceSize })) yield chunk as Buffer;
  } catch (error) {
    throw SourceError.isInstance(error) ? error : cannotRead(path, error);
  }
}

/** The error for a file that is not in its encoding, with the possible ones. */
async function notText(path: string, encoding: TextEncoding, goodBytes: number): Promise<SourceError> {
  const { line, bytes, at } = await firstBad(path, encoding, goodBytes);
  const isWide = bytes.includes(0);
  const shownEncoding = encoding.startsWith("utf") ? encoding.toUpperCase() : encoding;
  return new SourceError(
    basename(path),
    `it is not in ${shownEncoding}. Save it as "CSV UTF-8" (in Excel: Save As), or set encoding to the one in which this part of ` +
      `the line is correct. It reads ${isWide ? wideReadings(bytes, at) : readings(sampleAround(bytes, at))}.`,
    { line },
  );
}

/** Finds the first byte that is not text, after the bytes that are known to be valid. */
async function firstBad(path: string, encoding: TextEncoding, goodBytes: number) {
  const decode = strictDecoder(encoding);
  const counter = new LineCounter();
  let position = 0;
  let previous: Uint8Array = new Uint8Array();
  for await (const chunk of readBytes(path)) {
    // Whole pieces first, then byte by byte near the error: a decoder that threw cannot continue.
    const step = position + chunk.length <= goodBytes ? chunk.length : 1;
    for (let at = 0; at < chunk.length; at += step) {
      try {
        counter.read(decode(chunk.subarray(at, at + step)));
      } catch {
        return badPlace(counter, Buffer.concat([previous, chunk]), previous.length + at);
      }
    }
    position += chunk.length;
    previous = chunk.subarray(-sampleReach);
  }
  return badPlace(counter, previous, Math.max(previous.length - 1, 0));
}

function badPlace({ line }: LineCounter, bytes: Uint8Array, found: number) {
  // An invalid character of several bytes is detected after its first byte.
  let at = found;
  while (at > 0 && found - at < 3 && (bytes[at - 1] ?? 0) >= 0x80) at -= 1;
  return { line, bytes, at };
}

/** How many characters at the end of a piece are checked together with the next one. */
const overlap = 64;

async function* decodedText(path: string, otherwise: TextEncoding): AsyncGenerator<string, void, undefined> {
  let encoding = otherwise;
  let decode: Decode | undefined;
  let position = 0;
  let behind = "";
  const decoded = async (bytes?: Buffer): Promise<string> => {
    let text: string;
    try {
      text = (decode ??= strictDecoder(encoding))(bytes);
    } catch {
      throw await notText(path, encoding, position);
    }
    // The space ends the last word of the file.
    const seen = behind + (bytes === undefined ? " " : text);
    const found = findImplausible(seen, encoding);
    if (found !== undefined) {
      throw new SourceError(basename(path), describeImplausible(seen, encoding, found), {
        line: await lineOfFirst(path, encoding),
      });
    }
    behind = seen.slice(-overlap);
    return text;
  };
  for await (const chunk of readBytes(path)) {
    if (decode === undefined) encoding = encodingOf(chunk, otherwise);
    const text = await decoded(chunk);
    position += chunk.length;
    if (text !== "") yield text;
  }
  const rest = await decoded();
  if (rest !== "") yield rest;
}

/** The line of the first implausible part. */
async function lineOfFirst(path: string, encoding: TextEncoding): Promise<number> {
  const decode = strictDecoder(encoding);
  const counter = new LineCounter();
  let behind = "";
  const look = (text: string): boolean => {
    const seen = behind + text;
    const found = findImplausible(seen, encoding);
    counter.read(seen.slice(0, found?.at ?? -overlap));
    behind = seen.slice(-overlap);
    return found !== undefined;
  };
  for await (const chunk of readBytes(path)) if (look(decode(chunk))) return counter.line;
  look(" ");
  return counter.line;
}

/** A file to read as text. Opens nothing yet: every reading opens the file anew. */
export function textFile(path: string, encoding: TextEncoding = "utf-8"): TextFile {
  return {
    name: basename(path),
    async hash() {
      const hash = createHash("sha256");
      for await (const chunk of readBytes(path)) hash.update(chunk);
      return hash.digest("hex");
    },
    text: () => decodedText(path, encoding),
    async lineAt(byte) {
      const counter = new LineCounter();
      let left = byte;
      for await (const text of decodedText(path, encoding)) {
        const bytes = Buffer.from(text);
        counter.read(bytes.subarray(0, left).toString());
        left -= bytes.length;
        if (left <= 0) break;
      }
      return counter.line;
    },
  };
}
