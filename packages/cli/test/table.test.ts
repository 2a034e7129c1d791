import stringWidth from "fast-string-width";
import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  integer,
  oneof,
  property,
  string,
} from "fast-check";
import { describe, expect, it } from "vitest";
import { recordsTable, tableText } from "../src/output/table.ts";

const widths = constantFrom(40, 60, 80, 100, 120, 200);
const text = oneof(
  string({ unit: "grapheme", maxLength: 60 }),
  array(
    oneof(string({ unit: "grapheme", maxLength: 12 }), constantFrom("is_completed", "漢字漢字", "👩‍👩‍👧‍👦", "é")),
  ).map((words) => words.join(" ")),
  constant(undefined).map(() => "/api/learning-paths/{learningPathId}/certificates/{certificateId}/validate"),
);
const names = constantFrom("operation", "method", "path", "is_completed", "価格", "a name of several words");
const records = array(dictionary(names, text, { minKeys: 1 }), { minLength: 1, maxLength: 5 });

function terminal(columns: number, output = true) {
  return { terminal: { input: true, output, columns } };
}

/** The words of a text, as they are between spaces and borders. */
function wordsOf(printed: string): readonly string[] {
  return printed
    .normalize()
    .split(/[\s│]+/)
    .filter((word) => word !== "");
}

/** Rows with the same columns, like every table of the command. */
const rows = records.map((given) => {
  const columns = Object.keys(given[0] ?? {});
  return given.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? ""])));
});

describe("a table on a terminal", () => {
  it("has no line wider than the terminal", () => {
    assert(
      property(rows, widths, (given, width) => {
        for (const line of tableText(given, terminal(width)).split("\n")) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it("breaks only words that are wider than any column", () => {
    assert(
      property(rows, widths, (given, width) => {
        const printed = new Set(wordsOf(tableText(given, terminal(width))));
        const room = width - Math.floor(width / 3) - 4;
        // oxlint-disable-next-line no-control-regex -- text that cannot be shown is not expected
        const shown = (cell: string) => cell.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
        const words = given
          .flatMap((row) => Object.values(row))
          .filter((cell) => shown(cell) === cell)
          .flatMap(wordsOf);
        for (const word of words.filter((one) => stringWidth(one) <= room)) {
          expect(printed).toContain(word);
        }
      }),
    );
  });

  it("of records has no wider line either, and names the columns it leaves out", () => {
    assert(
      property(records, integer({ min: 40, max: 200 }), (given, width) => {
        const printed = recordsTable(given, terminal(width));
        for (const line of printed.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        for (const word of Object.keys(given[0] ?? {}).flatMap(wordsOf))
          expect(wordsOf(printed).join(" ")).toContain(word);
      }),
    );
  });

  it("is a list where columns do not fit", () => {
    const row = { operation: "courses.list", path: "/api/courses/all/of/the/portal", evidence: "proposed" };
    expect(tableText([row, { ...row, operation: "courses.get" }], terminal(40))).toBe(
      [
        "courses.list",
        "  path      /api/courses/all/of/the/port",
        "            al",
        "  evidence  proposed",
        "",
        "courses.get",
        "  path      /api/courses/all/of/the/port",
        "            al",
        "  evidence  proposed",
      ].join("\n"),
    );
  });
});

describe("a table outside a terminal", () => {
  it("is the same at every width, each row on one line", () => {
    assert(
      property(rows, integer({ min: 1, max: 200 }), (given, width) => {
        const printed = tableText(given, terminal(width, false));
        expect(printed).toBe(tableText(given, terminal(1000, false)));
        expect(printed.split("\n")).toHaveLength(given.length + 4);
      }),
    );
  });
});
