export { csvFile } from "./csv-file.ts";
export { jsonLinesFile } from "./json-lines-file.ts";
export { openSource } from "./open-source.ts";
export type { CsvOptions, FileOptions, SourceOptions, TextEncoding } from "./options.ts";
export { type Rows, rowsOf, type RowsOptions } from "./rows-of.ts";
export { SourceError, type SourcePlace } from "./source-error.ts";
