import type { RowIssue } from "@kelaskit/enroll";

/** Everything that is wrong with a file's rows. */
export interface Issues {
  /** How many fields are wrong. */
  readonly count: number;
  add(issue: RowIssue): void;
  /** Every wrong line with what is wrong there, in their order. */
  lines(): readonly (readonly [line: number, reason: string])[];
}

/** Gathers what is wrong: a text that is the same on a thousand lines is held once, for a file may be wrong on all of its lines. */
export function gatherIssues(): Issues {
  const texts = new Map<string, string>();
  const byLine = new Map<number, string | readonly string[]>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    add({ line, field, expected, received }) {
      count += 1;
      const text = `${field}: expected ${expected}, got ${received}`;
      const held = texts.get(text) ?? text;
      texts.set(held, held);
      const before = byLine.get(line);
      byLine.set(
        line,
        before === undefined ? held : [...(typeof before === "string" ? [before] : before), held],
      );
    },
    lines() {
      return [...byLine]
        .toSorted(([one], [other]) => one - other)
        .map(
          ([line, reasons]) => [line, typeof reasons === "string" ? reasons : reasons.join("; ")] as const,
        );
    },
  };
}
