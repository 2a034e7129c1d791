/** Characters that are never visible: format characters, joiners, fillers, selectors, tags, direction marks. */
const invisible = /^[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]$/u;

/** Spaces of every width, line ends and tabs, and the Braille pattern that has no dot. */
const space = /^[\s\p{Z}\u0085\u2800]$/u;

/** Whether a character is in ASCII. */
export function isAscii(character: string): boolean {
  return /^[\0-\x7F]$/.test(character);
}

/** Whether a character is invisible and not a space. */
export function isInvisible(character: string): boolean {
  return invisible.test(character);
}

/** Whether a character is a space or a line end of any kind. */
export function isSpace(character: string): boolean {
  return space.test(character) && !invisible.test(character);
}

/** Whether a text is empty, or consists only of spaces, control characters and invisible ones. */
export function isBlank(text: string): boolean {
  if (/[!-~]/.test(text)) return false;
  return Array.from(text).every(
    (character) => isSpace(character) || isInvisible(character) || /^\p{Cc}$/u.test(character),
  );
}

/** The ASCII character that the given one is only a wide, small or mathematical form of, such as `@` for U+FF20. */
export function plainForm(character: string): string | undefined {
  if (!/^[\uFE50-\uFE6B\uFF01-\uFF5E\u{1D400}-\u{1D7FF}]$/u.test(character)) return undefined;
  const form = character.normalize("NFKC");
  return /^[!-~]$/.test(form) ? form : undefined;
}

/** Quotation marks and apostrophes, straight and typographic, in which people and programs enclose a text. */
export const quotes = "\"'`´‘’‚‛“”„‟«»‹›〝〞〟「」『』ʼ′″";
