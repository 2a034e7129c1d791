import type { Target } from "../target.ts";

/** What every source is told: which fields are read, and where they are found. */
export interface SourceOptions {
  /** The fields that are read: the target's. */
  readonly fields: Target["fields"];
  /**
   * The header of a field's column, by the field's name, where the source calls it something else:
   * `{ email: "Work address" }`. A field that is not named here is found by its name, else by one of its aliases,
   * whatever the case, spaces, hyphens and underscores.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Told once of every column that no field reads, in a sentence: it may be a slip. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * How the bytes of a file become text. The last two are what Excel writes as plain "CSV" where Windows speaks a western
 * language, Portuguese and Indonesian among them, or Thai.
 */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "windows-874";

/** What a source that reads a file is told. */
export interface FileOptions extends SourceOptions {
  /** How a file without a byte order mark is written; one that has it says so itself. @default "utf-8" */
  readonly encoding?: TextEncoding | undefined;
}

/** What a CSV source is told. */
export interface CsvOptions extends FileOptions {
  /**
   * The one character between cells. Without it a first line `sep=;` decides, else what the header line is made of:
   * comma, semicolon or tab.
   */
  readonly delimiter?: string | undefined;
}
