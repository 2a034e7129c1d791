import { readFileSync } from "node:fs";
import path from "node:path";
import { createLimiter, KelasError } from "@kelaskit/core";
import { createScalev } from "@kelaskit/scalev";
import { createSkilvul } from "@kelaskit/skilvul";
import { createToolzz } from "@kelaskit/toolzz";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parseSource } from "../lib/specifiers.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { sourceFiles, messagesPage } from "../messages/page.ts";
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
      ["printError() Wrote {bytes.length} bytes to {out}."],
    ],
    [
      "values by their names, whatever gives them their form",
      'fail(`${names.map(quoted).join(", ")} of ${String(reply.status)}: ${Math.ceil(wait / 1000)} s`);',
      ["fail() {names} of {status}: {…} s"],
    ],
    [
      "short ones",
      "refuse(`${field}: expected ${expected}`); refuse('no @');",
      ["refuse() {field}: expected {expected}", "refuse() no @"],
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
    ["queries", 'database.prepare("SELECT state FROM rows WHERE key = ?");'],
    ["lists of words", 'const stopWords = "one of three words".split(" ");'],
    ["names of characters", 'const name = "LATIN SMALL LETTER ALPHA";'],
    ["values of fields", 'z.enum(["Not Started", "In Progress"]); if (status === "Not Started") start();'],
    ["comments", "// this comment is not for users"],
  ])("are not %s", (_what, source) => {
    expect(wordsOf(source)).toEqual([]);
  });
});

/** Every piece of text between two quotes or placeholders, whatever it is for. */
function piecesOf(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text.replaceAll(/\s+/g, " ").trim());
    ts.forEachChild(node, visit);
  };
  visit(parseSource(file, source));
  return found;
}

/** Pieces of four words and more that are not for readers, each with the reason. */
const notForReaders: readonly (readonly [RegExp, string])[] = [
  [/^[^\p{Ll}]+$/u, "names of characters"],
  [
    /\b(?:SELECT|INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|CREATE|ALTER|PRAGMA|CONFLICT|WHERE|ORDER BY)\b|\bcoalesce\(|\bexcluded\./,
    "SQL",
  ],
  [/redis\.call|\bARGV\b|\bKEYS\b|\blocal \w+ =|\bexactly\(|\bqueueId\(\)/, "Lua"],
  [/COMP_WORDS|#compdef|\(\?:|<svg /, "shell, regular expressions, drawings"],
  [/^Existing and new accounts$/, "a value of a field"],
];

describe("the page of messages", () => {
  const { text: page } = messagesPage();

  it("contains every text of four words and more", () => {
    const missing = sourceFiles().flatMap((file) =>
      piecesOf(file, readFileSync(path.join(workspaceRoot, file), "utf8"))
        .filter((piece) => (piece.match(/\p{L}{2,}/gu) ?? []).length >= 4 && piece.includes(" "))
        .filter((piece) => !page.includes(piece) && !notForReaders.some(([pattern]) => pattern.test(piece)))
        .map((piece) => `${file}: ${piece}`),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ["an impossible limit", () => createLimiter({ concurrency: 0 })],
    [
      "a base URL without TLS",
      () => createToolzz({ baseUrl: "http://api.example", email: "", password: "" }),
    ],
    ["a base URL with a query", () => createSkilvul({ baseUrl: "https://api.example/?page=1" })],
    ["a number out of range", () => createScalev({ storeId: "store_1", storefrontKey: "key", retries: -1 })],
  ])("contains the message for %s", (_what, run) => {
    const lines = page.split("\n").map((line) => line.replace(/^\S+ /, ""));
    const patterns = lines
      .filter((line) => line.replaceAll(/\{[^{}]*\}/g, "").length > 20)
      .map((line) => {
        const parts = line
          .split(/\{[^{}]*\}/)
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
        return new RegExp(`^${parts.join("[^]*")}$`);
      });
    const { message } = thrownBy(run);
    expect(
      patterns.some((pattern) => pattern.test(message)),
      message,
    ).toBe(true);
  });
});

function thrownBy(run: () => unknown): KelasError {
  try {
    run();
  } catch (error) {
    if (KelasError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("Expected an error.");
}
