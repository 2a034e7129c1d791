import { describe, expect, it, vi } from "vitest";
import { csvFile, jsonLinesFile } from "../../src/sources/index.ts";
import { fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());
const count = 500;
const header = "email,product,name\n";

describe("the work of reading", () => {
  it.each([
    ["rows without their last cells", "a@example.com,p\na@example.com\n", 2],
    ["blank lines", "a@example.com,p,Ann\n\n\r\n\r", 1],
    ["lines of nothing but spaces", "a@example.com,p,Ann\n  \n \t \n", 1],
    ["rows with more separators than headers", "a@example.com,p,Ann,,,\n", 1],
    ["rows of separators", "a@example.com,p,Ann\n,,\n,\n,,,,\n", 1],
    ["quoted cells at the ends", '"a@example.com","p"\n"a@example.com",p,"Ann"\n', 2],
  ])("builds no error for %s", async (_, rows, records) => {
    const path = await write(`\uFEFF${header}${rows.repeat(count)}`);
    const source = csvFile(path, { fields });
    using built = vi.spyOn(Error, "captureStackTrace");
    const read = await readAll(source);
    expect(read).toHaveLength(records * count);
    expect(built).not.toHaveBeenCalled();
  });

  it("matches keys once, however records with different ones follow each other", async () => {
    const lines =
      '{"email":"a@example.com","product":"p"}\n{"email":"a@example.com","product":"p","name":"Ann"}\n';
    const matchesFor = async (times: number): Promise<number> => {
      const path = await write(lines.repeat(times), "learners.jsonl");
      using matched = vi.spyOn(String.prototype, "normalize");
      expect(await readAll(jsonLinesFile(path, { fields }))).toHaveLength(2 * times);
      return matched.mock.calls.length;
    };
    expect(await matchesFor(count)).toBe(await matchesFor(1));
  });
});
