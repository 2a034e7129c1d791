import { codePointOf, longestReference } from "./html-entities.ts";

/**
 * A text with all escapes decoded: percent-encoding, JSON and HTML, nested and mixed to any depth.
 * It is a tree of characters that link to their predecessors, so what was read before an escape was complete
 * stays in it. `100%41` is read as `100%4`, as `100%41` and finally as `100A`.
 */
export interface Reading {
  /** The number of characters, at most twice as many as in the text. Character 0 is a sentinel before the first. */
  readonly size: number;
  /** UTF-16 units, folded; bytes that are not part of a UTF-8 sequence have larger numbers. */
  readonly units: Int32Array;
  /** The previous character, which comes earlier in the tree. */
  readonly before: Int32Array;
  /** The backslash before the character that was read as an escape, else 0. */
  readonly beside: Int32Array;
  /** For a character that was decoded from an escape: the last character of the escape as written, else 0. */
  readonly written: Int32Array;
  /** Where each begins in the text, including the backslashes before it. */
  readonly starts: Int32Array;
  /** Where each ends in the text. */
  readonly ends: Int32Array;
}

/** Counts steps of work, for tests, because time is not a reliable measure. */
export interface Work {
  steps: number;
}

/** Creates a counter whose value is not used. */
export function uncounted(): Work {
  return { steps: 0 };
}

/** Characters that occur in escapes. */
export const code = {
  percent: 0x25,
  ampersand: 0x26,
  plus: 0x2b,
  semicolon: 0x3b,
  backslash: 0x5c,
  letterB: 0x62,
  letterF: 0x66,
  letterN: 0x6e,
  letterR: 0x72,
  letterT: 0x74,
  letterU: 0x75,
} as const;

/** The characters that JSON writes as a backslash and a letter, and a plus, which may be an encoded space in a form. */
const folds: ReadonlyMap<number, number> = new Map([
  [0x08, code.letterB],
  [0x09, code.letterT],
  [0x0a, code.letterN],
  [0x0c, code.letterF],
  [0x0d, code.letterR],
  [code.plus, 0x20],
]);

/**
 * Maps characters that cannot be told apart to the same one: whether `\n` is a line break or the letter after a backslash depends
 * on how often the text was escaped.
 */
function folded(unit: number): number {
  return unit > code.plus || unit === 0x20 ? unit : (folds.get(unit) ?? unit);
}

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 && unit < 0x80 ? letter - 0x57 : -1;
}

/** Bytes above ASCII are kept apart from characters until they form one. */
const firstByte = 0x20_00_00;

function isContinuation(unit: number): boolean {
  return unit >= firstByte + 0x80 && unit < firstByte + 0xc0;
}

/** The length of the UTF-8 sequence that begins with this byte; 0 if none does. */
function sequenceLength(lead: number): number {
  const byte = lead - firstByte;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/** The two units of a character beyond the first plane. */
function halvesOf(codePoint: number): readonly number[] {
  const offset = codePoint - 0x1_00_00;
  return [0xd8_00 + (offset >> 10), 0xdc_00 + (offset & 0x3_ff)];
}

/** A complete escape: its value and its first character. */
interface Escape {
  readonly value: number;
  readonly first: number;
}

class Reader implements Reading {
  size = 1;
  readonly units: Int32Array;
  readonly before: Int32Array;
  readonly beside: Int32Array;
  readonly written: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #work: Work;
  #last = 0;

  constructor(length: number, work: Work) {
    // Each escape has at least two characters and decodes to at most half as many.
    const most = length * 2 + 1;
    this.units = new Int32Array(most);
    this.before = new Int32Array(most);
    this.beside = new Int32Array(most);
    this.written = new Int32Array(most);
    this.starts = new Int32Array(most);
    this.ends = new Int32Array(most);
    this.units[0] = -1;
    this.#work = work;
  }

  /** Reads the next character of the text, and every escape that it completes. */
  read(unit: number, start: number): void {
    const end = start + 1;
    this.#add(unit, start, end, 0);
    for (let escape = this.#completed(); escape !== undefined; escape = this.#completed()) {
      const { value, first } = escape;
      const written = this.#last;
      const from = this.starts[first] ?? start;
      this.#last = this.before[first] ?? 0;
      if (value < 0x1_00_00 || value >= firstByte) {
        this.#add(value, from, end, written, first);
      } else {
        const [high = 0, low = 0] = halvesOf(value);
        this.#add(high, from, end, written, first);
        this.#add(low, from, end, written);
      }
    }
  }

  /** A backslash belongs to the character after it, whatever that is: `\/`, `\"`, a line end. */
  #add(unit: number, start: number, end: number, written: number, first = 0): void {
    this.#work.steps += 1;
    const below = this.#last;
    const isEscaped = this.units[below] === code.backslash;
    const node = this.size++;
    this.units[node] = folded(unit);
    this.before[node] = isEscaped ? (this.before[below] ?? 0) : below;
    this.beside[node] = isEscaped ? below : (this.beside[first] ?? 0);
    this.written[node] = written;
    this.starts[node] = isEscaped ? (this.starts[below] ?? start) : start;
    this.ends[node] = end;
    this.#last = node;
  }

  #completed(): Escape | undefined {
    const last = this.units[this.#last] ?? 0;
    if (last === code.semicolon) return this.#reference();
    if (isContinuation(last)) return this.#sequence();
    return hexDigit(last) < 0 ? undefined : this.#number();
  }

  /** `%26` and `\u0026`. The backslash is gone by now; `u0026` alone is decoded the same way in the secret and the text. */
  #number(): Escape | undefined {
    let value = 0;
    let node = this.#last;
    for (let digits = 0; digits < 4; digits += 1) {
      this.#work.steps += 1;
      const digit = hexDigit(this.units[node] ?? 0);
      if (digit < 0) return undefined;
      value += digit * 16 ** digits;
      node = this.before[node] ?? 0;
      if (digits === 1 && this.units[node] === code.percent)
        return { value: value < 0x80 ? value : firstByte + value, first: node };
    }
    return this.units[node] === code.letterU ? { value, first: node } : undefined;
  }

  /** `&amp;`, `&#38;`, `&#x26;`. */
  #reference(): Escape | undefined {
    let name = "";
    let node = this.before[this.#last] ?? 0;
    for (let length = 0; node > 0 && length < longestReference; length += 1) {
      this.#work.steps += 1;
      const unit = this.units[node] ?? 0;
      if (unit === code.ampersand) {
        const value = codePointOf(name);
        return value === undefined ? undefined : { value, first: node };
      }
      if (unit > 0x7a || unit === code.semicolon) return undefined;
      name = String.fromCodePoint(unit) + name;
      node = this.before[node] ?? 0;
    }
    return undefined;
  }

  /** The UTF-8 bytes of one character. */
  #sequence(): Escape | undefined {
    let value = 0;
    let node = this.#last;
    for (let length = 1; length <= 4; length += 1) {
      this.#work.steps += 1;
      const unit = this.units[node] ?? 0;
      if (!isContinuation(unit)) {
        if (sequenceLength(unit) !== length) return undefined;
        const lead = (unit - firstByte) & (0x7f >> length);
        value += lead * 64 ** (length - 1);
        return value <= 0x10_ff_ff ? { value, first: node } : undefined;
      }
      value += (unit & 0x3f) * 64 ** (length - 1);
      node = this.before[node] ?? 0;
    }
    return undefined;
  }
}

/** Reads a text and decodes all its escapes, in time and memory that are linear in its length. */
export function readEscapes(text: string, work: Work): Reading {
  const reader = new Reader(text.length, work);
  // oxlint-disable-next-line unicorn/prefer-code-point -- units are what is compared
  for (let index = 0; index < text.length; index += 1) reader.read(text.charCodeAt(index), index);
  return reader;
}

/** Reads a text verbatim, without decoding escapes. */
export function readPlain(text: string): Reading {
  const size = text.length + 1;
  const units = new Int32Array(size).fill(-1);
  const before = new Int32Array(size);
  const ends = new Int32Array(size);
  for (let node = 1; node < size; node += 1) {
    // oxlint-disable-next-line unicorn/prefer-code-point -- units are what is compared
    units[node] = folded(text.charCodeAt(node - 1));
    before[node] = node - 1;
    ends[node] = node;
  }
  const none = new Int32Array(size);
  return { size, units, before, beside: none, written: none, starts: before, ends };
}

/** The characters of a reading after all escapes are decoded. */
export function bottomOf({ size, units, before }: Reading): readonly number[] {
  const bottom: number[] = [];
  for (let node = size - 1; node > 0; node = before[node] ?? 0) bottom.push(units[node] ?? 0);
  return bottom.toReversed();
}
