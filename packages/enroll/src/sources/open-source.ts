import { basename, extname } from "node:path";
import type { RowSource } from "../source.ts";
import { csvFile } from "./csv-file.ts";
import { jsonLinesFile } from "./json-lines-file.ts";
import type { CsvOptions, FileOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";

function withoutCells({ delimiter: _delimiter, headerLine: _line, ...options }: CsvOptions): FileOptions {
  return options;
}

/**
 * Rows from a file, read by its extension: `.csv` and `.txt` as CSV, `.tsv` as CSV with tabs, `.jsonl` and `.ndjson` as
 * JSON lines, for which `delimiter` and `headerLine` are ignored.
 *
 * @param path - The file.
 * @throws {SourceError} If the extension is not one of these, or an option is wrong; see {@link csvFile} and
 * {@link jsonLinesFile} for the rest.
 */
export function openSource(path: string, options: CsvOptions): RowSource {
  switch (extname(path).toLowerCase()) {
    case ".csv":
    case ".txt":
      return csvFile(path, options);
    case ".tsv":
      return csvFile(path, { ...options, delimiter: options.delimiter ?? "\t" });
    case ".jsonl":
    case ".ndjson":
      return jsonLinesFile(path, withoutCells(options));
    default:
      throw new SourceError(
        basename(path),
        "its extension is not supported. Expected .csv, .tsv, .txt, .jsonl or .ndjson: rename it, or save a spreadsheet as " +
          '"CSV UTF-8".',
      );
  }
}
