import { decodeAll, isSingleByte, singleByteEncodings } from "./encodings.ts";
import { encoded, findImplausible, type Implausible } from "./implausible.ts";
import type { TextEncoding } from "./options.ts";

const longestSample = 40;
const before = 12;

/** The part of a cell around a place; `isEnd` returns whether a unit ends the cell. */
function cellAround<Unit>(
  units: ArrayLike<Unit>,
  at: number,
  isEnd: (unit: Unit) => boolean,
): [start: number, end: number] {
  let start = at;
  let end = at;
  const isInside = (position: number): boolean => {
    const unit = units[position];
    return unit !== undefined && !isEnd(unit);
  };
  while (start > at - before && isInside(start - 1)) start -= 1;
  while (end < start + longestSample && isInside(end)) end += 1;
  return [start, end];
}

const cellEnds = '\0\t\r\n",;|{}[]:';

/** The bytes of a cell around one of them. */
export function sampleAround(bytes: Uint8Array, at: number): Uint8Array {
  const ends = new Set(Buffer.from(cellEnds));
  const [start, end] = cellAround(bytes, at, (byte) => ends.has(byte));
  return bytes.subarray(start, Math.max(end, start + 1));
}

/** A sample in quotes, safe to show on a terminal. */
function shown(text: string): string {
  return `"${text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "")}"`;
}

/** Bytes that contain NULs, read as UTF-16 up to the end of the line. */
export function wideReadings(bytes: Uint8Array, at: number): string {
  const start = Math.max(0, at - (at % 2) - 2 * before);
  const sample = bytes.subarray(start, start + 2 * longestSample);
  return (["utf-16le", "utf-16be"] as const)
    .map((encoding) => {
      const [text] = new TextDecoder(encoding).decode(sample).split(/[\r\n]/);
      return `as ${encoding}: ${shown(text ?? "")}`;
    })
    .join("; ");
}

/** 1 if a cell was read in the wrong encoding, otherwise 0; to sort by. */
function oddness(text: string, encoding: TextEncoding | undefined): number {
  // The spaces are the ends of the cell.
  return encoding !== undefined && findImplausible(` ${text} `, encoding) !== undefined ? 1 : 0;
}

/** A sample read in every encoding in which it is valid: first those in which it looks like text. */
export function readings(
  bytes: Uint8Array,
  encodings: readonly TextEncoding[] = singleByteEncodings,
): string {
  const all = new Map<string, TextEncoding[]>();
  for (const encoding of encodings) {
    const text = decodeAll(encoding, bytes);
    if (text === undefined || /[\u0080-\u009F\uFFFD]/.test(text)) continue;
    all.set(text, [...(all.get(text) ?? []), encoding]);
  }
  return Array.from(all)
    .toSorted(([one, [inOne]], [other, [inOther]]) => oddness(one, inOne) - oddness(other, inOther))
    .map(([text, names]) => `as ${names.join(", ")}: ${shown(text)}`)
    .join("; ");
}

/** Describes a text that was not written in its encoding. */
export function describeImplausible(
  text: string,
  encoding: TextEncoding,
  { at, isUtf8 }: Implausible,
): string {
  const [start, end] = cellAround(text, at, (unit) => cellEnds.includes(unit));
  const sample = text.slice(start, end);
  const misread = isSingleByte(encoding) ? encoding : "windows-1252";
  const bytes = encoded(sample, misread);
  if (isUtf8 && !isSingleByte(encoding)) {
    const meant = bytes === undefined ? undefined : decodeAll("utf-8", bytes);
    const example = meant === undefined ? "" : `, such as ${shown(sample)} for ${shown(meant)}`;
    return (
      `its texts were once read in the wrong encoding and saved that way${example}. Export the file again from its ` +
      "original program, in UTF-8."
    );
  }
  const other =
    bytes === undefined
      ? ""
      : `; ${readings(bytes, ["utf-8", ...singleByteEncodings.filter((name) => name !== encoding)])}`;
  return (
    `it does not look like text in ${encoding}. As ${encoding}, one of its cells reads: ${shown(sample)}${other}. Set ` +
    'encoding to the one in which the cell is correct, or save the file as "CSV UTF-8".'
  );
}
