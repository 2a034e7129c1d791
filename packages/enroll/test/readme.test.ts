import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The texts of a union type that the sources declare. */
function membersOf(file: string, type: string): readonly string[] {
  const source = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
  const [, declared = ""] = source.split(`export type ${type} =`);
  const [members = ""] = declared.split(";");
  return [...members.matchAll(/^ *\| "(?<text>[\w-]+)"/gm)].flatMap(({ groups }) => groups?.["text"] ?? []);
}

/** The codes in the first column of each table whose head begins with these words. */
function codesOf(head: string): readonly (readonly string[])[] {
  return readme
    .split(/\n(?!\|)/)
    .map((text) => text.split("\n").filter((line) => line.startsWith("|")))
    .filter(([first = ""]) => first.startsWith(`| ${head} `))
    .map(([, , ...rows]) =>
      rows.flatMap((row) =>
        [...(row.split("|")[1] ?? "").matchAll(/`(?<code>[\w-]+)`/g)].flatMap(
          ({ groups }) => groups?.["code"] ?? [],
        ),
      ),
    );
}

it.each([
  ["`problem`", "journal/errors.ts", "JournalProblem"],
  ["`problem`", "roster/errors.ts", "RosterProblem"],
  ["`problem`", "bullmq/queue-error.ts", "QueueProblem"],
  ["reason", "sales/sale.ts", "SaleReasonCode"],
])("the README has a table of %s with exactly the codes in %s", (head, file, type) => {
  const codes = membersOf(file, type).toSorted();
  expect(codes.length).toBeGreaterThan(7);
  expect(codesOf(head).map((found) => found.toSorted())).toContainEqual(codes);
});
