/** What is looked at by itself in a run: its commands end well, and the four steps of test-projects/shared/scenario.mjs. */
export type Part = "command" | "call" | "pages" | "caughtError" | "lostReply";

/** Something that cannot work. It is asserted: once it works, the run fails until this is removed. */
export interface Limit {
  readonly part: Part;
  /**
   * For the part `command`: a piece of the command that fails, where several could show the same.
   * @default whichever fails
   */
  readonly command?: string;
  /** A piece of what the run shows instead. */
  readonly shows: string;
  /** Why, and what to do about it; goes into the documentation. */
  readonly why: string;
}

/** One row of the table in docs/runtimes.md. */
export interface Run {
  /** The runtime or tool, for the table's first column. */
  readonly title: string;
  /** Whose version the table shows: a dependency of the project. @default the runtime that the scenario reports */
  readonly tool?: string;
  /** The version that the table shows, where no dependency says it. */
  readonly version?: string;
  /** How it is set up, for the table; Markdown. */
  readonly how?: string;
  /**
   * What is run one after the other in the project's folder; programs are those of the project's node_modules, then
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

/** A project below test-projects/, which says so in its project.mts. */
export interface Project {
  readonly group: (typeof groups)[number];
  /** How it is installed; once for all runs. @default `npm install` */
  readonly install?: readonly (readonly string[])[];
  readonly runs: readonly Run[];
}
