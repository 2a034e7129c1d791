import { isBlank, isInvisible } from "./characters.ts";
import { nameOf } from "./character-names.ts";
import { Draft, type Reading } from "./draft.ts";

/** Scripts in which joiners change what a word looks like: Persian, and those of India and its neighbours. */
const joining =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u;
const picture = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u;
const selector = /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D\u180F]$/u;
const selectable =
  /^[\p{Extended_Pictographic}\p{Emoji_Modifier_Base}\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Phags_Pa}]$/u;
const tag = /^[\u{E0020}-\u{E007F}]$/u;
const jamo = /^\p{Script=Hangul}$/u;

/** Whether an invisible character belongs to the text: names in some scripts, and emoji, are spelt with it. */
function belongs(character: string, before: string, after: string): boolean {
  if (character === "\u200C") return joining.test(before) && joining.test(after);
  if (character === "\u200D")
    return (
      (joining.test(before) && !isBlank(before)) ||
      (picture.test(before) && /^\p{Extended_Pictographic}$/u.test(after))
    );
  if (selector.test(character))
    return selectable.test(before) || (/^[\d#*]$/.test(before) && after === "\u20E3");
  if (tag.test(character)) return before === "\u{1F3F4}" || tag.test(before);
  return (character === "\u115F" || character === "\u1160") && (jamo.test(before) || jamo.test(after));
}

function cleanedCharacter(character: string, before: string, after: string): string | undefined {
  if (isInvisible(character)) return belongs(character, before, after) ? undefined : "";
  if (/^[\p{Zs}\u2800\t\n\v\f\r\u0085\u2028\u2029]$/u.test(character))
    return character === "\r" && after === "\n" ? "" : " ";
  return /^\p{Cc}$/u.test(character) ? "" : undefined;
}

/** What any of the steps below may change or refuse; most names have nothing of it. */
const needsLook =
  /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u2800\uFFF9-\uFFFD\u2028\u2029]|[^\P{Zs} ]|^['= ]| $/u;

/**
 * Reads a text such as a name: what is invisible and has no part in its spelling goes, as do control characters; every
 * space and line end is a plain space; an apostrophe goes that a spreadsheet or a report has put before `=`, `+`, `-`, `@`
 * or a number. Letters of all scripts stay as they are.
 *
 * Refused is a text in which a wrong encoding has left replacement characters or halves of characters.
 */
export function readText(text: string): Reading {
  if (!needsLook.test(text)) return { text, cleaned: [] };
  const draft = new Draft(text);
  draft.rewrite(cleanedCharacter);
  draft.trimSpaces();
  draft.openFormula();
  if (/^'(?:[=+\-@＝＋－＠]|[\d\s().+/-]+$)/u.test(draft.text))
    draft.trim((character) => character === "'", "start");
  const at = draft.characters.findIndex(({ character }) => /^[\uFFFD\uFFFC\p{Cs}]$/u.test(character));
  const wrong = draft.characters[at]?.character;
  if (wrong === undefined) return draft.read();
  return draft.refuse(
    "a text that no wrong encoding has damaged: take it from its source again",
    nameOf(wrong),
    at,
  );
}
