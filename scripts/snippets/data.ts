import ts from "typescript";
import type { Block } from "./blocks.ts";
import type { Problem } from "./problem.ts";

/** Checks that blocks of JSON can be parsed. */
export function dataProblems(blocks: readonly Block[]): readonly Problem[] {
  return blocks.flatMap(({ file, line, language, marks, code }) => {
    if (marks.skip !== undefined) return [];
    if (language === "json") {
      try {
        JSON.parse(code);
      } catch (error) {
        return [{ file, line, message: error instanceof Error ? error.message : String(error) }];
      }
    }
    if (language === "jsonc") {
      const { error } = ts.parseConfigFileTextToJson("block.jsonc", code);
      if (error !== undefined) {
        const before = code.slice(0, error.start).split("\n").length;
        return [
          { file, line: line + before, message: ts.flattenDiagnosticMessageText(error.messageText, "\n") },
        ];
      }
    }
    return [];
  });
}
