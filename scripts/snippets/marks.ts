/** What the info string of a block says after the language: ```` ```ts continues runs ````. */
export interface Marks {
  /** Appended to the block before it, whose imports and names it uses. */
  readonly continues: boolean;
  /** Executed against the mocks; the text block after it is its output. */
  readonly runs: boolean;
  /** The compiler's errors that the block shows on purpose, such as `TS2345`. */
  readonly fails: readonly string[];
  /** Why the block is not checked. */
  readonly skip: string | undefined;
}

/**
 * Reads the words after the language.
 *
 * @throws Error for a word that is not a mark, and for a mark without its reason.
 */
export function parseMarks(text: string): Marks {
  const words = text.match(/"[^"]*"|\S+/g) ?? [];
  let continues = false;
  let runs = false;
  let skip: string | undefined;
  const fails: string[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "continues") continues = true;
    else if (word === "runs") runs = true;
    else if (word === "fails") {
      while (/^TS\d+$/.test(words[0] ?? "")) fails.push(words.shift() ?? "");
      if (fails.length === 0) throw new Error('Write which error is expected: "ts fails TS2345".');
    } else if (word === "skip") {
      skip = /^"(?<reason>.*\S.*)"$/.exec(words.shift() ?? "")?.groups?.["reason"];
      if (skip === undefined)
        throw new Error('Write why it is not checked, in quotes: "ts skip "the reason"".');
    } else {
      throw new Error(
        `"${word}" is not a mark. The marks are continues, runs, fails TSnnnn and skip "reason".`,
      );
    }
  }
  return { continues, runs, fails, skip };
}
