import { type VendorName, vendorNames } from "../../packages/cli/src/vendors/names.ts";
import type { Block, Document } from "./blocks.ts";
import type { SnippetModule } from "./modules.ts";

/** A part of a program, whose output the document shows. */
interface RunPart {
  readonly code: string;
  /** Where the output is in the document; undefined if this part is not compared. */
  readonly shown:
    | {
        readonly line: number;
        readonly expected: string | undefined;
        readonly from: number;
        readonly to: number;
        readonly indent: number;
      }
    | undefined;
}

/** A program of a document. */
export interface Run {
  readonly file: string;
  readonly line: number;
  readonly kind: "module" | "script" | "transcript";
  readonly parts: readonly RunPart[];
  /** The vendors whose mocks it finds. */
  readonly vendors: readonly VendorName[];
}

function shownBy({ line, endLine, indent, output }: Block): RunPart["shown"] {
  if (output === undefined) return { line, expected: undefined, from: endLine + 1, to: endLine + 1, indent };
  return { line, expected: output.code, from: output.line + 1, to: output.endLine, indent };
}

/** The run of a module with blocks that are marked: these, with all that they continue. */
export function runOfModule({ blocks }: SnippetModule, { text }: Document): readonly Run[] {
  const last = blocks.findLastIndex(({ marks }) => marks.runs);
  const [first] = blocks;
  if (last === -1 || first === undefined) return [];
  const parts = blocks
    .slice(0, last + 1)
    // What does not compile on purpose is not executed.
    .filter(({ marks }) => marks.fails.length === 0)
    .map((block) => ({ code: block.code, shown: block.marks.runs ? shownBy(block) : undefined }));
  const vendors = vendorNames.filter((name) => text.includes(`@kelaskit/${name}`));
  return [{ file: first.file, line: first.line, kind: "module", parts, vendors }];
}

/** A transcript's commands, each with the lines that it shows below the command. */
function transcriptParts({ code, line, indent }: Block): readonly RunPart[] {
  const parts: { code: string; output: string[]; line: number }[] = [];
  let isContinued = false;
  for (const [index, text] of code.split("\n").entries()) {
    const typed = /^\$ (?<typed>.*)$/.exec(text)?.groups?.["typed"];
    const last = parts.at(-1);
    if (isContinued && last !== undefined) {
      last.code += `\n${text}`;
      isContinued = text.endsWith("\\");
    } else if (typed === undefined) {
      last?.output.push(text);
    } else {
      parts.push({ code: typed, output: [], line: line + 1 + index });
      isContinued = typed.endsWith("\\");
    }
  }
  return parts.map((part) => {
    const from = part.line + part.code.split("\n").length;
    return {
      code: part.code,
      shown: {
        line: part.line,
        expected: part.output.join("\n"),
        from,
        to: from + part.output.length,
        indent,
      },
    };
  });
}

/** The runs of shell blocks that are marked. They find all mocks. */
export function runsOfShell(blocks: readonly Block[]): readonly Run[] {
  return blocks
    .filter(({ marks }) => marks.runs)
    .flatMap((block): readonly Run[] => {
      const { file, line, language, code } = block;
      const place = { file, line, vendors: vendorNames };
      if (language === "console") return [{ ...place, kind: "transcript", parts: transcriptParts(block) }];
      if (language !== "sh" && language !== "bash") return [];
      return [{ ...place, kind: "script", parts: [{ code, shown: shownBy(block) }] }];
    });
}
