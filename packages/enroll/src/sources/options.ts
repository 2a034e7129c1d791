import type { OptionNames } from "@kelaskit/core/vendor";
import type { Target } from "../target.ts";

/** Options of every source: which fields are read, and where they are found. */
export interface SourceOptions {
  /** The fields that are read: the target's. */
  readonly fields: Target["fields"];
  /**
   * The header of a field's column, by the field's name, if the source calls it something else:
   * `{ email: "Work address" }`. A field that is not listed here is found by its name, otherwise by one of its aliases,
   * ignoring case, accents, spaces, hyphens and underscores.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /**
   * Headers of columns that are never read. An unused column whose header resembles the name of a field without a column is
   * refused unless it is listed here.
   */
  readonly ignoredColumns?: readonly string[] | undefined;
  /**
   * Called with a sentence about the columns that are not used, once and before the first record. May be asynchronous; if
   * it throws or rejects, the reading ends.
   */
  readonly onNote?: ((note: string) => void | Promise<void>) | undefined;
}

/**
 * The encoding of a file. All but the first three are what Excel writes as plain "CSV", depending on the language of the
 * system: windows-1252 for Western languages, including Portuguese and Indonesian, windows-874 for Thai, windows-1250 for
 * central Europe, 1251 for Cyrillic, 1253 for Greek, 1254 for Turkish, 1255 for Hebrew, 1256 for Arabic, 1257 for the
 * Baltic, 1258 for Vietnamese, and macintosh on older Macs.
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

/** Options of a source that reads a file. */
export interface FileOptions extends SourceOptions {
  /** The encoding of a file without a byte order mark; a byte order mark takes precedence. @default "utf-8" */
  readonly encoding?: TextEncoding | undefined;
  /** Accepts a file without rows, which is otherwise an error. @default false */
  readonly allowEmpty?: boolean | undefined;
}

/** Options of a CSV source. */
export interface CsvOptions extends FileOptions {
  /**
   * The one character between cells. @default that of a first line such as `sep=;`, otherwise the comma, semicolon or tab
   * found in the header line
   */
  readonly delimiter?: string | undefined;
  /** The line with the headers, from 1; the lines above it are not read. @default the first that is not empty */
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
