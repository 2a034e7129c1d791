import type { RowSource } from "../source.ts";
import type { ParsedRow, Target } from "../target.ts";
import type { RowIssue } from "../run-options.ts";
import { InvalidRowsError } from "./errors.ts";

const shownIssues = 20;

/** Checks every record of a source. Returns how many there are, fewer when it was stopped. */
export async function precheck<Row extends object>(
  source: RowSource,
  target: Target<Row>,
  { signal, onRecord }: { readonly signal: AbortSignal; readonly onRecord: () => void },
): Promise<void> {
  const shown: RowIssue[] = [];
  let total = 0;
  for await (const { line, record } of source.records()) {
    if (signal.aborted) return;
    const parsed: ParsedRow<Row> = target.parse(record);
    onRecord();
    if ("row" in parsed) continue;
    total += parsed.issues.length;
    for (const issue of parsed.issues) if (shown.length < shownIssues) shown.push({ line, ...issue });
  }
  if (total > 0) throw new InvalidRowsError(source.name, shown, total);
}
