import type { CommandContext } from "../context.ts";
import type { EnrollOptions } from "./options.ts";
import type { RunOutput } from "./output.ts";
import type { RunFiles } from "./prepare.ts";
import type { TargetName } from "./target-names.ts";
import type { TargetChoice } from "./targets.ts";

/** A run as requested on the command line. */
export interface Order {
  readonly name: TargetName;
  readonly choice: TargetChoice;
  readonly options: EnrollOptions;
  readonly files: RunFiles;
  readonly context: CommandContext;
  readonly output: RunOutput;
  /** The command that continues the run. */
  readonly resume: string;
  /** Aborts when nothing more may be sent. */
  readonly signal: AbortSignal;
  /** Aborts when calls in progress are abandoned. */
  readonly abandonSignal: AbortSignal;
}
