import { describe, expect, it } from "vitest";
import { readDocument } from "../snippets/blocks.ts";
import { checkDocuments } from "../snippets/check.ts";
import { type Section, sectionProblem, withOutput } from "../snippets/sections.ts";

/** A document of fenced blocks: `[info string, ...lines]`. The first fence is in line 1, and a line is empty between two. */
function documentOf(file: string, ...blocks: readonly (readonly [string, ...string[]])[]) {
  return readDocument(
    file,
    blocks.map(([info, ...lines]) => [`\`\`\`${info}`, ...lines, "```", ""].join("\n")).join("\n"),
  );
}

const createSkilvul = 'import { createSkilvul } from "@kelaskit/skilvul";';

const documents = [
  documentOf(
    "right.md",
    ["ts", createSkilvul, "const skilvul = createSkilvul();"],
    ["ts continues runs", "const { count } = await skilvul.products.count();", "console.log(count);"],
    ["text", "35"],
    ["ts", "await skilvul.orders.create({ user, productIds });"],
    ["ts fails TS2322", "const count: number = email;"],
    ['ts skip "another project\'s types"', 'import { nothing } from "nowhere";'],
    ["ts", "// settings.ts", "export const limit = 2;"],
    ["ts", 'import { limit } from "./settings.ts";', "limit.toFixed();"],
    ["json", '{ "a": 1 }'],
    ["jsonc", '{ "a": 1 } // a comment'],
    ["sh", "kelaskit call skilvul products.list --all | head -1", "npx -y pnpm@12.21.0 test"],
    ["sh runs", "kelaskit call skilvul products.list --all | wc -l"],
    ["text", "35"],
    ["yaml", "a: [not checked"],
  ),
  documentOf("wrong-type.md", ["ts", createSkilvul, 'createSkilvul({ clientID: "demo" });']),
  documentOf("missing-error.md", ["ts fails TS2345", "const count: number = 1;"]),
  documentOf("syntax.md", ["ts", "const count = ;"]),
  documentOf("mark.md", ["ts run", "const count = 1;"]),
  documentOf("data.md", ["json runs", "{}"]),
  documentOf("alone.md", ["ts continues", "const count = 1;"]),
  documentOf("option.md", ["sh", "# the first page", "kelaskit call skilvul products.list --al"]),
  documentOf("operation.md", ["sh", "kelaskit call skilvul \\", "  orders.crate | cat"]),
  documentOf("command.md", ["console", "$ kelaskit enrol --help", "no such command"]),
  documentOf("script.md", ["sh", "npx -y pnpm@12.21.0 tests"]),
  documentOf("package.md", ["sh", "npm install @kelaskit/skillvul"]),
  documentOf("json.md", ["json", "{ a: 1 }"]),
  documentOf("output.md", ["ts runs", 'console.log("ann");', 'console.log("bob");'], ["text", "ann", "bert"]),
  documentOf("silent.md", ["ts runs", 'console.log("ann");']),
  documentOf("throws.md", ["ts runs", 'throw new Error("not today");']),
  documentOf("leaves.md", ["ts runs", 'await fetch("https://shop.example").catch(() => "caught");']),
];

// Here, not in a hook: all is compiled together once, and run, for which a hook may have too little time.
const findings = await checkDocuments(documents);

/** What is wrong with a document, as `line message`. */
function problemsOf(file: string): readonly string[] {
  return [...findings.problems, ...findings.changed.map(({ problem }) => problem)]
    .filter((problem) => problem.file === file)
    .map(({ line, message }) => `${line} ${message}`);
}

describe("the code blocks of documents", () => {
  it("are right if they compile, print what is shown, and name what exists", () => {
    expect(problemsOf("right.md")).toEqual([]);
  });

  it("are skipped only with a reason, which is told", () => {
    expect(findings.notes).toEqual(["Skipped: right.md:23 another project's types"]);
  });

  it.each([
    ["a wrong type", "wrong-type.md", /^3 TS2561 .*'clientID' does not exist.*'clientId'/],
    ["an error that should be there", "missing-error.md", /^1 .*fail with TS2345.* does not report/],
    ["a syntax error, which hides no other error", "syntax.md", /^2 TS1109 Expression expected/],
    ["an unknown mark", "mark.md", /^1 "run" is not a mark/],
    ["a mark that means nothing there", "data.md", /^1 A block of json cannot run/],
    ["a continuation of nothing", "alone.md", /^1 There is no block before it/],
    ["an unknown option", "option.md", /^3 .*Unknown option '--al' \(Did you mean --all\?\)/],
    [
      "an unknown operation",
      "operation.md",
      /^2 .*has no operation "orders.crate". Did you mean orders.create/,
    ],
    ["an unknown command", "command.md", /^2 .*Unknown command 'enrol' \(Did you mean enroll\?\)/],
    ["an unknown script", "script.md", /^2 .*package.json has no script "tests"/],
    ["an unknown package", "package.md", /^2 .*There is no package @kelaskit\/skillvul/],
    ["invalid JSON", "json.md", /^1 .*position 2/],
    [
      "output that differs",
      "output.md",
      /^1 [^]*Expected:\n {4}ann\n {4}bert\nIt prints:\n {4}ann\n {4}bob$/,
    ],
    ["output that is not shown", "silent.md", /^1 No text block follows[^]*ann$/],
    ["a program that fails", "throws.md", /^1 The block ended with exit code 1[^]*not today/],
    ["a program that leaves the machine", "leaves.md", /^1 [^]*wants to reach shop.example/],
  ])("must not have %s", (_, file, message) => {
    expect(problemsOf(file)).toEqual([expect.stringMatching(message)]);
  });
});

describe("the output in a document", () => {
  const section: Section = {
    file: "guide.md",
    line: 1,
    expected: "page 1\n…\ntotal …",
    actual: "page 1\npage 2\npage 3\ntotal 30\n",
    from: 4,
    to: 7,
    indent: 0,
  };

  it("may leave out lines, and a part of a line", () => {
    expect(sectionProblem(section)).toBeUndefined();
  });

  it("must have the lines around what it leaves out", () => {
    expect(sectionProblem({ ...section, actual: "page 2\ntotal 30\n" })).toContain("prints something else");
  });

  it("is rewritten in the same form, and nothing else is", () => {
    const text = ["```ts runs", "```", "```text", "page 0", "…", "sum 3", "```", "end"].join("\n");
    expect(withOutput(text, [{ ...section, expected: "page 0\n…\nsum 3" }]).split("\n")).toEqual([
      "```ts runs",
      "```",
      "```text",
      "page 1",
      "…",
      "total 30",
      "```",
      "end",
    ]);
  });

  it("is added below a block that has none, as far in as the block", () => {
    const text = ["- item", "", "  ```ts runs", "  ```", "", "end"].join("\n");
    const added = { ...section, expected: undefined, actual: "ann\n", from: 5, to: 5, indent: 2 };
    expect(withOutput(text, [added]).split("\n")).toEqual([
      "- item",
      "",
      "  ```ts runs",
      "  ```",
      "",
      "  ```text",
      "  ann",
      "  ```",
      "",
      "end",
    ]);
  });
});
