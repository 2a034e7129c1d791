import { domainToASCII, domainToUnicode } from "node:url";
import { isAscii, isInvisible, plainForm, quotes } from "./characters.ts";
import { characterName } from "./character-names.ts";
import { oddWord } from "./address-letters.ts";
import { Draft, type Reading } from "./draft.ts";

/** Longer addresses are not delivered. */
const longestAddress = 254;
const longestLocalPart = 64;

const expectedAddress = "an e-mail address, such as name@example.com";
const expectedOne = "one e-mail address";

/** Matches most addresses, which need no further check. */
const plainAddress = /^[\w+-]+(?:\.[\w+-]+)*@(?:[a-z\d]+(?:-+[a-z\d]+)*\.)+[a-z]{2,}$/i;

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    // Not percent-encoded text: it is judged with the rest.
    return piece;
  }
}

/** Extracts the address from a link: `mailto:ann%40example.com?subject=…` is `ann@example.com`. Returns whether it was one. */
function openLink(draft: Draft): boolean {
  const [scheme] = /^mailto\s*:/i.exec(draft.text) ?? [];
  if (scheme === undefined) return false;
  draft.keep(scheme.length, undefined, "removed mailto:");
  const query = draft.characters.findIndex(({ character }) => character === "?");
  if (query !== -1) draft.keep(0, query, "removed what follows the address in the link");
  const [first] = draft.characters;
  if (first === undefined || !draft.text.includes("%")) return true;
  draft.note("decoded the percent signs of the link");
  let at = 0;
  draft.characters = Array.from(draft.text.matchAll(/(?:%[\da-f]{2})+|[^]/giu)).flatMap(([piece]) => {
    const { place } = draft.characters[at] ?? first;
    at += Array.from(piece).length;
    return Array.from(decoded(piece), (character) => ({ character, place }));
  });
  return true;
}

/** Extracts the address from `Ann <ann@example.com>` and `<ann@example.com>`. */
function openBrackets(draft: Draft): void {
  const [, name] = /^([^<>@]*)<[^<>]*>$/.exec(draft.text) ?? [];
  if (name === undefined) return;
  const why = name.trim() === "" ? "removed < and >" : "removed the name before the address, and < and >";
  draft.keep(Array.from(name).length + 1, -1, why);
}

function cleanedCharacter(character: string, before: string, after: string): string | undefined {
  // This character reverses what follows it: a person sees something else than what is written.
  if (character === "\u202E") return undefined;
  if (!isInvisible(character)) return /^[\u3002\uFF61]$/.test(character) ? "." : plainForm(character);
  // Between letters of other scripts a joiner may be part of a domain, which must not be changed.
  const isJoiner = character === "\u200C" || character === "\u200D";
  const isBetweenLetters = before !== "" && !isAscii(before) && after !== "" && !isAscii(after);
  return isJoiner && isBetweenLetters ? undefined : "";
}

function cleanAddress(draft: Draft): void {
  let before: string;
  let isLink = false;
  do {
    before = draft.text;
    draft.rewrite(cleanedCharacter);
    draft.trimSpaces();
    draft.openFormula();
    if (openLink(draft)) {
      // What was decoded is cleaned before it is read.
      isLink = true;
      continue;
    }
    // Slashes do not belong after the scheme, and some write them, with spaces or quotes between them.
    if (isLink) draft.trim((character) => character === "/", "start");
    openBrackets(draft);
    draft.trim((character) => quotes.includes(character) || character === "," || character === ";");
    // One dot is the end of a sentence or of a fully qualified domain; two are a slip.
    if (/[^.]\.$/.test(draft.text)) draft.trim((character) => character === ".", "end");
  } while (draft.text !== before);
  draft.rewrite((character) => {
    if (/^[\u2010\u2011]$/.test(character)) return "-";
    return /^[‘’‛ʼ]$/.test(character) ? "'" : undefined;
  });
}

/** A domain as it is registered, in ASCII and lowercase; `undefined` if it cannot be registered. */
function asciiDomain(domain: string): string | undefined {
  const lower = domain.toLowerCase();
  if (/^[\w.-]*$/.test(lower) && !lower.includes("xn--")) return lower;
  const ascii = domainToASCII(lower);
  return domainToASCII(domainToUnicode(ascii)) === ascii && ascii !== "" ? ascii : undefined;
}

/** Finds what cannot be part of an address: two dots in a row, a label that is empty or too long. */
function flawOfShape(local: string, domain: string): string | undefined {
  if (local === "") return "nothing before the @";
  if (domain === "") return "nothing after the @";
  if (local.length > longestLocalPart) return `more than ${longestLocalPart} characters before the @`;
  if (/^\.|\.\.|\.$/.test(local) || /^\.|\.\.|\.$/.test(domain))
    return "an extra dot: two in a row, or one beside the @";
  if (/^'|'$/.test(local)) return "an apostrophe at the start or end of the part before the @";
  const ascii = asciiDomain(domain);
  if (ascii === undefined) return "a domain that cannot be registered";
  const labels = ascii.split(".");
  if (labels.length < 2) return "no dot after the @";
  if (labels.some((label) => label.length > 63 || !/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(label)))
    return "a domain that cannot be registered";
  const end = domain.replace(/^.*\./, "");
  return /^.{2,}$/u.test(end) && /\p{L}/u.test(end) ? undefined : "a domain ending that does not exist";
}

/** Without the percent sign and the grave accent, which in practice belong to a link or a quotation. */
const partOfLocal = /^[\w.!#$&'*+/=?^{|}~-]$/;
const partOfDomain = /^[a-z\d.-]$/i;

/** The position of the first character that cannot be in an address, by itself or beside the others; or -1. */
function oddCharacter(characters: readonly string[], at: number): number {
  const odd = characters.findIndex(
    (character, position) =>
      position !== at &&
      !/^[\p{L}\p{M}]$/u.test(character) &&
      !(position < at || at === -1 ? partOfLocal : partOfDomain).test(character),
  );
  if (odd !== -1 || at === -1) return odd;
  return oddWord(characters.slice(0, at), characters.slice(at + 1));
}

/** Refuses a text that is not an address, or that could be mistaken for another one. */
function refusalOf(draft: Draft): Reading | undefined {
  const characters = draft.characters.map(({ character }) => character);
  const at = characters.indexOf("@");
  const second = characters.indexOf("@", at + 1);
  if (second > 0) return draft.refuse(expectedOne, "a second @", second);
  const odd = oddCharacter(characters, at);
  if (odd !== -1) return draft.refuse(expectedAddress, characterName(characters[odd] ?? ""), odd);
  if (at === -1) return draft.refuse(expectedAddress, "no @");
  if (characters.length > longestAddress)
    return draft.refuse(expectedAddress, `more than the ${longestAddress} allowed in an address`);
  const flaw = flawOfShape(characters.slice(0, at).join(""), characters.slice(at + 1).join(""));
  return flaw === undefined ? undefined : draft.refuse(expectedAddress, flaw);
}

/**
 * Reads an e-mail address. What people, links and spreadsheets add to it is removed, so that every spelling of an address
 * becomes one text, except for its case and the spelling of its domain ({@link addressKey}). A text is refused if what
 * remains cannot be in an address or makes it look like another one.
 */
export function readAddress(text: string): Reading {
  const isPlain =
    text.length <= longestLocalPart && plainAddress.test(text) && !text.toLowerCase().includes("xn--");
  if (isPlain) return { text, cleaned: [] };
  const draft = new Draft(text);
  cleanAddress(draft);
  return refusalOf(draft) ?? draft.read();
}

/**
 * An address as a key: the same text for all its spellings. Case is ignored, and a domain is compared as it is registered,
 * so that `münchen.de` equals `xn--mnchen-3ya.de`. Dots and tags count: to a vendor they make a different address.
 */
export function addressKey(email: string): string {
  const reading = readAddress(email);
  const address = "text" in reading ? reading.text : email;
  const at = address.lastIndexOf("@");
  const local = address
    .slice(0, at + 1)
    .normalize("NFC")
    .toLowerCase();
  const domain = address.slice(at + 1);
  return `${local}${asciiDomain(domain) ?? domain.normalize("NFC").toLowerCase()}`;
}
