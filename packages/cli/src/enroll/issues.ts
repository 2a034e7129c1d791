import type { RowIssue } from "@kelaskit/enroll";

/** The problems of a file's rows. */
export interface Issues {
  /** How many fields are invalid. */
  readonly count: number;
  add(issue: RowIssue): void;
  /** Every invalid line and its problems, in order. */
  lines(): readonly (readonly [line: number, reason: string])[];
}

/** Collects problems. A text that repeats is stored once, because every line of a file may be invalid. */
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
      const stored = texts.get(text) ?? text;
      texts.set(stored, stored);
      const before = byLine.get(line);
      byLine.set(
        line,
        before === undefined ? stored : [...(typeof before === "string" ? [before] : before), stored],
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
