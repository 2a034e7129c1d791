import { characterName } from "../reading/character-names.ts";
import { isBlank, isInvisible } from "../reading/characters.ts";
import { readAddress } from "../reading/address.ts";
import { type Damage, damageIn, errorValueIn } from "../reading/damage.ts";
import { readDay } from "../reading/day.ts";
import type { Reading } from "../reading/draft.ts";
import { readId, readPlain } from "../reading/id.ts";
import { kindOf } from "../reading/kind-of.ts";
import { readText } from "../reading/text.ts";
import type { CleanedField, FieldIssue } from "../target.ts";

export { addressKey } from "../reading/address.ts";

/** A positive integer, given as a number or in digits. */
function positiveInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Options of a `RecordReader`. */
export interface RecordReaderOptions {
  /** The time now, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * Reads the fields of a record, cleans them where that is certain, and notes what was cleaned and what is wrong. An absent
 * field, null, and a blank text all count as not given, because a CSV file cannot express the difference.
 *
 * Every field is checked for what spreadsheets leave in place of a value: `#N/A`, `1.23457E+11`, formulas.
 */
export class RecordReader {
  /** What was wrong so far. */
  readonly issues: FieldIssue[] = [];
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #now: () => number;
  /** What was cleaned, by field: a field that is read again, or in another way, is reported once. */
  readonly #cleaned = new Map<string, readonly string[]>();
  /** Fields that were already reported as damaged. */
  readonly #refused = new Set<string>();

  constructor(record: Readonly<Record<string, unknown>>, { now = Date.now }: RecordReaderOptions = {}) {
    this.#record = record;
    this.#now = now;
  }

  /** What was cleaned so far in the fields that were read. */
  get cleaned(): CleanedField[] {
    return Array.from(this.#cleaned).flatMap(([field, all]) => all.map((what) => ({ field, what })));
  }

  /**
   * The value of a field, with texts cleaned as by `text`; `undefined` if it is not given. A value that a spreadsheet damaged
   * is noted as wrong and returned unchanged, so that it does not count as not given.
   */
  value(field: string): unknown {
    const raw = this.#raw(field);
    if (typeof raw !== "string") return raw;
    const reading = readText(raw);
    if (this.#isDamaged(field, raw) || !("text" in reading)) return raw;
    if (!this.#cleaned.has(field)) this.#cleaned.set(field, reading.cleaned);
    return reading.text === "" ? undefined : reading.text;
  }

  /** Notes that a field is wrong. */
  refuse(field: string, expected: string): void {
    if (!this.#refused.has(field)) this.issues.push({ field, expected, received: kindOf(this.#raw(field)) });
  }

  /** A text of any content, or `undefined`. */
  text(field: string): string | undefined {
    // An empty formula, ="", is an empty cell.
    const text = this.#read(field, "a text", readText);
    return text === "" ? undefined : text;
  }

  /** A password exactly as it is in the record; refused if it contains invisible characters, which cannot be typed. */
  password(field: string, shortest: number): string | undefined {
    const raw = this.#raw(field);
    if (raw === undefined) return undefined;
    if (typeof raw !== "string" || Array.from(raw).length < shortest) {
      this.refuse(field, `a text of at least ${shortest} characters`);
      return undefined;
    }
    const damage = errorValueIn(raw);
    const characters = Array.from(raw);
    const at = characters.findIndex(
      (character) =>
        isInvisible(character) ||
        !/^[ \p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character) ||
        character === "\uFFFD",
    );
    const wrong = characters[at];
    if (damage === undefined && wrong === undefined) return raw;
    this.#refuseOnce(
      field,
      damage ?? {
        expected: "a password that can be typed",
        received: `a text with ${characterName(wrong ?? "")} at character ${at + 1}`,
      },
    );
    return undefined;
  }

  /** An e-mail address without what people and programs put around it. */
  email(field: string): string | undefined {
    return this.#read(field, "an e-mail address, such as name@example.com", readAddress);
  }

  /** An id that is a text; numbers are converted, and a UUID is lowercased. */
  textId(field: string): string | undefined {
    const raw = this.#raw(field);
    if (typeof raw === "number" && Number.isSafeInteger(raw)) return String(raw);
    return this.#read(field, "an id without spaces", readId);
  }

  /** An id that is a number, or its digits. */
  numberId(field: string): number | undefined {
    const value = this.#plain(field);
    if (value === undefined) return undefined;
    const id = positiveInteger(value);
    if (id === undefined) this.refuse(field, "an id: a whole number of 1 or more");
    return id;
  }

  /** Ids that are numbers: a list, one id, or a text with semicolons, commas or spaces between them, such as `1;2`. */
  numberIds(field: string): readonly number[] | undefined {
    const value = this.#plain(field);
    if (value === undefined) return undefined;
    if (typeof value === "string" && /^\d{1,3}(?:,\d{3})+$/.test(value)) {
      // One number with thousands separators, or several ids: a guess could enroll in other schools.
      this.refuse(field, "ids with semicolons between them, such as 1;2, and no commas within an id");
      return undefined;
    }
    const parts: readonly unknown[] =
      typeof value === "string" ? value.split(/[;,\s]+/).filter((part) => part !== "") : [value].flat();
    const ids = parts.map(positiveInteger).filter((id) => id !== undefined);
    if (ids.length > 0 && ids.length === parts.length) return [...new Set(ids)];
    this.refuse(field, "ids with semicolons between them, such as 1;2");
    return undefined;
  }

  /**
   * A day in the form `YYYY-MM-DD` that is not over yet and at most 50 years away. For days in other calendars and forms, the
   * error names them.
   *
   * @param rules.mayBePast - Accepts days in the past as well. @default false
   */
  day(field: string, { mayBePast = false }: { readonly mayBePast?: boolean } = {}): string | undefined {
    const raw = this.#raw(field);
    const now = this.#now();
    const read = (text: string): Reading => readDay(text, { now, mayBePast });
    // Programs that read spreadsheets may pass the number by which these store a date.
    if (typeof raw === "number") {
      const reading = read(String(raw));
      if (!("text" in reading)) this.#refuseOnce(field, reading);
      return undefined;
    }
    return this.#read(field, "a day in the form YYYY-MM-DD", read);
  }

  /** One of some words, whatever its case, and its meaning. */
  choice<Meaning extends string>(
    field: string,
    words: Readonly<Record<string, Meaning>>,
  ): Meaning | undefined {
    const value = this.#plain(field);
    if (value === undefined) return undefined;
    const word = typeof value === "string" ? value.replaceAll(/\s+/g, " ").toLowerCase() : "";
    if (Object.hasOwn(words, word)) return words[word];
    this.refuse(field, `one of ${[...new Set(Object.values(words))].join(", ")}`);
    return undefined;
  }

  /** The value in the record, or `undefined` if it is not given. */
  #raw(field: string): unknown {
    const value = Object.hasOwn(this.#record, field) ? this.#record[field] : undefined;
    if (typeof value === "string") return isBlank(value) ? undefined : value;
    return value ?? undefined;
  }

  /** A field whose texts have only plain letters. A damaged one is noted, and not returned. */
  #plain(field: string): unknown {
    const raw = this.#raw(field);
    return typeof raw === "string" ? this.#read(field, "a text", readPlain) : raw;
  }

  #read(field: string, expected: string, read: (text: string) => Reading): string | undefined {
    const raw = this.#raw(field);
    if (raw === undefined) return undefined;
    if (typeof raw !== "string") {
      this.refuse(field, expected);
      return undefined;
    }
    if (this.#isDamaged(field, raw)) return undefined;
    const reading = read(raw);
    if (!("text" in reading)) {
      this.#refuseOnce(field, reading);
      return undefined;
    }
    this.#cleaned.set(field, reading.cleaned);
    return reading.text;
  }

  #isDamaged(field: string, raw: string): boolean {
    const reading = readText(raw);
    const damage = "text" in reading ? damageIn(reading.text) : reading;
    if (damage !== undefined) this.#refuseOnce(field, damage);
    return damage !== undefined;
  }

  /** Notes an issue once per field, because a target may read a field in several ways. */
  #refuseOnce(field: string, damage: Damage): void {
    if (this.#refused.has(field)) return;
    this.#refused.add(field);
    this.issues.push({ field, ...damage });
  }
}
