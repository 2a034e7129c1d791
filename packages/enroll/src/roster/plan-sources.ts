import { removalRecord } from "../removal-target.ts";
import type { RowSource, SourceRecord } from "../source.ts";
import type { RosterPlanFile } from "./read-plan.ts";

/** Which of the two runs of a plan a journal belongs to. */
export type RosterRun = "additions" | "removals";

/** The hash of the source of a run: a journal of another plan is refused. */
export function hashOf({ digest }: RosterPlanFile, run: RosterRun): string {
  return `${digest}:${run}`;
}

/** The records of the learners to be added, with their lines in the source of the plan. */
export function additionsOf(plan: RosterPlanFile): RowSource {
  return {
    name: plan.header.source.name,
    hash: async () => hashOf(plan, "additions"),
    async *records(): AsyncGenerator<SourceRecord, void> {
      for await (const line of plan.lines())
        if (line.action === "add") yield { line: line.line, record: line.record };
    },
  };
}

/** The members to be taken out, with their lines in the file of the plan. */
export function removalsOf(plan: RosterPlanFile): RowSource {
  return {
    name: plan.name,
    hash: async () => hashOf(plan, "removals"),
    async *records(): AsyncGenerator<SourceRecord, void> {
      // The header is the first.
      let number = 1;
      for await (const line of plan.lines()) {
        number += 1;
        if (line.action !== "remove") continue;
        const { learner, item, period, row } = line;
        yield { line: number, record: { ...removalRecord({ identity: { learner, item, period }, row }) } };
      }
    },
  };
}
