const mask = "[redacted]";

/** Credentials shorter than this are not looked for: replacing every `a` hides nothing and garbles everything. */
const shortestSecret = 6;

/** What HTML writes for characters that mean something in it. */
const entities: Readonly<Record<string, readonly string[]>> = {
  "&": ["&amp;"],
  "<": ["&lt;"],
  ">": ["&gt;"],
  '"': ["&quot;", "&#34;"],
  "'": ["&#39;", "&#039;", "&apos;"],
};

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** A number in hexadecimal digits, which match in either case. */
function hex(number: number, length: number): string {
  const digits = number.toString(16).padStart(length, "0");
  return digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Matches a character as it is and as addresses, forms, JSON and HTML write it: no two programs do it for the same ones. */
function anySpelling(character: string): string {
  if (/^[a-z0-9]$/i.test(character)) return character;
  const bytes = [...new TextEncoder().encode(character)];
  // oxlint-disable-next-line unicorn/prefer-code-point -- JSON escapes units, of which a character may have two
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const texts = [...(entities[character] ?? []), JSON.stringify(character).slice(1, -1), `\\${character}`];
  // The shortest comes last: it may be the beginning of another.
  const spellings = [
    bytes.map((byte) => `%${hex(byte, 2)}`).join(""),
    units.map((unit) => String.raw`\\u${hex(unit, 4)}`).join(""),
    ...[...texts, character === " " ? "+" : "", character].filter((text) => text !== "").map(literal),
  ];
  return `(?:${spellings.join("|")})`;
}

/** Replaces every known secret in a text, however it is spelt there. */
export function scrubText(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    clean = clean.replaceAll(new RegExp(Array.from(secret, anySpelling).join(""), "g"), mask);
  }
  return clean;
}

/** Replaces every known secret in the texts and keys of a parsed body. */
export function scrubValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return scrubText(value, secrets);
  if (Array.isArray(value)) return value.map((entry) => scrubValue(entry, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [scrubText(key, secrets), scrubValue(entry, secrets)]),
  );
}
