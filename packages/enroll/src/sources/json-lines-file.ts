import { checkOptions } from "@kelaskit/core/vendor";
import type { ReadOptions, RowSource, SourceRecord } from "../source.ts";
import { checkColumns, NeededFields } from "./columns.ts";
import { KeyColumns } from "./key-columns.ts";
import { Notes } from "./notes.ts";
import { fileOptionNames, type FileOptions } from "./options.ts";
import { SourceError } from "./source-error.ts";
import { maximumRecordLength, type TextFile, textFile } from "./text.ts";
import { objectReader, originalOf } from "./values.ts";

/** The lines of a text that are not blank, with their numbers from 1. */
async function* linesOf(
  file: TextFile,
): AsyncGenerator<readonly [line: number, text: string], void, undefined> {
  let line = 0;
  let rest = "";
  for await (const text of file.text()) {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const content of lines) {
      line += 1;
      if (content.trim() !== "") yield [line, content];
    }
    if (rest.length > maximumRecordLength) {
      throw new SourceError(
        file.name,
        `the line has more than ${maximumRecordLength} characters. Expected one JSON object per line.`,
        { line: line + 1 },
      );
    }
  }
  if (rest.trim() !== "") yield [line + 1, rest];
}

function parseLine(name: string, line: number, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message repeats the line's content.
    const advice = text.trimStart().startsWith("[")
      ? "It looks like a JSON array: write one object per line, without brackets and commas."
      : "Expected one complete JSON object per line.";
    throw new SourceError(name, `it is not valid JSON. ${advice}`, { line });
  }
  return value;
}

/** What the readings of a file share. */
interface Shared {
  readonly notes: Notes;
  readonly columns: KeyColumns;
}

async function* recordsOf(
  file: TextFile,
  options: FileOptions,
  { notes, columns }: Shared,
  { withOriginal = false }: ReadOptions,
): AsyncGenerator<SourceRecord, void, undefined> {
  columns.clear();
  const read = objectReader(file.name, options, { note: notes.take, onColumns: columns.add });
  const needed = new NeededFields(file.name, options);
  let isEmpty = true;
  for await (const [line, text] of linesOf(file)) {
    isEmpty = false;
    const value = parseLine(file.name, line, text);
    const record = read(value, line);
    needed.see(record);
    yield withOriginal ? { line, record, original: originalOf(value) } : { line, record };
  }
  if (isEmpty && options.allowEmpty !== true) {
    throw new SourceError(
      file.name,
      "it is empty. Expected one JSON object per line; if an empty file is correct, set allowEmpty.",
    );
  }
  if (!isEmpty) needed.checkAll();
  await notes.settled();
}

/**
 * Rows from a file of JSON lines: one object per line; blank lines are skipped. Keys are matched like the headers of a CSV
 * file; values are not changed, and `null` is an absent field. The file is read as a stream, in constant memory, and opened
 * anew for every reading.
 *
 * @param path - The file.
 * @throws {SourceError} At once if an option is wrong; from `hash` and `records` if the file or a line is.
 */
export function jsonLinesFile(path: string, options: FileOptions): RowSource {
  checkOptions("jsonLinesFile()", options, fileOptionNames);
  const file = textFile(path, options.encoding);
  checkColumns(file.name, options);
  const columns = new KeyColumns();
  const shared = { notes: new Notes(options), columns };
  return {
    name: file.name,
    hash: async () => file.hash(),
    records: (how = {}) => recordsOf(file, options, shared, how),
    columns: () => columns.all,
  };
}
