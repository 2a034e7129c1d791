import { isInvisible, plainForm, quotes } from "./characters.ts";
import { characterName } from "./character-names.ts";
import { dateIn } from "./damage.ts";
import { Draft, type Reading } from "./draft.ts";

const expected = "an id of ASCII letters, digits and punctuation, without spaces";
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Removes what surrounds a value without being part of it: spaces, quotation marks, Excel's apostrophe, a comma. */
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

/** Reads digits or a word of a list: what surrounds them is removed, and wide characters become plain ones. */
export function readPlain(text: string): Reading {
  const draft = new Draft(text);
  if (!/^[\w-]+$/.test(text)) unwrap(draft);
  return draft.read();
}

/** Whether an id in a vendor's reply is the given one, in any spelling. */
export function isSameId(shown: unknown, id: string | number): boolean {
  if (typeof shown !== "string") return shown === id;
  const reading = readId(shown);
  return ("text" in reading ? reading.text : shown) === id;
}

/**
 * Reads an id: what people and programs put around it is removed, and a UUID is lowercased, so that every spelling of an id
 * becomes one text. Spaces, letters beyond ASCII and quotation marks within it are refused, and so are dates.
 */
export function readId(text: string): Reading {
  if (/^[\w-]+$/.test(text) && !uuid.test(text)) return dateIn(text) ?? { text, cleaned: [] };
  const draft = new Draft(text);
  unwrap(draft);
  const bare = draft.text.replace(/^\{(.*)\}$/, "$1").replace(/^urn:uuid:/i, "");
  if (uuid.test(bare)) {
    if (bare !== draft.text) draft.note("removed what surrounded the UUID");
    if (bare !== bare.toLowerCase()) draft.note("lowercased the UUID");
    return { text: bare.toLowerCase(), cleaned: draft.cleaned };
  }
  const date = dateIn(draft.text);
  if (date !== undefined) return date;
  // The id may become part of an API path, which dots alone would change.
  if (/^\.*$/.test(draft.text)) return draft.refuse(expected, "only dots or punctuation");
  const at = draft.characters.findIndex(({ character }) => !/^[!#-&(-;=?-[\]-_a-~]$/.test(character));
  const wrong = draft.characters[at]?.character;
  return wrong === undefined ? draft.read() : draft.refuse(expected, characterName(wrong), at);
}
