import { keyOfRow, partsOf } from "../journal/key.ts";
import { digestOfRow, secretFields } from "../run/row-digest.ts";
import type { ParsedRow, Target } from "../target.ts";
import { messageOf } from "../thrown.ts";
import { InvalidEnrollmentError } from "./errors.ts";
import { flawsOf } from "./record-flaws.ts";

/** A record that is a valid row, as it is stored. */
export interface ReadRecord {
  readonly key: string;
  /** The record as JSON. */
  readonly text: string;
  /** A digest of the row. */
  readonly content: Uint8Array;
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
    const flaws = flawsOf(this.#target, record);
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
}
