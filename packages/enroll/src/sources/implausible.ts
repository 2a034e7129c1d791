import { createSinglebyteDecoder } from "@exodus/bytes/single-byte.js";
import { decodeAll, isSingleByte } from "./encodings.ts";
import type { TextEncoding } from "./options.ts";

/** A part of a text that cannot have been written that way. */
export interface Implausible {
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
  /** Whether it is UTF-8 that was read in another encoding. */
  readonly isUtf8: boolean;
}

const bytesByEncoding = new Map<TextEncoding, ReadonlyMap<string, number>>();

/** The bytes of a text in a single-byte encoding; `undefined` if it has other characters. */
export function encoded(text: string, encoding: TextEncoding): Uint8Array | undefined {
  let table = bytesByEncoding.get(encoding);
  if (table === undefined) {
    const all = createSinglebyteDecoder(encoding, true)(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    table = new Map(Array.from(all, (character, byte) => [character, byte]));
    bytesByEncoding.set(encoding, table);
  }
  const bytes = Array.from(text, (character) => table.get(character) ?? -1);
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}

/** Characters that follow a letter in normal text too: `MAÇÃ»`, `MAÇÃ”`, a footnote's number. */
const mayFollow = /[«»‹›“”‘’„‚…–—™®©•·°ªº¹²³\u00A0]/;

/** Whether a run of characters is UTF-8 that was read as `encoding`. */
function isMisreadUtf8(run: string, before: string, behind: string, encoding: TextEncoding): boolean {
  // Two Thai letters may look like this by chance; a longer word does not.
  if (run.length < (/^windows-(?:874|1251|1253|1255|1256)$/.test(encoding) ? 9 : 2)) return false;
  const bytes = encoded(run, encoding);
  if (bytes === undefined || decodeAll("utf-8", bytes) === undefined) return false;
  if (Array.from(run).some((character, at) => (bytes[at] ?? 0) < 0xc0 && !mayFollow.test(character)))
    return true;
  // An accented capital does not follow a small letter, and a quotation mark does not follow a letter within a word.
  const isInWord = /[a-z]/i.test(behind) && !run.endsWith("\u00A0");
  return run.length === 2 && (/[a-z]/.test(before) || isInWord);
}

/** Signs that do not occur within a word. */
const signInWord =
  /(?<=\p{L})[„‚†‡‰‹›¢¤¦¬√≈∆◊∞∂∑∏∫¨¯¸ˆ˜\u0080-\u009F]+(?=\p{L})|[\u0080-\u0084\u0086-\u009F]/u;

/** Latin text has few accented letters in a row, no signs before them, and no sequence of different signs. */
function isNotLatin(run: string): boolean {
  if (/[À-ÖØ-öø-\u024F]{5}|[¡¢£¤¥¦§¨©ª¬®¯°±´µ¶·¸º¹¼½¾÷×][\p{L}¨´]/u.test(run)) return true;
  return new Set(run.match(/\P{L}/gu)).size > 3;
}

/** In Thai, a mark follows a letter, and a vowel that is written before a letter is followed by one. */
const thai =
  /(?<=[^\u0E00-\u0E7F])[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]|[\u0E40-\u0E44](?=[^\u0E00-\u0E7F])|(?<=[a-z])[\u0E50-\u0E5B](?=[a-z])/iu;

/** A single letter of another script within a Latin word. */
const strayLetter =
  /(?<=[a-z]{2})[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}](?![\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}])/iu;

/** The first part that does not occur in the encoding's languages. */
function findForeign(text: string, encoding: TextEncoding): RegExpExecArray | undefined {
  if (encoding === "windows-874") return thai.exec(text) ?? undefined;
  if (/^windows-125[1356]$/.test(encoding)) return strayLetter.exec(text) ?? undefined;
  const runs = Array.from(text.matchAll(/[^\0-\x7F]{4,}/g));
  return signInWord.exec(text) ?? runs.find(([run]) => isNotLatin(run));
}

/**
 * Finds a part of a text that proves it was read in the wrong encoding. Many wrong readings look like words and are not
 * found.
 */
export function findImplausible(text: string, encoding: TextEncoding): Implausible | undefined {
  if (!/[^\0-\x7F]/.test(text)) return undefined;
  const misread = isSingleByte(encoding) ? encoding : "windows-1252";
  for (const { 0: run, index } of text.matchAll(/[^\0-\x7F]{2,}/g)) {
    if (isMisreadUtf8(run, text[index - 1] ?? "", text[index + run.length] ?? "", misread))
      return { at: index, length: run.length, isUtf8: true };
  }
  const found = isSingleByte(encoding) ? findForeign(text, encoding) : undefined;
  return found === undefined ? undefined : { at: found.index, length: found[0].length, isUtf8: false };
}
