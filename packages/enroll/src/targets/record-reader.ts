import type { CleanedField, FieldIssue } from "../target.ts";

/** Longer addresses are not delivered. */
const longestAddress = 254;

/** What a value is, without its content: it may be a person's data. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string")
    return value.length === 1 ? "a text of 1 character" : `a text of ${value.length} characters`;
  if (Array.isArray(value))
    return value.length === 1 ? "a list of 1 entry" : `a list of ${value.length} entries`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The number that an id in digits, or a whole number from 1 on, stands for. */
function positiveInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Whether a text is a day of the calendar, as in `2026-12-31`. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Some engines take a 30th of February for the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Whether a text could be an address at all: with an `@`, and a dot behind it. More is the vendor's to judge. */
function isAddress(value: string): boolean {
  return value.length <= longestAddress && /^[^\s@,;<>"]+@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/.test(value);
}

/**
 * Reads the fields of a record and notes what is wrong with each. An absent field, null, and a text of nothing but
 * spaces are all "not given": a CSV file has no other way to say it.
 */
export class RecordReader {
  /** What was wrong so far. */
  readonly issues: FieldIssue[] = [];
  /** What was cleaned so far. */
  readonly cleaned: CleanedField[] = [];
  readonly #record: Readonly<Record<string, unknown>>;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.#record = record;
  }

  /** The value of a field, texts without the spaces around them; `undefined` where it is not given. */
  value(field: string): unknown {
    const value = Object.hasOwn(this.#record, field) ? this.#record[field] : undefined;
    if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
    return value ?? undefined;
  }

  /** Notes that a field is wrong. */
  refuse(field: string, expected: string): void {
    this.issues.push({ field, expected, received: kindOf(this.value(field)) });
  }

  /** A text of any content, or `undefined`. */
  text(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined || typeof value === "string") return value;
    this.refuse(field, "a text");
    return undefined;
  }

  /** A text exactly as it came: spaces belong to a password. */
  password(field: string, shortest: number): string | undefined {
    if (this.value(field) === undefined) return undefined;
    const value = this.#record[field];
    if (typeof value === "string" && value.length >= shortest) return value;
    this.refuse(field, `a text of at least ${shortest} characters`);
    return undefined;
  }

  /** An e-mail address, as it was written. */
  email(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined || (typeof value === "string" && isAddress(value))) return value;
    this.refuse(field, "an e-mail address, as in name@example.com");
    return undefined;
  }

  /** An id that is a text; numbers are written out. */
  textId(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
    // A path of the API may be made of it: dots alone would lead to another one.
    if (typeof text === "string" && /^\S+$/.test(text) && !/^\.+$/.test(text)) return text;
    this.refuse(field, "an id without spaces");
    return undefined;
  }

  /** An id that is a number, or its digits. */
  numberId(field: string): number | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const id = positiveInteger(value);
    if (id === undefined) this.refuse(field, "an id: a whole number from 1 on");
    return id;
  }

  /** Ids that are numbers: a list, one id, or a text with semicolons, commas or spaces between them, as in `1;2`. */
  numberIds(field: string): readonly number[] | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const parts: readonly unknown[] =
      typeof value === "string" ? value.split(/[;,\s]+/).filter((part) => part !== "") : [value].flat();
    const ids = parts.map(positiveInteger).filter((id) => id !== undefined);
    if (ids.length > 0 && ids.length === parts.length) return [...new Set(ids)];
    this.refuse(field, "ids with semicolons between them, as in 1;2");
    return undefined;
  }

  /** A day, as `YYYY-MM-DD`. */
  day(
    field: string,
    { mayBePast = true }: { readonly mayBePast?: boolean | undefined } = {},
  ): string | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const isGiven = typeof value === "string" && isDay(value);
    // Where the sun rises last, yesterday is not over yet.
    const isInTime = mayBePast || (isGiven && Date.parse(`${value}T23:59:59-12:00`) >= Date.now());
    if (isGiven && isInTime) return value;
    this.refuse(field, `a day of the calendar${mayBePast ? "" : " that is not past"} in the form YYYY-MM-DD`);
    return undefined;
  }

  /** One of some words, whatever its case; each stands with what it means. */
  choice<Meaning extends string>(
    field: string,
    words: Readonly<Record<string, Meaning>>,
  ): Meaning | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const word = typeof value === "string" ? value.toLowerCase() : "";
    if (Object.hasOwn(words, word)) return words[word];
    this.refuse(field, `one of ${[...new Set(Object.values(words))].join(", ")}`);
    return undefined;
  }
}

/** An address as a key: people write the same one in small and in capital letters. */
export function addressKey(email: string): string {
  return email.normalize("NFC").toLowerCase();
}
