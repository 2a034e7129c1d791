import type { RunReport } from "@kelaskit/enroll";
import type { ExitCode } from "../context.ts";

/** How a run ended. */
export interface RunEnd {
  readonly dryRun: boolean;
  readonly counts: Pick<RunReport, "finished" | "failed" | "unknown" | "pending">;
  /** Whether a signal, the loss of an output or the run itself ended it early. */
  readonly stopped: boolean;
  /** Whether the report was written, if one was required. */
  readonly reported: boolean;
  /** Whether, in a dry run, the vendor rejected the credentials or does not have the item. */
  readonly refused: boolean;
}

/** Returns 0 only if every row is done and reported or, in a dry run, if no problem was found. */
export function exitCodeOf({ dryRun, counts, stopped, reported, refused }: RunEnd): ExitCode {
  if (refused) return 2;
  if (stopped || !reported) return 1;
  if (dryRun) return 0;
  const { finished, failed, unknown, pending } = counts;
  return finished && failed === 0 && unknown === 0 && pending === 0 ? 0 : 1;
}
