// The examples on the pages of operations: the TypeScript compiles as a strict user would compile it, and the commands exist.
import { globSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkDocuments } from "../../snippets/check.ts";
import { readDocuments } from "../../snippets/documents.ts";
import { siteFolder } from "../write.ts";

describe("the examples of all operations", () => {
  it("have no fault", async () => {
    const pages = globSync("pages/api/*/*.md", { cwd: siteFolder, exclude: ["**/index.md"] });
    const { problems, counts } = await checkDocuments(
      readDocuments(pages.map((page) => path.join(siteFolder, page))),
    );
    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
    expect(counts.modules).toBeGreaterThan(1000);
  });
});
