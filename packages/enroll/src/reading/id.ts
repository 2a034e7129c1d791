import { isInvisible, plainForm, quotes } from "./characters.ts";
import { nameOf } from "./character-names.ts";
import { dateIn } from "./damage.ts";
import { Draft, type Reading } from "./draft.ts";

const expected = "an id without spaces, of plain letters, digits and signs";
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Takes off what encloses a value without being part of it: spaces, quotation marks, Excel's apostrophe, a comma. */
function unwrap(draft: Draft): void {
  let before: string;
  do {
    before = draft.text;
    draft.rewrite((character) => (isInvisible(character) ? "" : plainForm(character)));
    draft.trimSpaces();
    draft.openFormula();
    draft.trim((character) => quotes.includes(character));
    draft.trim((character) => character === "," || character === ";");
  } while (draft.text !== before);
}

/** Reads digits or a word of a list: what stands around them goes, and wide characters are plain ones. */
export function readPlain(text: string): Reading {
  const draft = new Draft(text);
  if (!/^[\w-]+$/.test(text)) unwrap(draft);
  return draft.read();
}

/** Whether an id that a vendor shows is the one that was read, in whatever spelling. */
export function isSameId(shown: unknown, id: string | number): boolean {
  if (typeof shown !== "string") return shown === id;
  const reading = readId(shown);
  return ("text" in reading ? reading.text : shown) === id;
}

/**
 * Reads an id: what people and programs put around it goes, and a UUID is written in small letters, so that every spelling
 * of one id is one text. Refused are spaces, letters beyond ASCII and quotation marks within it, and dates.
 */
export function readId(text: string): Reading {
  if (/^[\w-]+$/.test(text) && !uuid.test(text)) return dateIn(text) ?? { text, cleaned: [] };
  const draft = new Draft(text);
  unwrap(draft);
  const bare = draft.text.replace(/^\{(.*)\}$/, "$1").replace(/^urn:uuid:/i, "");
  if (uuid.test(bare)) {
    if (bare !== draft.text) draft.note("removed what stood around the UUID");
    if (bare !== bare.toLowerCase()) draft.note("wrote the UUID in small letters");
    return { text: bare.toLowerCase(), cleaned: draft.cleaned };
  }
  const date = dateIn(draft.text);
  if (date !== undefined) return date;
  // A path of the API may be made of it: dots alone would lead to another one.
  if (/^\.*$/.test(draft.text)) return draft.refuse(expected, "nothing but dots or marks");
  const at = draft.characters.findIndex(({ character }) => !/^[!#-&(-;=?-[\]-_a-~]$/.test(character));
  const wrong = draft.characters[at]?.character;
  return wrong === undefined ? draft.read() : draft.refuse(expected, nameOf(wrong), at);
}
