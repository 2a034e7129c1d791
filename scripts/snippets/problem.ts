/** Something wrong in a document. */
export interface Problem {
  /** The document, relative to the repository. */
  readonly file: string;
  readonly line: number;
  /** What is wrong, in one or more lines. */
  readonly message: string;
}

/** Orders problems as a reader meets them. */
export function inReadingOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (first, second) => first.file.localeCompare(second.file, "en") || first.line - second.line,
  );
}
