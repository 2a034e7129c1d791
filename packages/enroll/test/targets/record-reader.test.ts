import { anyText } from "@kelaskit/test-support/any-text";
import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeIssue } from "../../src/run/errors.ts";
import { RecordReader } from "../../src/targets/record-reader.ts";

const now = () => Date.UTC(2026, 10, 28, 12);

type Read = (reader: RecordReader) => unknown;

function issueOf(value: unknown, read: Read): string {
  const reader = new RecordReader({ field: value }, { now });
  expect(read(reader)).toBeUndefined();
  expect(reader.issues).toHaveLength(1);
  return reader.issues.map((issue) => describeIssue({ line: 2, ...issue })).join();
}

const methods: Record<string, Read> = {
  email: (reader) => reader.email("field"),
  text: (reader) => reader.text("field"),
  textId: (reader) => reader.textId("field"),
  numberId: (reader) => reader.numberId("field"),
  numberIds: (reader) => reader.numberIds("field"),
  day: (reader) => reader.day("field"),
  choice: (reader) => reader.choice("field", { one: "one" }),
};

const damages = [
  "#N/A",
  "#REF!",
  "#NAME?",
  "#DIV/0!",
  "#NULL!",
  "#NUM!",
  "#VALUE!",
  "#GETTING_DATA",
  "#SPILL!",
  "#CALC!",
  "#FIELD!",
  "#BLOCKED!",
  "#CONNECT!",
  "#BUSY!",
  "#UNKNOWN!",
  "#PYTHON!",
  "#ERROR!",
  "Err:502",
  "#NV",
  "#BEZUG!",
  "#WERT!",
  "#NOM?",
  "#VALEUR!",
  "#NOME?",
  "#VALOR!",
  "#¡REF!",
  "#¿NOMBRE?",
  "#Н/Д",
  "#ССЫЛКА!",
  "########",
  "#n/a",
  "1.23457E+11",
  "6,28123E+11",
  "6.28123e+11",
  "-1,5E-7",
  "1E+15",
  "6.28123E11",
  "+1.2E+5",
  "=A1+B2",
  "=VLOOKUP(A1;B:C;2)",
  "+SUM(A1:A2)",
  "@IF(A1,1,2)",
  "\u200B#N/A",
  "'=A1",
];

describe("what a spreadsheet leaves in place of a value", () => {
  it.each(
    Object.keys(methods).flatMap((method) => damages.map((damage): [string, string] => [method, damage])),
  )("is refused once by %s: %s", (method, damage) => {
    const message = issueOf(damage, methods[method] ?? (() => undefined));
    expect(message).toMatch(/spreadsheet|formula/);
  });

  it.each(damages)("is noted by value, which returns it unchanged: %s", (damage) => {
    const reader = new RecordReader({ phone: damage });
    expect(reader.value("phone")).toBe(damage);
    expect(reader.value("phone")).toBe(damage);
    reader.refuse("phone", "a phone number");
    expect(reader.issues).toHaveLength(1);
  });

  it.each([
    "+62 812-3456-7890",
    "E-12",
    "1e5",
    "12E-5",
    "#1",
    "#hashtag",
    "N/A Ltd",
    "Err",
    "@ann",
    "-",
    "C# (2.0)",
    "3.5",
    "1.5",
    "Anna-Maria (Ann)",
  ])("is not seen in %s", (text) => {
    const reader = new RecordReader({ field: text });
    expect(reader.text("field")).toBe(text);
    expect(reader.issues).toEqual([]);
  });
});

describe("a text", () => {
  it.each([
    ["Ad\u200Ba", "Ada"],
    ["Ada\u00A0Lovelace", "Ada Lovelace"],
    ["Ada\u0007", "Ada"],
    ["Ada\r\nLovelace", "Ada Lovelace"],
    ["'+62812345", "+62812345"],
    ["'0812345", "0812345"],
    ["'-x", "-x"],
    ["'@ann", "@ann"],
    ["O\u00ADBrien", "OBrien"],
    ["Ann\uFE0F", "Ann"],
    ["\u202EAnn", "Ann"],
    ["ا\u200Fلي", "الي"],
  ])("is cleaned, which is noted: %j", (text, cleaned) => {
    const reader = new RecordReader({ name: text });
    expect(reader.text("name")).toBe(cleaned);
    expect(reader.cleaned).not.toEqual([]);
    expect(reader.issues).toEqual([]);
  });

  it.each([
    "می\u200Cخواهم",
    "क्\u200Dष",
    "ශ්\u200Dරී",
    "👨\u200D👩\u200D👧",
    "❤\uFE0F",
    "1\uFE0F\u20E3",
    "葛\u{E0100}城",
    "'t Hooft",
    "D'Angelo",
    "O’Brien",
    "สมชาย",
    "Nguyễn",
    "e\u0301",
    "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    'Ñ "Z"',
    "ᠮᠣᠩ\u180Bᠭᠣᠯ",
  ])("keeps what its script needs: %s", (text) => {
    const reader = new RecordReader({ name: text });
    expect(reader.text("name")).toBe(text);
    expect(reader.cleaned).toEqual([]);
  });

  it("that a wrong encoding has damaged is refused", () => {
    expect(issueOf("Zo\uFFFD", (reader) => reader.text("field"))).toContain(
      "REPLACEMENT CHARACTER (U+FFFD) at character 3",
    );
    expect(issueOf("Zo\uD800", (reader) => reader.text("field"))).toContain(
      "half a character (U+D800) at character 3",
    );
  });

  it("has no invisible characters among Latin letters, and is stable", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom(
              ...Array.from("ab'é \u200B\u200C\u200D\uFE0F\u00AD\u2060\u202E\u00A0\t\n\u0007\u{E0041}\u3164"),
            ),
            anyText({ minLength: 1, maxLength: 1 }),
          ),
        }),
        (text) => {
          const read = new RecordReader({ name: text }).text("name");
          if (read === undefined) return;
          expect(read).not.toMatch(/[a-zé][\p{Default_Ignorable_Code_Point}\p{Cc}]/u);
          expect(new RecordReader({ name: read }).text("name")).toBe(read);
        },
      ),
      { numRuns: cases(200) },
    );
  });
});

describe("an id", () => {
  it.each([
    ["p\u200B1", "p1"],
    ["“p1”", "p1"],
    ["'007", "007"],
    ['="007"', "007"],
    ["p1;", "p1"],
    ["ｐ１", "p1"],
    ["\u00A0p1", "p1"],
    ["8F14E45F-CEEA-467F-9A2E-3F1D5B6C7D8E", "8f14e45f-ceea-467f-9a2e-3f1d5b6c7d8e"],
    ["{8f14e45f-ceea-467f-9a2e-3f1d5b6c7d8e}", "8f14e45f-ceea-467f-9a2e-3f1d5b6c7d8e"],
  ])("is cleaned, which is noted: %j", (text, id) => {
    const reader = new RecordReader({ productId: text });
    expect(reader.textId("productId")).toBe(id);
    expect(reader.cleaned.map(({ field }) => field)).toContain("productId");
  });

  it.each([
    ["p 1", "SPACE (U+0020) at character 2"],
    ["р1", "CYRILLIC SMALL LETTER ER (U+0440) at character 1"],
    ["p“1", "LEFT DOUBLE QUOTATION MARK (U+201C) at character 2"],
    ["1-Feb", "a date, perhaps converted by a spreadsheet"],
    ["01/02/2026", "a date, perhaps converted by a spreadsheet"],
    ["..", "only dots"],
    ["p\u00071", "a control character (U+0007) at character 2"],
  ])("is refused with the character: %j", (text, received) => {
    expect(issueOf(text, (reader) => reader.textId("field"))).toContain(received);
  });

  it("of digits is cleaned, and never another number", () => {
    const read = (value: string) => new RecordReader({ id: value }).numberId("id");
    for (const text of ["42", "'42", "４２", "4\u200B2", "“42”", "\u00A042"]) expect(read(text)).toBe(42);
    for (const text of ["4²", "④", "4,2", "4.2", "1,234", "٤٢", "4 2", "-42"])
      expect(read(text)).toBeUndefined();
  });

  it("of several is refused where a number may have its thousands marked", () => {
    expect(new RecordReader({ ids: "1,2" }).numberIds("ids")).toEqual([1, 2]);
    expect(new RecordReader({ ids: "1234;5678" }).numberIds("ids")).toEqual([1234, 5678]);
    expect(issueOf("1,234", (reader) => reader.numberIds("field"))).toContain("semicolons");
  });
});

describe("a password", () => {
  const read = (password: unknown) => {
    const reader = new RecordReader({ password });
    return {
      value: reader.password("password", 8),
      received: reader.issues[0]?.received,
      cleaned: reader.cleaned,
    };
  };

  it("is never changed", () => {
    for (const password of [
      " with spaces ",
      "'apostrophe",
      "“quoted” sign",
      "ｗｉｄｅｗｉｄｅ",
      "1.23457E+11",
    ])
      expect(read(password)).toEqual({ value: password, received: undefined, cleaned: [] });
  });

  it.each([
    ["secret\u200Bword", "a text with ZERO WIDTH SPACE (U+200B) at character 7"],
    ["secret\tword", "a text with TAB (U+0009) at character 7"],
    ["secretword\u00A0", "a text with NO-BREAK SPACE (U+00A0) at character 11"],
  ])("is refused if it cannot be typed, and not shown: %j", (password, received) => {
    expect(read(password)).toEqual({ value: undefined, received, cleaned: [] });
  });
});

describe("an issue", () => {
  it("names the character that is wrong, and no data", () => {
    expect(issueOf("ann@exаmple.co.id", (reader) => reader.email("field"))).toBe(
      "line 2, field: expected an e-mail address, such as name@example.com, got a text of 17 characters with CYRILLIC SMALL LETTER A (U+0430) at character 7",
    );
  });

  it("is not repeated when the target also reports the field", () => {
    const reader = new RecordReader({ email: "ann@example" });
    reader.email("email");
    reader.refuse("email", "the learner's e-mail address");
    expect(reader.issues).toHaveLength(1);
  });
});

it("reports once what was cleaned in a field that is read in several ways", () => {
  const reader = new RecordReader({ email: "a\u200Bnn@example.com\u200B", name: "Ada" });
  reader.value("email");
  expect(reader.email("email")).toBe("ann@example.com");
  reader.value("email");
  reader.text("name");
  expect(reader.cleaned).toEqual([
    { field: "email", what: "removed ZERO WIDTH SPACE (U+200B) at characters 2 and 17" },
  ]);
});

it.each([undefined, null, "", "  ", "\u200B", "\u00A0\uFEFF", "\u2800\u3164"])(
  "takes %j for a field that is not given",
  (value) => {
    for (const read of Object.values(methods)) {
      const reader = new RecordReader({ field: value });
      expect(reader.value("field")).toBeUndefined();
      expect(read(reader)).toBeUndefined();
      expect(reader.issues).toEqual([]);
    }
  },
);
