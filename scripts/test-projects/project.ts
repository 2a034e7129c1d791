/** The checked parts of a run: that its commands succeed, and the four steps of test-projects/shared/scenario.mjs. */
export type Part = "command" | "call" | "pages" | "caughtError" | "lostReply";

/** Something that cannot work. This is asserted: once it works, the run fails until the limit is removed. */
export interface Limit {
  readonly part: Part;
  /**
   * For the part `command`: a piece of the failing command, if several could report the same.
   * @default any failing command
   */
  readonly command?: string;
  /** A piece of what the run reports instead. */
  readonly shows: string;
  /** Why, and what to do about it; shown in the documentation. */
  readonly why: string;
}

/** One row of the table in docs/runtimes.md. */
export interface Run {
  /** The runtime or tool, for the table's first column. */
  readonly title: string;
  /** The dependency whose version the table shows. @default the runtime that the scenario reports */
  readonly tool?: string;
  /** The version that the table shows, if it is not that of a dependency. */
  readonly version?: string;
  /** How it is set up, for the table; Markdown. */
  readonly how?: string;
  /**
   * The commands to run one after another in the project's folder. Programs are those of the project's node_modules, then
   * `node` (the repository's own), `bun`, `deno`, and those of the machine. The words PUBLISHED_UNTIL (a date),
   * PUBLISHED_MINUTES_AGO, PUBLISHED_SECONDS_AGO and NODE_FLOOR are replaced. One of them prints the result line.
   */
  readonly commands: readonly (readonly string[])[];
  /** What does not work. @default nothing */
  readonly limits?: readonly Limit[];
}

/** The sections of the tables, in their order. */
export const groups = [
  "Runtimes",
  "TypeScript",
  "Package managers",
  "Bundlers and frameworks",
  "Test runners",
  "Dependencies of your own",
] as const;

/** A project below test-projects/, as its project.mts declares it. */
export interface Project {
  readonly group: (typeof groups)[number];
  /** The command that installs it, once for all runs. @default `npm install` */
  readonly install?: readonly (readonly string[])[];
  /** Files of the repository that its copy gets, by their places in the copy. @default none */
  readonly copies?: Readonly<Record<string, string>>;
  readonly runs: readonly Run[];
}
