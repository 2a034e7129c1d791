import { code, type Reading, type Work } from "./reading.ts";

/** Where a secret is in a text: from its first character to after its last. */
export interface Found {
  readonly start: number;
  end: number;
}

/** Where a secret is searched for: everywhere, as a whole word, or as a whole value. */
export type Reach = "anywhere" | "word" | "value";

const wordCharacter = /[\p{L}\p{N}]/u;
const quoteBehind = /^(?:\\*["']|&quot;|&apos;|&#0*3[49];|&#x2[27];|%2[27])/i;

/** The character of an escape if it may be part of a word. A line break is not, but is read as its letter. */
function escaped(unit: number): string {
  const character = unit > 0xff_ff ? "" : String.fromCodePoint(unit);
  return /[bfnrt]/.test(character) ? "" : character;
}

/** A reading in which many secrets are searched for. */
export interface Searched {
  readonly text: string;
  readonly reading: Reading;
  /** The characters that are in it. */
  readonly present: ReadonlySet<number>;
  /** How much of the secret is matched at each character, with all escapes decoded; overwritten by every search. */
  readonly bottom: Int32Array;
  /** The same for the best of the other readings. */
  readonly plainer: Int32Array;
}

/** Prepares a reading for searches. */
export function preparedFor(text: string, reading: Reading): Searched {
  const { size, units } = reading;
  const present = new Set(units.subarray(0, size));
  return { text, reading, present, bottom: new Int32Array(size), plainer: new Int32Array(size) };
}

/** How many of a secret's first characters are hashed: enough that few others begin alike. */
const knownBy = 4;

/** A hash of the characters from an index on. */
function hashAt(units: ArrayLike<number>, start: number): number {
  let hash = 0;
  for (let index = start; index < start + knownBy; index += 1)
    hash = Math.imul(hash, 31) + (units[index] ?? 0);
  return hash;
}

/** Indexes secrets by their first characters, so that only those are searched for that may be in a text. */
export class Beginnings<Secret> {
  readonly #short: Secret[] = [];
  readonly #long = new Map<number, Secret[]>();

  add(characters: readonly number[], secret: Secret): void {
    if (characters.length < knownBy) {
      this.#short.push(secret);
      return;
    }
    const key = hashAt(characters, 0);
    const alike = this.#long.get(key);
    if (alike === undefined) this.#long.set(key, [secret]);
    else alike.push(secret);
  }

  /** The secrets that may be in a reading without escapes, whose characters are consecutive. */
  possibleIn({ units, size }: Reading, work: Work): readonly Secret[] {
    const possible = new Set(this.#short);
    for (let node = 1; node + knownBy <= size; node += 1) {
      work.steps += 1;
      for (const secret of this.#long.get(hashAt(units, node)) ?? []) possible.add(secret);
    }
    return [...possible];
  }
}

/** A secret's characters, prepared for a search (Knuth, Morris and Pratt). */
export class Needle {
  readonly length: number;
  readonly #characters: Int32Array;
  /** Where to continue if the character at an index does not match; skips equal characters, which would not match either. */
  readonly #retreats: Int32Array;
  readonly #reach: Reach;
  readonly #beginsPlainly: boolean;

  constructor(characters: readonly number[], reach: Reach, beginsPlainly: boolean) {
    this.length = characters.length;
    this.#characters = Int32Array.from(characters);
    this.#reach = reach;
    this.#beginsPlainly = beginsPlainly;
    const retreats = new Int32Array(this.length + 1);
    retreats[0] = -1;
    let border = 0;
    for (let index = 1; index <= this.length; index += 1) {
      const isSame = index < this.length && characters[index] === characters[border];
      retreats[index] = isSame ? (retreats[border] ?? -1) : border;
      while (border >= 0 && index < this.length && characters[index] !== characters[border])
        border = retreats[border] ?? -1;
      border += 1;
    }
    this.#retreats = retreats;
  }

  /** How many of the secret's characters are matched after one more character. */
  #step(met: number, unit: number, work: Work): number {
    let at = met;
    do {
      work.steps += 1;
      if (this.#characters[at] === unit) return at + 1;
      at = this.#retreats[at] ?? -1;
    } while (at >= 0);
    return 0;
  }

  /** The same for a reading that can be ignored while nothing is matched, because the fully decoded one begins the same way. */
  #stepOn(met: number, unit: number, work: Work): number {
    return met === 0 ? 0 : this.#step(met, unit, work);
  }

  /**
   * Finds every occurrence in a reading and merges overlapping ones. For each character it tracks how much of the secret is matched
   * in two readings that end there: the fully decoded one, and the best of those that read an earlier escape as plain text,
   * because a secret may begin with what looks like the rest of an escape.
   */
  findIn(searched: Searched, work: Work): readonly Found[] {
    const { reading, present, bottom, plainer } = searched;
    if (this.#characters.some((character) => !present.has(character))) return [];
    const { size, units, before, beside, written } = reading;
    const found: Found[] = [];
    for (let node = 1; node < size; node += 1) {
      const unit = units[node] ?? 0;
      const previous = before[node] ?? 0;
      const aside = beside[node] ?? 0;
      const end = written[node] ?? 0;
      bottom[node] = this.#step(bottom[previous] ?? 0, unit, work);
      plainer[node] = Math.max(
        this.#stepOn(plainer[previous] ?? 0, unit, work),
        this.#stepOn(plainer[aside] ?? 0, unit, work),
        bottom[end] ?? 0,
        plainer[end] ?? 0,
        // Several backslashes count as one.
        unit === code.backslash ? (plainer[aside] ?? 0) : 0,
      );
      const isMet = bottom[node] === this.length || plainer[node] === this.length;
      if (isMet) this.#note(searched, found, node, work);
    }
    return found;
  }

  #note({ reading, text, bottom, plainer }: Searched, found: Found[], last: number, work: Work): void {
    const { units, before, beside, written, starts, ends } = reading;
    const end = ends[last] ?? 0;
    const latest = found.at(-1);
    let isBottom = bottom[last] === this.length;
    let node = last;
    for (let left = this.length; ;) {
      work.steps += 1;
      // Stops at what is already hidden, so the total way back is at most the length of the text.
      if (latest !== undefined && (starts[node] ?? 0) < latest.end) {
        latest.end = Math.max(latest.end, end);
        return;
      }
      const met = plainer[node] ?? 0;
      const escape = written[node] ?? 0;
      const aside = beside[node] ?? 0;
      const previous = before[node] ?? 0;
      if (!isBottom && escape > 0 && (bottom[escape] === met || plainer[escape] === met)) {
        isBottom = bottom[escape] === met;
        node = escape;
        continue;
      }
      if (!isBottom && units[node] === code.backslash && plainer[aside] === met) {
        node = aside;
        continue;
      }
      left -= 1;
      if (left === 0) break;
      const isBeside = !isBottom && this.#stepOn(plainer[previous] ?? 0, units[node] ?? 0, work) !== met;
      node = isBeside ? aside : previous;
    }
    if (!this.#mayHide(reading, text, node, end)) return;
    found.push({ start: this.#startOf(text, reading, node), end });
  }

  /** Where a secret with this first character begins: a backslash before a letter or digit belongs to the text before it. */
  #startOf(text: string, { starts, ends }: Reading, first: number): number {
    const start = starts[first] ?? 0;
    const last = (ends[first] ?? 0) - 1;
    if (!this.#beginsPlainly) return start;
    let index = start;
    while (index < last && text[index] === "\\") index += 1;
    return index === last ? last : start;
  }

  #mayHide({ units, before, starts, ends }: Reading, text: string, first: number, end: number): boolean {
    if (this.#reach === "anywhere") return true;
    const previous = before[first] ?? 0;
    const start = starts[previous] ?? 0;
    const isEscape = (ends[previous] ?? 0) - start > 1;
    const character = isEscape ? escaped(units[previous] ?? 0) : text.slice(start, ends[previous]);
    if (this.#reach === "word")
      return !wordCharacter.test(character) && !wordCharacter.test(text.charAt(end));
    if (previous === 0) return end === text.length;
    return /["']/.test(character) && quoteBehind.test(text.slice(end, end + 12));
  }
}
