import type { OptionNames } from "@kelaskit/core/vendor";
import type { Target } from "../target.ts";

/** What every source is told: which fields are read, and where they are found. */
export interface SourceOptions {
  /** The fields that are read: the target's. */
  readonly fields: Target["fields"];
  /**
   * The header of a field's column, by the field's name, where the source calls it something else:
   * `{ email: "Work address" }`. A field that is not named here is found by its name, else by one of its aliases,
   * whatever the case, accents, spaces, hyphens and underscores.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /**
   * Headers of columns that are not read, whatever they look like. A column that no field reads and whose header resembles
   * the name of a field without a column is refused unless it is listed here.
   */
  readonly ignoredColumns?: readonly string[] | undefined;
  /**
   * Told once of every column that no field reads, in a sentence, before the first record. May be asynchronous; one that
   * throws or rejects ends the reading.
   */
  readonly onNote?: ((note: string) => void | Promise<void>) | undefined;
}

/**
 * How the bytes of a file become text. All but the first three are what Excel writes as plain "CSV", by the language of the
 * system: windows-1252 for western languages, Portuguese and Indonesian among them, windows-874 for Thai, windows-1250 for
 * central Europe, 1251 for Cyrillic, 1253 for Greek, 1254 for Turkish, 1255 for Hebrew, 1256 for Arabic, 1257 for the Baltic,
 * 1258 for Vietnamese, and macintosh on older Macs.
 */
export type TextEncoding =
  | "utf-8"
  | "utf-16le"
  | "utf-16be"
  | "windows-1252"
  | "windows-874"
  | "windows-1250"
  | "windows-1251"
  | "windows-1253"
  | "windows-1254"
  | "windows-1255"
  | "windows-1256"
  | "windows-1257"
  | "windows-1258"
  | "macintosh";

/** What a source that reads a file is told. */
export interface FileOptions extends SourceOptions {
  /** How a file without a byte order mark is written; one that has it says so itself. @default "utf-8" */
  readonly encoding?: TextEncoding | undefined;
  /** Takes a file without a row for what it is; without it that is an error. @default false */
  readonly allowEmpty?: boolean | undefined;
}

/** What a CSV source is told. */
export interface CsvOptions extends FileOptions {
  /**
   * The one character between cells. Without it a first line `sep=;` decides, else what the header line is made of:
   * comma, semicolon or tab.
   */
  readonly delimiter?: string | undefined;
  /** The line of the file that has the headers, from 1; the lines above it are not read. @default the first that is not empty */
  readonly headerLine?: number | undefined;
}

/** The options of every source. */
export const sourceOptionNames = {
  fields: true,
  columns: true,
  ignoredColumns: true,
  onNote: true,
} as const satisfies OptionNames<SourceOptions>;

/** The options of a source that reads a file. */
export const fileOptionNames = {
  ...sourceOptionNames,
  encoding: true,
  allowEmpty: true,
} as const satisfies OptionNames<FileOptions>;

/** The options of a CSV source. */
export const csvOptionNames = {
  ...fileOptionNames,
  delimiter: true,
  headerLine: true,
} as const satisfies OptionNames<CsvOptions>;
