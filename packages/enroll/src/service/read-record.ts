import { nearestName } from "@kelaskit/core/vendor";
import { keyOfRow, partsOf } from "../journal/key.ts";
import { kindOf } from "../reading/kind-of.ts";
import { digestOfRow, secretFields } from "../run/row-digest.ts";
import type { FieldIssue, ParsedRow, Target } from "../target.ts";
import { messageOf } from "../thrown.ts";
import { InvalidEnrollmentError } from "./errors.ts";

/** A record that is a valid row, as it is stored. */
export interface ReadRecord {
  readonly key: string;
  /** The record as JSON. */
  readonly text: string;
  /** A digest of the row. */
  readonly content: Uint8Array;
}

/** How deep a value may be: one that contains itself has no end. */
const deepest = 100;

/** Whether a value is the same after it was stored as JSON. */
function isStorable(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean")
    return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > deepest) return false;
  const isEntryStorable = (entry: unknown): boolean => isStorable(entry, depth + 1);
  if (Array.isArray(value)) return value.every((entry) => entry !== undefined && isEntryStorable(entry));
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every(isEntryStorable)
  );
}

/** Reads records for one target, and what was stored of them. */
export class RecordReading<Row extends object> {
  readonly #target: Target<Row>;
  readonly #secrets: ReadonlySet<string>;

  constructor(target: Target<Row>) {
    this.#target = target;
    this.#secrets = secretFields(target);
  }

  /** @throws InvalidEnrollmentError when it is not a valid row, or cannot be stored. */
  read(record: Readonly<Record<string, unknown>>): ReadRecord {
    const { name } = this.#target;
    const flaws = this.#flawsOf(record);
    if (flaws.length > 0) throw new InvalidEnrollmentError(name, flaws);
    // What is checked is what will be sent: inherited fields, such as those of a class, are not stored.
    const text = JSON.stringify(record);
    const parsed = this.#parse(text);
    if ("issues" in parsed) throw new InvalidEnrollmentError(name, parsed.issues);
    const { row } = parsed;
    return {
      key: keyOfRow(name, this.#target.keyOf(row)),
      text,
      content: digestOfRow(row, this.#secrets),
    };
  }

  /** The row that was stored under a key; a text if the target no longer reads it from the record. */
  rowOf(key: string, text: string): Row | string {
    try {
      return this.#rowOf(key, text);
    } catch (error) {
      // The others must not wait for it.
      return `its record can no longer be read: ${messageOf(error)}`;
    }
  }

  #parse(text: string): ParsedRow<Row> {
    return this.#target.parse(JSON.parse(text) as Readonly<Record<string, unknown>>);
  }

  #rowOf(key: string, text: string): Row | string {
    const parsed = this.#parse(text);
    if ("issues" in parsed) {
      const issues = parsed.issues.map(
        ({ field, expected, received }) => `${field}: expected ${expected}, got ${received}`,
      );
      return `its record is no longer valid: ${issues.join("; ")}`;
    }
    const { row } = parsed;
    // Whatever it throws would otherwise hold up all that are sent together with it.
    this.#target.groupOf?.(row);
    if (keyOfRow(this.#target.name, this.#target.keyOf(row)) === key) return row;
    return `its record is now read as another enrollment than ${partsOf(key).item}: the target or its settings have changed`;
  }

  #flawsOf(record: unknown): readonly FieldIssue[] {
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      return [{ field: "record", expected: "an object with the target's fields", received: kindOf(record) }];
    }
    return Object.entries(record).flatMap(([field, value]: [string, unknown]) => this.#flawOf(field, value));
  }

  #flawOf(field: string, value: unknown): readonly FieldIssue[] {
    if (!Object.hasOwn(this.#target.fields, field)) {
      const names = Object.keys(this.#target.fields);
      const nearest = nearestName(field, names);
      const expected = `one of the fields ${names.join(", ")}`;
      return [
        {
          field,
          expected: nearest === undefined ? expected : `the field ${nearest}`,
          received: "another name",
        },
      ];
    }
    if (this.#secrets.has(field) && value !== undefined && value !== null && value !== "") {
      return [{ field, expected: "no value, because the journal would store it", received: "a secret" }];
    }
    if (isStorable(value)) return [];
    return [{ field, expected: "a value that JSON can represent", received: kindOf(value) }];
  }
}
