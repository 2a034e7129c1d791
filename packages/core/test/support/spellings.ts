/** Encodes a text character by character, so that an encoded secret is a part of the encoded text. */
export type Spell = (text: string) => string;

// oxlint-disable-next-line unicorn/prefer-code-point -- JSON escapes units, of which a character may have two
const jsonUnit = (unit: string): string => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
const numberOf = (character: string): number => character.codePointAt(0) ?? 0;
const percentOf = (character: string): string =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`)
    .join("");
const each = (text: string, spell: Spell): string => Array.from(text, spell).join("");
const json = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The spellings that vendors are met with, by name. */
export const spellings: Readonly<Record<string, Spell>> = {
  "as it is": (text) => text,
  "in a query": encodeURIComponent,
  "in a query, in small letters": (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  "in a form": (text) => new URLSearchParams({ text }).toString().slice("text=".length),
  "in a query, every character": (text) => each(text, percentOf),
  "in JSON": json,
  "in JSON of PHP": (text) =>
    json(text)
      .replaceAll("/", String.raw`\/`)
      .replaceAll(/[^ -~]/g, jsonUnit),
  "in JSON, safe for HTML": (text) => json(text).replaceAll(/[<>&']/g, jsonUnit),
  "in JSON, every character": (text) => text.replaceAll(/[^]/g, jsonUnit),
  "behind backslashes": (text) => text.replaceAll(/[^a-z0-9\s]/giu, String.raw`\$&`),
  "in HTML": (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#039;"),
  "in HTML, in decimal numbers": (text) => each(text, (character) => `&#${numberOf(character)};`),
  "in HTML, in hexadecimal numbers": (text) =>
    each(text, (character) => `&#x${numberOf(character).toString(16).padStart(4, "0")};`),
  "in HTML, in capital hexadecimal numbers": (text) =>
    each(text, (character) => `&#X${numberOf(character).toString(16).toUpperCase()};`),
};

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const letters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const unpercent: Spell = (text) =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    const bytes = codes
      .split("%")
      .slice(1)
      .map((byte) => Number.parseInt(byte, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });

/** Readers that undo the spellings, one level each; written apart from the code under test. */
const readers: readonly Spell[] = [
  unpercent,
  (text) => unpercent(text.replaceAll("+", " ")),
  (text) =>
    text.replaceAll(/\\(?:u([0-9a-f]{4})|([^]))/gi, (_, unit: string | undefined, letter: string) =>
      unit === undefined ? (letters[letter] ?? letter) : String.fromCodePoint(Number.parseInt(unit, 16)),
    ),
  (text) =>
    text.replaceAll(
      /&(?:#x([0-9a-f]{1,7})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
      (whole, hexadecimal: string | undefined, decimal: string | undefined, name: string) => {
        if (hexadecimal === undefined && decimal === undefined) return entities[name.toLowerCase()] ?? whole;
        const number = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
        return number <= 0x10_ff_ff ? String.fromCodePoint(number) : whole;
      },
    ),
];

/** Everything that a text can be read as, by up to so many readers one after another. */
export function everyReading(text: string, depth: number): ReadonlySet<string> {
  let latest = new Set([text]);
  const all = new Set(latest);
  for (let level = 0; level < depth; level += 1) {
    latest = new Set([...latest].flatMap((one) => readers.map((read) => read(one))));
    for (const one of latest) all.add(one);
  }
  return all;
}
