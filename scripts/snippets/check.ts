import type { Document } from "./blocks.ts";
import { commandProblems } from "./commands.ts";
import { dataProblems } from "./data.ts";
import { modulesOf } from "./modules.ts";
import { inReadingOrder, type Problem } from "./problem.ts";
import { runOfModule, runsOfShell } from "./run-parts.ts";
import { execRuns } from "./runs.ts";
import { createSandbox } from "./sandbox.ts";
import { type Section, sectionProblem } from "./sections.ts";
import { typeProblems } from "./types.ts";

/** What was found in documents. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** Outputs that the documents show differently. */
  readonly changed: readonly { readonly section: Section; readonly problem: Problem }[];
  readonly counts: {
    readonly blocks: number;
    readonly modules: number;
    readonly runs: number;
    readonly skipped: number;
  };
  /** What was not checked, and why. */
  readonly notes: readonly string[];
}

/** Checks the blocks of documents. */
export async function checkDocuments(documents: readonly Document[]): Promise<Findings> {
  const blocks = documents.flatMap((document) => document.blocks);
  const joined = documents.map((document) => ({ document, ...modulesOf(document) }));
  const modules = joined.flatMap((one) => one.modules);
  const runs = [
    ...joined.flatMap((one) => one.modules.flatMap((module) => runOfModule(module, one.document))),
    ...runsOfShell(blocks),
  ];
  const sandbox = createSandbox(modules);
  try {
    const types = typeProblems(sandbox, modules);
    const results = await execRuns(runs, sandbox);
    const problems = inReadingOrder([
      ...documents.flatMap((document) => document.problems),
      ...joined.flatMap((one) => one.problems),
      ...dataProblems(blocks),
      ...(await commandProblems(blocks)),
      ...types,
      ...results.flatMap((result) => result.problems),
    ]);
    const changed = results
      .flatMap(({ sections }) => sections)
      .flatMap((section) => {
        const message = sectionProblem(section);
        return message === undefined ? [] : [{ section, problem: { ...section, message } }];
      });
    const skipped = blocks.filter(({ marks }) => marks.skip !== undefined);
    return {
      problems,
      changed,
      counts: {
        blocks: blocks.length,
        modules: modules.length,
        runs: runs.length,
        skipped: skipped.length,
      },
      notes: [
        ...results.flatMap(({ notRun }) => (notRun === undefined ? [] : [`Not run: ${notRun}`])),
        ...skipped.map(({ file, line, marks }) => `Skipped: ${file}:${line} ${String(marks.skip)}`),
      ],
    };
  } finally {
    sandbox.remove();
  }
}
