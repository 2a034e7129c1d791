/** Names of ASCII characters; HTML also defines several in capitals. */
const ascii: Readonly<Record<string, number>> = {
  Tab: 9,
  NewLine: 10,
  excl: 33,
  quot: 34,
  num: 35,
  dollar: 36,
  percnt: 37,
  amp: 38,
  apos: 39,
  lpar: 40,
  rpar: 41,
  ast: 42,
  plus: 43,
  comma: 44,
  period: 46,
  sol: 47,
  colon: 58,
  semi: 59,
  lt: 60,
  equals: 61,
  gt: 62,
  quest: 63,
  commat: 64,
  lsqb: 91,
  lbrack: 91,
  bsol: 92,
  rsqb: 93,
  rbrack: 93,
  Hat: 94,
  lowbar: 95,
  grave: 96,
  lcub: 123,
  lbrace: 123,
  vert: 124,
  verbar: 124,
  rcub: 125,
  rbrace: 125,
};

/** The names of U+00A0 to U+00FF, in order. */
const latin1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr " +
  "deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml " +
  "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml " +
  "eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/** Other characters that encoders write; Greek, arrows and mathematics are omitted. */
const others: Readonly<Record<string, number>> = {
  OElig: 0x152,
  oelig: 0x153,
  Scaron: 0x160,
  scaron: 0x161,
  Yuml: 0x178,
  fnof: 0x192,
  circ: 0x2c6,
  tilde: 0x2dc,
  ensp: 0x2002,
  emsp: 0x2003,
  ndash: 0x2013,
  mdash: 0x2014,
  lsquo: 0x2018,
  rsquo: 0x2019,
  sbquo: 0x201a,
  ldquo: 0x201c,
  rdquo: 0x201d,
  bdquo: 0x201e,
  bull: 0x2022,
  hellip: 0x2026,
  lsaquo: 0x2039,
  rsaquo: 0x203a,
  euro: 0x20ac,
  trade: 0x2122,
};

const named: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ascii),
  ...latin1.split(" ").map((name, index): [string, number] => [name, 0xa0 + index]),
  ...Object.entries(others),
]);

/** The longest reference that is recognized, from its ampersand to its semicolon; encoders write far shorter ones. */
export const longestReference = 14;

/**
 * The code point of an HTML character reference, passed without its ampersand and semicolon: `amp`, `#38`, `#x26`.
 * `undefined` if it is not a known reference.
 */
export function codePointOf(reference: string): number | undefined {
  const name = named.get(reference) ?? named.get(reference.toLowerCase());
  if (name !== undefined) return name;
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(reference) ?? [];
  const number = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return number > 0 && number <= 0x10_ff_ff ? number : undefined;
}
