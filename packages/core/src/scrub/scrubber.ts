import { bottomOf, readEscapes, type Reading, readPlain, uncounted, type Work } from "./reading.ts";
import { Beginnings, type Found, Needle, preparedFor, type Reach } from "./secret-search.ts";

const mask = "[redacted]";
/** Replaces what is omitted. */
const ellipsis = "…";

/** The longest supported spelling of one character, in characters: an HTML number that is percent-encoded. */
const longestSpelling = 48;
/** How much of a parsed body is kept, in characters of its texts and names: errors are read by people. */
const mostCharacters = 100_000;
/** How much of it is kept at least, even if there are many secrets, as in a bulk call: each costs a search. */
const fewestCharacters = 2000;
/** The most work spent on a body, in characters times secrets. */
const mostWork = 5_000_000;
/** The depth to which a parsed body is kept; deeper ones are an attack on code that traverses them. */
const keptDepth = 64;

/** From this length on, a secret is searched for everywhere, even within words. */
const shortestAnywhere = 6;
/** From this length on, it is searched for as a whole word; a shorter one only as a whole value. */
const shortestWord = 3;

interface Secret {
  /** Finds it in a text with all escapes decoded, including its own. */
  readonly inEscapes: Needle;
  /** Finds it verbatim. */
  readonly plain: Needle;
}

/** The texts as which a secret may be repeated, before escaping: HTTP and forms trim, encoders replace lone surrogates. */
function formsOf(secret: string): readonly string[] {
  return [secret, secret.trim(), secret.toWellFormed()].filter((form) => form !== "");
}

function reachOf(length: number): Reach {
  if (length >= shortestAnywhere) return "anywhere";
  return length >= shortestWord ? "word" : "value";
}

function toSecret(text: string, beginnings: Beginnings<Secret>, work: Work): Secret {
  const beginsPlainly = /^[a-z0-9]/i.test(text);
  const plain = bottomOf(readPlain(text));
  const bottom = bottomOf(readEscapes(text, work));
  // A long secret may be short once its escapes are decoded, such as one of backslashes.
  const reach = bottom.length >= shortestWord ? reachOf(plain.length) : reachOf(bottom.length);
  const secret = {
    inEscapes: new Needle(bottom, reach, beginsPlainly),
    plain: new Needle(plain, reachOf(plain.length), beginsPlainly),
  };
  beginnings.add(bottom, secret);
  return secret;
}

/** Whether a text can be read in more than one way. */
function hasEscapes(text: string, { size }: Reading): boolean {
  return size > text.length + 1 || text.includes("\\");
}

/** Sorts ranges and merges those that overlap. */
function united(ranges: Found[]): readonly Found[] {
  const all: Found[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

/** The number that a secret may have been parsed as, without leading zeros. */
function numberOf(secret: string): readonly number[] {
  return /^-?\d+(?:\.\d+)?$/.test(secret.trim()) ? [Number(secret)] : [];
}

/**
 * Removes secrets from what is shown or kept: verbatim, and in every percent-encoded, JSON or HTML spelling,
 * nested to any depth. Secrets of six or more characters are found everywhere, those of three to five as whole words, and
 * shorter ones as whole values: replacing every `a` would hide nothing and garble everything.
 *
 * The work is linear in the text's length. It grows with the number of secrets only for those that begin like something in the
 * text, or if the text contains escapes; it is then the product of both, and capped, because both may come from an attacker.
 */
export class Scrubber {
  readonly #secrets: readonly Secret[];
  readonly #beginnings = new Beginnings<Secret>();
  readonly #numbers: ReadonlySet<number>;
  readonly #longest: number;
  readonly #work: Work;

  constructor(secrets: Iterable<string>, work: Work = uncounted()) {
    const known = [...new Set([...secrets].flatMap(formsOf))];
    this.#secrets = known.map((secret) => toSecret(secret, this.#beginnings, work));
    this.#numbers = new Set(known.flatMap(numberOf));
    // Not spread: a bulk call may have more secrets than a function takes arguments.
    this.#longest = known.reduce((longest, { length }) => Math.max(longest, length), 0);
    this.#work = work;
  }

  #find(text: string): readonly Found[] {
    const work = this.#work;
    if (this.#secrets.length === 0) return [];
    const reading = readEscapes(text, work);
    const isPlain = !hasEscapes(text, reading);
    const possible = isPlain ? this.#beginnings.possibleIn(reading, work) : this.#secrets;
    if (possible.length === 0) return [];
    const escapes = preparedFor(text, reading);
    const found: Found[] = [];
    for (const { inEscapes } of possible) found.push(...inEscapes.findIn(escapes, work));
    if (isPlain) return united(found);
    const asWritten = preparedFor(text, readPlain(text));
    for (const { plain } of possible) found.push(...plain.findIn(asWritten, work));
    return united(found);
  }

  /** Removes secrets from a text. */
  text(text: string): string {
    return this.beginning(text, text.length);
  }

  /** The first characters of a text, without secrets. A secret that lies across the cut is not shown even in part. */
  beginning(text: string, length: number): string {
    const seen = text.slice(0, length + this.#longest * longestSpelling);
    let clean = "";
    let at = 0;
    for (const { start, end } of this.#find(seen)) {
      if (start >= length) break;
      clean += text.slice(at, start) + mask;
      at = end;
    }
    clean += text.slice(at, Math.max(at, length));
    // Never cut inside a character.
    return length < text.length ? clean.replace(/[\uD800-\uDBFF]$/, "") : clean;
  }

  /**
   * A parsed body without secrets in its texts, names and numbers. Only the beginning of a very large or deep one is kept; an
   * ellipsis replaces the rest.
   */
  value(value: unknown): unknown {
    const affordable = Math.max(fewestCharacters, Math.floor(mostWork / Math.max(1, this.#secrets.length)));
    return this.#kept(value, { characters: Math.min(mostCharacters, affordable) }, keptDepth);
  }

  #kept(value: unknown, left: { characters: number }, depth: number): unknown {
    left.characters -= 1;
    if (typeof value === "string") return this.#keptText(value, left);
    if (typeof value === "number") {
      const text = String(value);
      return this.#numbers.has(value) || this.text(text) !== text ? mask : value;
    }
    if (typeof value !== "object" || value === null) return value;
    if (depth === 0) return ellipsis;
    if (Array.isArray(value)) {
      const entries: unknown[] = [];
      for (const entry of value) {
        if (left.characters <= 0) break;
        entries.push(this.#kept(entry, left, depth - 1));
      }
      return entries.length === value.length ? entries : [...entries, ellipsis];
    }
    const fields: [string, unknown][] = [];
    for (const [name, field] of Object.entries(value)) {
      if (left.characters <= 0) {
        fields.push([ellipsis, ellipsis]);
        break;
      }
      fields.push([this.#keptText(name, left), this.#kept(field, left, depth - 1)]);
    }
    return Object.fromEntries(fields);
  }

  #keptText(text: string, left: { characters: number }): string {
    const length = Math.max(0, left.characters);
    left.characters -= text.length;
    const kept = this.beginning(text, length);
    return text.length <= length ? kept : kept + ellipsis;
  }
}

/** Replaces every known secret in a text, in whatever spelling. */
export function scrubText(text: string, secrets: Iterable<string>): string {
  return new Scrubber(secrets).text(text);
}
