import { bottomOf, readEscapes, type Reading, readPlain, uncounted, type Work } from "./reading.ts";
import { Beginnings, type Found, Needle, preparedFor, type Reach } from "./secret-search.ts";

const mask = "[redacted]";
/** What is said in place of what is left out. */
const ellipsis = "…";

/** How many characters a character has in the longest spelling that is met: an HTML number that is percent-encoded. */
const longestSpelling = 48;
/** How much of a parsed body is kept, in characters of its texts and names: an error is read by people. */
const mostCharacters = 100_000;
/** How much of it is kept however many secrets there are, as there may be in a bulk call: each costs a search. */
const fewestCharacters = 2000;
/** The work that a body is worth, in characters times secrets. */
const mostWork = 5_000_000;
/** How deep a parsed body is kept; deeper ones are an attack on whoever walks them. */
const keptDepth = 64;

/** From this length on, a secret is looked for everywhere, also within words. */
const shortestAnywhere = 6;
/** From this length on, it is looked for as a whole word; what is shorter yet only as a whole value. */
const shortestWord = 3;

interface Secret {
  /** How it is found at the bottom of escapes, its own read as well. */
  readonly inEscapes: Needle;
  /** How it is found as it is. */
  readonly plain: Needle;
}

/** Every text that a secret may be repeated as, before it is escaped: HTTP and forms trim, encoders mend lone surrogates. */
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
  // A long secret may be little once its escapes are read, as one of backslashes is.
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

/** Puts ranges in order and makes one of those that overlap. */
function united(ranges: Found[]): readonly Found[] {
  const all: Found[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

/** A number that a secret was read as, leading zeros lost. */
function numberOf(secret: string): readonly number[] {
  return /^-?\d+(?:\.\d+)?$/.test(secret.trim()) ? [Number(secret)] : [];
}

/**
 * Takes secrets out of what is shown or kept: as they are, and in every spelling of percent-encoding, JSON and HTML, in
 * each other to any depth. Secrets of six characters or more are found everywhere, of three to five as whole words, and
 * shorter ones as whole values: replacing every `a` hides nothing and garbles everything.
 *
 * The work grows with the text's length, and with the number of secrets only for those that begin like something in it, or where
 * the text holds escapes: then with their product, of which no more is done than a body is worth. Both may be an attacker's.
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

  /** A text without secrets. */
  text(text: string): string {
    return this.beginning(text, text.length);
  }

  /** The first characters of a text, without secrets. Not even half of one that lies across the cut is shown. */
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
   * A parsed body without secrets in its texts, names and numbers. Of a very large or deep one the beginning is kept; an
   * ellipsis stands for the rest.
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

/** Replaces every known secret in a text, however it is spelt there. */
export function scrubText(text: string, secrets: Iterable<string>): string {
  return new Scrubber(secrets).text(text);
}
