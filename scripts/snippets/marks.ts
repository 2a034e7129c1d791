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

const compiled: ReadonlySet<string> = new Set(["ts", "tsx", "js", "mjs", "jsx"]);
const executed: ReadonlySet<string> = new Set(["ts", "js", "mjs", "sh", "bash", "console"]);

/** Refuses marks that would mean nothing, and would look as if something were checked. */
function requireSense(language: string, { continues, runs, fails, skip }: Marks): void {
  if (runs && !executed.has(language)) throw new Error(`A block of ${language} cannot run.`);
  if (runs && (fails.length > 0 || skip !== undefined)) {
    throw new Error("A block that fails or is skipped cannot run.");
  }
  if ((continues || fails.length > 0) && !compiled.has(language)) {
    throw new Error(
      `Only blocks that are compiled have the marks continues and fails, not those of ${language}.`,
    );
  }
}

/**
 * Reads the words after the language. A title in brackets, which the site shows on a tab, is not one of them.
 *
 * @throws Error for a word that is not a mark, for a mark without its reason, and for marks that make no sense together.
 */
export function parseMarks(language: string, text: string): Marks {
  const words = text.replace(/^\[[^\]]*\]/, "").match(/"[^"]*"|\S+/g) ?? [];
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
  const marks = { continues, runs, fails, skip };
  requireSense(language, marks);
  return marks;
}
