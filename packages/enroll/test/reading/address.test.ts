import { anyText } from "@kelaskit/test-support/any-text";
import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey } from "../../src/targets/record-reader.ts";
import { readAddress } from "../../src/reading/address.ts";

function receivedOf(text: string): string {
  const reading = readAddress(text);
  return "text" in reading ? `accepted as ${reading.text}` : reading.received;
}

describe("an address", () => {
  it.each([
    ["a\u200Bnn@example.com", "removed ZERO WIDTH SPACE (U+200B) at character 2"],
    ["\uFEFFann@example.com", "removed ZERO WIDTH NO-BREAK SPACE (U+FEFF) at character 1"],
    ["ann@exam\u00ADple.com", "removed SOFT HYPHEN (U+00AD) at character 9"],
    ["\u202Aann@example.com\u202C", "removed LEFT-TO-RIGHT EMBEDDING (U+202A) at character 1"],
    ["ann@example.com\uFE0F", "removed VARIATION SELECTOR-16 (U+FE0F) at character 16"],
    ["ann\u{E0041}@example.com", "removed TAG LATIN CAPITAL LETTER A (U+E0041) at character 4"],
    ["ann\u3164@example.com", "removed HANGUL FILLER (U+3164) at character 4"],
    ["ann\u180E@example.com", "removed MONGOLIAN VOWEL SEPARATOR (U+180E) at character 4"],
    ["\u00A0ann@example.com", "removed NO-BREAK SPACE (U+00A0) at character 1"],
    ["ann@example.com\u3000", "removed IDEOGRAPHIC SPACE (U+3000) at character 16"],
    ["ann@example.com\u2800", "removed BRAILLE PATTERN BLANK (U+2800) at character 16"],
    ["“ann@example.com”", "removed LEFT DOUBLE QUOTATION MARK (U+201C) at character 1"],
    ["«ann@example.com»", "removed LEFT-POINTING DOUBLE ANGLE QUOTATION MARK (U+00AB) at character 1"],
    ["`ann@example.com`", "removed GRAVE ACCENT (U+0060) at characters 1 and 17"],
    ["'ann@example.com", "removed APOSTROPHE (U+0027) at character 1"],
    ['="ann@example.com"', "extracted the text from a formula"],
    ["mailto:ann@example.com", "removed mailto:"],
    ["mailto: / /ann@example.com", "removed SOLIDUS (U+002F) at characters 9 and 11"],
    ['mailto:"//ann@example.com', "removed SOLIDUS (U+002F) at characters 9 and 10"],
    ["MailTo: ann%40example.com?subject=Hi", "decoded the percent signs of the link"],
    ["<mailto:ann@example.com>", "removed < and >"],
    ["Ann Example <ann@example.com>", "removed the name before the address, and < and >"],
    ['"Example, Ann" <ann@example.com>;', "removed SEMICOLON (U+003B) at character 33"],
    ["ann＠example．com", 'replaced FULLWIDTH COMMERCIAL AT (U+FF20) with "@" at character 4'],
    ["ann@example。com", 'replaced IDEOGRAPHIC FULL STOP (U+3002) with "." at character 12'],
    ["ann@example.com.", "removed FULL STOP (U+002E) at character 16"],
    ["ann@example.com,", "removed COMMA (U+002C) at character 16"],
  ])("is cleaned of what surrounds it, which is noted: %j", (text, what) => {
    const reading = readAddress(text);
    expect(reading).toMatchObject({ text: "ann@example.com" });
    expect("text" in reading && reading.cleaned).toContain(what);
  });

  it.each([
    ["ann@exаmple.com", "a text of 15 characters with CYRILLIC SMALL LETTER A (U+0430) at character 7"],
    ["аnn@example.com", "CYRILLIC SMALL LETTER A (U+0430) at character 1"],
    ["анна@example.com", "CYRILLIC SMALL LETTER A (U+0430) at character 1"],
    ["ann@аррӏе.com", "CYRILLIC SMALL LETTER A (U+0430) at character 5"],
    ["αnn@example.com", "GREEK SMALL LETTER ALPHA (U+03B1) at character 1"],
    ["ɑnn@example.com", "LATIN SMALL LETTER ALPHA (U+0251) at character 1"],
    ["lıza@example.com", "LATIN SMALL LETTER DOTLESS I (U+0131) at character 2"],
    ["a\u0336nn@example.com", "a combining mark (U+0336) at character 2"],
    ["jose\u0301@example.com", "COMBINING ACUTE ACCENT (U+0301) at character 5"],
    ["mailto:%EF%BC%9Ca＜nn@example.com＞", "LESS-THAN SIGN (U+003C) at character 8"],
    ["ann@ex\u0301ample.com", "COMBINING ACUTE ACCENT (U+0301) at character 7"],
    ["ann%2Btag@example.com", "PERCENT SIGN (U+0025) at character 4"],
    ["ann b@example.com", "SPACE (U+0020) at character 4"],
    ["ann\u00A0b@example.com", "NO-BREAK SPACE (U+00A0) at character 4"],
    ["ann\u0007@example.com", "a control character (U+0007) at character 4"],
    ["ann@example.com ben@example.com", "a second @ at character 20"],
    ["ann@example.com;ben@example.com", "a second @ at character 20"],
    ["ann@@example.com", "a second @ at character 5"],
    ["ann.example.com", "no @"],
    ["@example.com", "nothing before the @"],
    ["ann@", "nothing after the @"],
    ["ann@example", "no dot after the @"],
    ["a..b@example.com", "an extra dot"],
    [".ann@example.com", "an extra dot"],
    ["ann.@example.com", "an extra dot"],
    ["ann@example..com", "an extra dot"],
    ["ann@example.com..", "an extra dot"],
    ["ann@exam_ple.com", "LOW LINE (U+005F) at character 9"],
    ["ann@example.com\uFFFD", "REPLACEMENT CHARACTER (U+FFFD) at character 16"],
    ["\u202Emoc.elpmaxe@nna", "RIGHT-TO-LEFT OVERRIDE (U+202E) at character 1"],
    ["'ann'@example.com", "an apostrophe at the start or end"],
    ["ann@xn--abc-.com", "a domain that cannot be registered"],
    ["ann@127.0.0.1", "a domain ending that does not exist"],
    ["ann@example.c", "a domain ending that does not exist"],
    ["ann@example.сом", "CYRILLIC SMALL LETTER ES (U+0441) at character 13"],
    [`${"a".repeat(65)}@example.com`, "more than 64 characters before the @"],
    ["ann–lee@example.com", "EN DASH (U+2013) at character 4"],
    ["ann@😀.com", "a symbol (U+1F600) at character 5"],
  ])("is refused if invalid or ambiguous, with the character: %j", (text, received) => {
    expect(receivedOf(text)).toContain(received);
  });

  it.each([
    "ann+tag@example.com",
    "a.n.n@example.co.id",
    "o'brien@example.com",
    "josé@example.com",
    "สมชาย@ไทย.ไทย",
    "анна@пример.рф",
    "info@пример.com",
    "ann@münchen.de",
    "ann@日本語.jp",
    "ann@xn--mnchen-3ya.de",
    "x!#$&*+/=?^_{|}~-@example.com",
  ])("is left as it is: %s", (text) => {
    expect(readAddress(text)).toEqual({ text, cleaned: [] });
  });
});

describe("the key of an address", () => {
  it.each([
    ["Ann@Example.COM", "ann@example.com"],
    ["ann@münchen.de", "ann@xn--mnchen-3ya.de"],
    ["ann@MÜNCHEN.de", "ann@münchen.de"],
    ["ann@münchen.de.", "ann@XN--MNCHEN-3YA.DE"],
    ["josé@example.com", "JOSÉ@example.com"],
    ["민준@example.com", "민준@example.com".normalize("NFD")],
    ["o’brien@example.com", "o'brien@example.com"],
  ])("is one for %s and %s", (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each([
    ["a.nn@example.com", "ann@example.com"],
    ["ann+a@example.com", "ann@example.com"],
    ["jose@example.com", "josé@example.com"],
    ["ann@munchen.de", "ann@münchen.de"],
  ])("distinguishes %s from %s", (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });

  const invisible = Array.from(
    "\u00AD\u034F\u061C\u115F\u1160\u17B4\u180B\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2066\u2069\u206A\u3164\uFE00\uFE0F\uFEFF\uFFA0\uFFF9\u{E0001}\u{E0041}\u{E0100}\u{1D173}",
  );
  const odd = Array.from(
    " \t\n\u0000\u0007\u007F\u0085\u00A0\u1680\u2007\u2028\u202F\u3000\u2800'\"`´‘’“”„«»‹›<>,;:.。．＠＜()[]{}аеоɡı\u0301\u0323\u0336\uFFFD*%?#&=+-–_/\\|éßşก漢😀０Ａ",
  );
  const decoration = fc.oneof(
    fc.record({
      kind: fc.constant("insert" as const),
      at: fc.nat(40),
      text: fc.constantFrom(...invisible, ...odd),
    }),
    fc.record({ kind: fc.constant("insert" as const), at: fc.nat(40), text: fc.constantFrom(...invisible) }),
    fc.record({
      kind: fc.constant("wrap" as const),
      around: fc.constantFrom(
        ["'", ""],
        ["'", "'"],
        ['"', '"'],
        ["“", "”"],
        ["‘", "’"],
        ["«", "»"],
        ["`", "`"],
        ["<", ">"],
        ["＜", "＞"],
        ["Ann <", ">"],
        ['"B, A" <', ">"],
        ["mailto:", ""],
        ["MAILTO: ", "?subject=Hi&cc=x"],
        ["mailto://", ""],
        ["\u00A0", "\u3000"],
        ["\t", "\r\n"],
        ["", "."],
        ["", ";"],
        [",", ","],
        ['="', '"'],
        ["(", ")"],
        ["[", "](mailto:x)"],
      ),
    }),
    fc.record({ kind: fc.constant("case" as const) }),
    fc.record({ kind: fc.constant("wide" as const), at: fc.nat(40) }),
    fc.record({ kind: fc.constant("encode" as const), at: fc.nat(40) }),
    fc.record({ kind: fc.constant("decompose" as const) }),
  );

  function decorate(
    text: string,
    how: typeof decoration extends fc.Arbitrary<infer One> ? One : never,
  ): string {
    const characters = Array.from(text);
    switch (how.kind) {
      case "insert":
        characters.splice(Math.min(how.at, characters.length), 0, how.text);
        return characters.join("");
      case "wrap":
        return `${how.around[0]}${text}${how.around[1]}`;
      case "case":
        return text.replaceAll(/[a-zéü]/g, (letter) => letter.toUpperCase());
      case "wide":
        return characters
          .map((character, at) =>
            at === how.at % characters.length && /[!-~]/.test(character)
              ? String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)
              : character,
          )
          .join("");
      case "encode":
        return `mailto:${characters.map((character, at) => (at === how.at % characters.length ? encodeURIComponent(character) : character)).join("")}`;
      case "decompose":
        return text.normalize("NFD");
    }
  }

  const person = fc.constantFrom(
    "ann@example.com",
    "a.b+c@mail.example.co.id",
    "o'brien@example.com",
    "josé@münchen.de",
    "สมชาย@ไทย.ไทย",
  );
  // What is inserted may be a part of an address, or make a name of what is before it: then it is another one, and rightly so.
  const changes = /[<＜\w+\-*?#&=/|{}.。．éßşก漢０Ａ'‘’]/u;

  it("is the same for every decoration, or the address is refused", () => {
    let accepted = 0;
    fc.assert(
      fc.property(person, fc.array(decoration, { minLength: 1, maxLength: 5 }), (address, decorations) => {
        const text = decorations.reduce(decorate, address);
        const reading = readAddress(text);
        if (!("text" in reading)) return;
        accepted += 1;
        const isOther = decorations.some((how) => how.kind === "insert" && changes.test(how.text));
        if (!isOther) expect(addressKey(text)).toBe(addressKey(address));
      }),
      { numRuns: cases(600) },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it("is the key of the cleaned address and of itself", () => {
    fc.assert(
      fc.property(person, fc.array(decoration, { maxLength: 5 }), (address, decorations) => {
        const text = decorations.reduce(decorate, address);
        const reading = readAddress(text);
        if (!("text" in reading)) return;
        expect(readAddress(reading.text)).toEqual({ text: reading.text, cleaned: [] });
        expect(addressKey(reading.text)).toBe(addressKey(text));
        expect(addressKey(addressKey(text))).toBe(addressKey(text));
      }),
      { numRuns: cases(400) },
    );
  });

  it("is never another person's because of an inserted character", () => {
    fc.assert(
      fc.property(person, fc.nat(40), fc.constantFrom(...invisible, ...odd), (address, at, inserted) => {
        const text = decorate(address, { kind: "insert", at, text: inserted });
        const reading = readAddress(text);
        if (!("text" in reading) || inserted === " ") return;
        if (addressKey(text) === addressKey(address)) expect(reading.cleaned).not.toEqual([]);
        else expect(changes.test(inserted)).toBe(true);
      }),
      { numRuns: cases(600) },
    );
  });

  it("is found for anything a vendor may show", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(addressKey(text)).toBe(addressKey(text.normalize("NFC")));
      }),
    );
  });
});
