import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { runExample } from "./run-example.ts";

it("an assistant reads and cannot write, as the README shows", async () => {
  const readme = readFileSync(path.join(import.meta.dirname, "../mcp/README.md"), "utf8");
  const [, shown] = /```text\n([^]*?)```/.exec(readme) ?? [];
  const { exitCode, output, problems } = await runExample("mcp/transcript.ts", [], {});
  expect(problems).toBe("");
  expect(output).toContain("refused: skilvul orders.create");
  expect(output).toBe(shown);
  expect(exitCode).toBe(0);
});
