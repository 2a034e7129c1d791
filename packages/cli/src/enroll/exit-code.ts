import type { RunReport } from "@kelaskit/enroll";
import type { ExitCode } from "../context.ts";

/** How a run has ended. */
export interface RunEnd {
  readonly dryRun: boolean;
  readonly counts: Pick<RunReport, "finished" | "failed" | "unknown" | "pending">;
  /** Whether a signal, the loss of an output or the run itself has ended it before its time. */
  readonly stopped: boolean;
  /** Whether the report was written that was wanted. */
  readonly reported: boolean;
  /** Whether the vendor says in a dry run that the credential or the item is wrong. */
  readonly refused: boolean;
}

/** 0 only when every row is done and the report says so; in a dry run, when nothing is known to be wrong. */
export function exitCodeOf({ dryRun, counts, stopped, reported, refused }: RunEnd): ExitCode {
  if (refused) return 2;
  if (stopped || !reported) return 1;
  if (dryRun) return 0;
  const { finished, failed, unknown, pending } = counts;
  return finished && failed === 0 && unknown === 0 && pending === 0 ? 0 : 1;
}
