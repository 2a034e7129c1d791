import { scriptOf } from "./character-names.ts";
import { isAscii } from "./characters.ts";

/** Latin letters that are not an ASCII letter with a mark. */
const latinLetters = "ßæøœłđðþ";

/** Scripts that are written together. */
const together = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

/** Scripts in which some letters look like Latin ones. */
const lookalikeScripts = new Set(["Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic", "Lisu", "Georgian"]);

/** Letters that look like Latin ones, so that a whole word of them does. */
const lookalikes = /^[аысԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтнвαγικνορτυχω]+$/iu;

/** Whether a character may be part of a word of some script at all. */
function isLetter(character: string): boolean {
  if (isAscii(character)) return true;
  if (!/^[\p{L}\p{M}]$/u.test(character) || /^\p{Script=Inherited}$/u.test(character)) return false;
  const small = character.toLowerCase();
  if (character.normalize("NFKC") !== character || Array.from(small).length > 1) return false;
  if (scriptOf(character) !== "Latin") return true;
  return latinLetters.includes(small) || /^[a-z]/.test(small.normalize("NFD"));
}

/** The position of a letter that cannot be in its word, by itself or beside the others; -1 if there is none. */
function oddLetter(word: readonly string[]): number {
  const odd = word.findIndex((character) => !isLetter(character));
  if (odd !== -1) return odd;
  const scripts = new Set(
    word.flatMap((character) =>
      /^[\p{L}\p{M}]$/u.test(character) ? [scriptOf(character) ?? "another"] : [],
    ),
  );
  const isOneScript = scripts.size <= 1 && !scripts.has("another");
  if (isOneScript || together.some((group) => [...scripts].every((script) => group.includes(script))))
    return -1;
  return word.findIndex((character) => !isAscii(character));
}

/** The position of the first letter of a script whose letters look like Latin ones; -1 if there is none. */
function firstLookalike(word: readonly string[]): number {
  return word.findIndex(
    (character) => !isAscii(character) && lookalikeScripts.has(scriptOf(character) ?? ""),
  );
}

/** Whether a label of another script looks as if it were written in Latin letters. */
function looksLatin(label: string): boolean {
  return lookalikes.test(label.replaceAll(/[\d-]/g, ""));
}

/**
 * Finds the first letter of an address that may be mistaken for another one: one that is mixed into a word of another
 * script, a Cyrillic name at a Latin domain, a Cyrillic label that looks like a Latin one.
 *
 * @returns Its position in the whole address, or -1.
 */
export function oddWord(local: readonly string[], domain: readonly string[]): number {
  const inLocal = oddLetter(local);
  if (inLocal !== -1) return inLocal;
  const isLatinDomain = firstLookalike(domain) === -1;
  if (isLatinDomain && firstLookalike(local) !== -1) return firstLookalike(local);
  const labels = domain.join("").split(".");
  // A domain with only such labels does not belong to any language.
  const seemsLatin = labels.every((label) => /^[a-z\d-]*$/i.test(label) || looksLatin(label));
  let start = local.length + 1;
  for (const label of labels) {
    const word = Array.from(label);
    const position = oddLetter(word);
    if (position !== -1) return start + position;
    if (seemsLatin && looksLatin(label)) return start + firstLookalike(word);
    start += word.length + 1;
  }
  return -1;
}
