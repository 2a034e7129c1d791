import { describe, expect, it } from "vitest";
import { textsOf } from "../messages/texts.ts";

const wordsOf = (source: string): readonly string[] =>
  textsOf("file.ts", source).map(({ place, words }) => `${place} ${words}`);

describe("the texts of a source file", () => {
  it.each([
    [
      "an error's message, joined where it is broken over lines",
      'throw new SourceError(`${file} is not a CSV file. ` + "Save it as CSV.");',
      ["SourceError {file} is not a CSV file. Save it as CSV."],
    ],
    [
      "the parts that a message is put together of",
      'fail(`expected ${isList ? "a list of texts" : "text"}, got something else`);',
      ["fail() expected {…}, got something else", "fail() a list of texts"],
    ],
    [
      "the clause of a field",
      'const issue = { expected: "a whole number of 1 or more" };',
      ["expected: a whole number of 1 or more"],
    ],
    [
      "what is printed",
      "printError(`Wrote ${bytes.length} bytes to ${out}.`);",
      ["printError() Wrote {length} bytes to {out}."],
    ],
    [
      "the message of a class",
      'class Lost extends Error { constructor() { super("the connection was lost"); } }',
      ["Lost the connection was lost"],
    ],
  ])("are %s", (_what, source, texts) => {
    expect(wordsOf(source)).toEqual(texts);
  });

  it.each([
    ["names of modules", 'import value from "a module of three words";'],
    ["types", 'type Kind = "one of three words";'],
    ["single words", 'throw new Error("refused");'],
    ["queries", 'database.prepare("select state from rows where key = ?");'],
    ["comments", "// this comment is not for users"],
  ])("are not %s", (_what, source) => {
    expect(wordsOf(source)).toEqual([]);
  });
});
