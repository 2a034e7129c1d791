/** The names of consecutive characters, by the code point of the first. */
const rows: readonly (readonly [first: number, names: string])[] = [
  [0x00, "NULL"],
  [0x09, "TAB,LINE FEED,LINE TABULATION,FORM FEED,CARRIAGE RETURN"],
  [
    0x20,
    "SPACE,EXCLAMATION MARK,QUOTATION MARK,NUMBER SIGN,DOLLAR SIGN,PERCENT SIGN,AMPERSAND,APOSTROPHE,LEFT PARENTHESIS," +
      "RIGHT PARENTHESIS,ASTERISK,PLUS SIGN,COMMA,HYPHEN-MINUS,FULL STOP,SOLIDUS",
  ],
  [0x3a, "COLON,SEMICOLON,LESS-THAN SIGN,EQUALS SIGN,GREATER-THAN SIGN,QUESTION MARK,COMMERCIAL AT"],
  [0x5b, "LEFT SQUARE BRACKET,REVERSE SOLIDUS,RIGHT SQUARE BRACKET,CIRCUMFLEX ACCENT,LOW LINE,GRAVE ACCENT"],
  [0x7b, "LEFT CURLY BRACKET,VERTICAL LINE,RIGHT CURLY BRACKET,TILDE,DELETE"],
  [0x85, "NEXT LINE"],
  [0xa0, "NO-BREAK SPACE"],
  [0xab, "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"],
  [0xad, "SOFT HYPHEN"],
  [0xb4, "ACUTE ACCENT"],
  [0xbb, "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"],
  [0x130, "LATIN CAPITAL LETTER I WITH DOT ABOVE,LATIN SMALL LETTER DOTLESS I"],
  [0x251, "LATIN SMALL LETTER ALPHA"],
  [0x261, "LATIN SMALL LETTER SCRIPT G"],
  [0x2bc, "MODIFIER LETTER APOSTROPHE"],
  [
    0x300,
    "COMBINING GRAVE ACCENT,COMBINING ACUTE ACCENT,COMBINING CIRCUMFLEX ACCENT,COMBINING TILDE,COMBINING MACRON," +
      "COMBINING OVERLINE,COMBINING BREVE,COMBINING DOT ABOVE,COMBINING DIAERESIS,COMBINING HOOK ABOVE,COMBINING RING ABOVE",
  ],
  [0x327, "COMBINING CEDILLA,COMBINING OGONEK"],
  [0x34f, "COMBINING GRAPHEME JOINER"],
  [0x406, "CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I"],
  [0x455, "CYRILLIC SMALL LETTER DZE,CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"],
  [0x458, "CYRILLIC SMALL LETTER JE"],
  [0x4bb, "CYRILLIC SMALL LETTER SHHA"],
  [0x4cf, "CYRILLIC SMALL LETTER PALOCHKA"],
  [0x501, "CYRILLIC SMALL LETTER KOMI DE"],
  [0x61c, "ARABIC LETTER MARK"],
  [0x115f, "HANGUL CHOSEONG FILLER,HANGUL JUNGSEONG FILLER"],
  [0x1680, "OGHAM SPACE MARK"],
  [0x17b4, "KHMER VOWEL INHERENT AQ,KHMER VOWEL INHERENT AA"],
  [
    0x180b,
    "MONGOLIAN FREE VARIATION SELECTOR ONE,MONGOLIAN FREE VARIATION SELECTOR TWO," +
      "MONGOLIAN FREE VARIATION SELECTOR THREE,MONGOLIAN VOWEL SEPARATOR",
  ],
  [
    0x2000,
    "EN QUAD,EM QUAD,EN SPACE,EM SPACE,THREE-PER-EM SPACE,FOUR-PER-EM SPACE,SIX-PER-EM SPACE,FIGURE SPACE," +
      "PUNCTUATION SPACE,THIN SPACE,HAIR SPACE,ZERO WIDTH SPACE,ZERO WIDTH NON-JOINER,ZERO WIDTH JOINER," +
      "LEFT-TO-RIGHT MARK,RIGHT-TO-LEFT MARK,HYPHEN,NON-BREAKING HYPHEN,FIGURE DASH,EN DASH,EM DASH,HORIZONTAL BAR",
  ],
  [
    0x2018,
    "LEFT SINGLE QUOTATION MARK,RIGHT SINGLE QUOTATION MARK,SINGLE LOW-9 QUOTATION MARK," +
      "SINGLE HIGH-REVERSED-9 QUOTATION MARK,LEFT DOUBLE QUOTATION MARK,RIGHT DOUBLE QUOTATION MARK," +
      "DOUBLE LOW-9 QUOTATION MARK,DOUBLE HIGH-REVERSED-9 QUOTATION MARK",
  ],
  [0x2024, "ONE DOT LEADER,TWO DOT LEADER,HORIZONTAL ELLIPSIS"],
  [
    0x2028,
    "LINE SEPARATOR,PARAGRAPH SEPARATOR,LEFT-TO-RIGHT EMBEDDING,RIGHT-TO-LEFT EMBEDDING,POP DIRECTIONAL FORMATTING," +
      "LEFT-TO-RIGHT OVERRIDE,RIGHT-TO-LEFT OVERRIDE,NARROW NO-BREAK SPACE",
  ],
  [0x2032, "PRIME,DOUBLE PRIME"],
  [0x2039, "SINGLE LEFT-POINTING ANGLE QUOTATION MARK,SINGLE RIGHT-POINTING ANGLE QUOTATION MARK"],
  [
    0x205f,
    "MEDIUM MATHEMATICAL SPACE,WORD JOINER,FUNCTION APPLICATION,INVISIBLE TIMES,INVISIBLE SEPARATOR,INVISIBLE PLUS",
  ],
  [
    0x2066,
    "LEFT-TO-RIGHT ISOLATE,RIGHT-TO-LEFT ISOLATE,FIRST STRONG ISOLATE,POP DIRECTIONAL ISOLATE," +
      "INHIBIT SYMMETRIC SWAPPING,ACTIVATE SYMMETRIC SWAPPING,INHIBIT ARABIC FORM SHAPING,ACTIVATE ARABIC FORM SHAPING," +
      "NATIONAL DIGIT SHAPES,NOMINAL DIGIT SHAPES",
  ],
  [0x2212, "MINUS SIGN"],
  [0x2800, "BRAILLE PATTERN BLANK"],
  [0x3000, "IDEOGRAPHIC SPACE,IDEOGRAPHIC COMMA,IDEOGRAPHIC FULL STOP"],
  [0x3164, "HANGUL FILLER"],
  [0xfeff, "ZERO WIDTH NO-BREAK SPACE"],
  [0xff61, "HALFWIDTH IDEOGRAPHIC FULL STOP"],
  [0xffa0, "HALFWIDTH HANGUL FILLER"],
  [
    0xfff9,
    "INTERLINEAR ANNOTATION ANCHOR,INTERLINEAR ANNOTATION SEPARATOR,INTERLINEAR ANNOTATION TERMINATOR",
  ],
  [0xfffc, "OBJECT REPLACEMENT CHARACTER,REPLACEMENT CHARACTER"],
  [0xe0001, "LANGUAGE TAG"],
];

const known = new Map(
  rows.flatMap(([first, names]) => names.split(",").map((name, at): [number, string] => [first + at, name])),
);

const digits = "ZERO,ONE,TWO,THREE,FOUR,FIVE,SIX,SEVEN,EIGHT,NINE".split(",");

/** The Latin alphabet and those whose letters look like it; small letters follow the capital ones at a distance of `step`. */
const alphabets: readonly (readonly [script: string, first: number, step: number, letters: string])[] = [
  ["LATIN", 0x41, 0x20, "A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T,U,V,W,X,Y,Z"],
  [
    "GREEK",
    0x391,
    0x20,
    "ALPHA,BETA,GAMMA,DELTA,EPSILON,ZETA,ETA,THETA,IOTA,KAPPA,LAMDA,MU,NU,XI,OMICRON,PI,RHO,FINAL SIGMA,SIGMA,TAU," +
      "UPSILON,PHI,CHI,PSI,OMEGA",
  ],
  [
    "CYRILLIC",
    0x410,
    0x20,
    "A,BE,VE,GHE,DE,IE,ZHE,ZE,I,SHORT I,KA,EL,EM,EN,O,PE,ER,ES,TE,U,EF,HA,TSE,CHE,SHA,SHCHA,HARD SIGN,YERU,SOFT SIGN,E,YU,YA",
  ],
];

function letterName(code: number): string | undefined {
  for (const [script, first, step, letters] of alphabets) {
    const names = letters.split(",");
    const capital = names[code - first];
    if (capital !== undefined) return `${script} CAPITAL LETTER ${capital}`;
    const small = names[code - first - step];
    if (small !== undefined) return `${script} SMALL LETTER ${small}`;
  }
  return undefined;
}

function plainName(code: number): string | undefined {
  const name = known.get(code) ?? letterName(code);
  if (name !== undefined) return name;
  if (code >= 0x30 && code <= 0x39) return `DIGIT ${digits[code - 0x30] ?? ""}`;
  if (code >= 0xff01 && code <= 0xff5e) return `FULLWIDTH ${plainName(code - 0xfee0) ?? "CHARACTER"}`;
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`;
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`;
  if (code >= 0xe0020 && code <= 0xe007f) return `TAG ${plainName(code - 0xe0000) ?? "CHARACTER"}`;
  return undefined;
}

const scripts = (
  "Latin,Cyrillic,Greek,Armenian,Hebrew,Arabic,Syriac,Thaana,Devanagari,Bengali,Gurmukhi,Gujarati,Oriya,Tamil,Telugu," +
  "Kannada,Malayalam,Sinhala,Thai,Lao,Tibetan,Myanmar,Georgian,Hangul,Ethiopic,Cherokee,Khmer,Mongolian,Hiragana," +
  "Katakana,Bopomofo,Han,Balinese,Javanese,Sundanese,Coptic,Lisu,Tifinagh"
)
  .split(",")
  .map((name) => ({ name, pattern: new RegExp(`^\\p{Script_Extensions=${name}}`, "u") }));

/** The script of a letter, such as `Cyrillic`; `undefined` for a rare script and for a character of many scripts. */
export function scriptOf(character: string): string | undefined {
  return scripts.find(({ pattern }) => pattern.test(character))?.name;
}

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\p{L}/u, "a letter"],
  [/^\p{M}/u, "a combining mark"],
  [/^\p{N}/u, "a digit or number"],
  [/^\p{P}/u, "a punctuation mark"],
  [/^\p{S}/u, "a symbol"],
  [/^\p{Z}/u, "a space"],
  [/^\p{Cc}/u, "a control character"],
  [/^\p{Cf}/u, "a format character"],
  [/^\p{Cs}/u, "half a character"],
  [/^\p{Co}/u, "a private character"],
];

/**
 * A character's name and number, such as `ZERO WIDTH SPACE (U+200B)`. The characters that damage texts have their Unicode
 * names; all others are described: `a letter of the Thai script (U+0E01)`.
 */
export function characterName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = plainName(code);
  if (name !== undefined) return `${name} (${number})`;
  const kind = kinds.find(([pattern]) => pattern.test(character))?.[1] ?? "an unassigned character";
  const script = /^[\p{L}\p{M}\p{N}]/u.test(character) ? scriptOf(character) : undefined;
  return `${kind}${script === undefined ? "" : ` of the ${script} script`} (${number})`;
}
