import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeWholeFile } from "@kelaskit/core/node";
import { stringify } from "csv-stringify";

/** Without the mark, Excel reads UTF-8 in another encoding. */
export const byteOrderMark = "\uFEFF";

/** The permissions of files with personal data. */
export const ownerOnly = 0o600;

/**
 * Writes a CSV file in UTF-8 for spreadsheets, with formulas escaped, whole or not at all. Only its owner can read it.
 *
 * @param lines The cells of every line, the headers first; read once, never all in memory.
 */
export async function writeCsvFile(path: string, lines: AsyncIterable<readonly string[]>): Promise<void> {
  const writeLines = async (stream: Writable): Promise<void> => {
    const stringifier = stringify({
      bom: true,
      escape_formulas: true,
      // To readers of the file, an unquoted line end of any kind ends the row.
      quoted_match: /[\r\n]/,
      // OWASP also lists the line feed, which `escape_formulas` does not escape.
      cast: { string: (value) => (value.startsWith("\n") ? `'${value}` : value) },
    });
    await pipeline(lines, stringifier, stream);
  };
  await writeWholeFile(path, writeLines, { mode: ownerOnly });
}
