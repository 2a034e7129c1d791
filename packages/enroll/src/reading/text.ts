import { isBlank, isInvisible } from "./characters.ts";
import { characterName } from "./character-names.ts";
import { Draft, type Reading } from "./draft.ts";

/** Scripts in which joiners change what a word looks like, such as Arabic and the scripts of India. */
const joining =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u;
const picture = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u;
const selector = /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D\u180F]$/u;
const selectable =
  /^[\p{Extended_Pictographic}\p{Emoji_Modifier_Base}\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Phags_Pa}]$/u;
const tag = /^[\u{E0020}-\u{E007F}]$/u;
const jamo = /^\p{Script=Hangul}$/u;

/** Whether an invisible character is part of the spelling, as it is in names in some scripts and in emoji. */
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

/** Matches any text that the steps below may change or refuse; most names need none of them. */
const needsLook =
  /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u2800\uFFF9-\uFFFD\u2028\u2029]|[^\P{Zs} ]|^['= ]| $/u;

/**
 * Reads a text such as a name: control characters are removed, and so are invisible characters that are not part of its
 * spelling and the apostrophe that a spreadsheet or a report put before `=`, `+`, `-`, `@` or a number; every space and
 * line end becomes a plain space. Letters of all scripts are unchanged.
 *
 * A text in which a wrong encoding left replacement characters or halves of characters is refused.
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
    "text without encoding errors: copy it from its source again",
    characterName(wrong),
    at,
  );
}
