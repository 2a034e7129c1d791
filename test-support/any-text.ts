import * as fc from "fast-check";

const surrogates = 0x800;
const firstSurrogate = 0xd800;

/** Any character that can stand alone. The library's own takes a second to build in each process. */
const anyCharacter = fc.nat({ max: 0x10_ff_ff - surrogates }).map(
  (place) => String.fromCodePoint(place < firstSurrogate ? place : place + surrogates),
  (character) => {
    if (typeof character !== "string" || character === "") throw new Error("no character");
    const code = character.codePointAt(0) ?? 0;
    if (String.fromCodePoint(code) !== character) throw new Error("no single character");
    if (code >= firstSurrogate && code < firstSurrogate + surrogates) throw new Error("half a character");
    return code < firstSurrogate ? code : code - surrogates;
  },
);

/** Any text of whole characters. */
export function anyText(
  lengths: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> {
  return fc.string({ ...lengths, unit: anyCharacter });
}
