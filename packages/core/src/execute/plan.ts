import type { Evidence, SchemaThunk } from "../declaration.ts";

/** What a call's rules are, for a declared operation and for the escape hatch `request()` alike. */
export interface CallPlan {
  /** The operation's name. */
  readonly operation: string;
  readonly evidence: Evidence;
  /** Which credential it takes; `false` for none, `undefined` for the client's first. */
  readonly auth: string | false | undefined;
  readonly media: "json" | "binary";
  /** A token request: strict, in front of the queue, and its bodies stay out of errors. */
  readonly token: boolean;
  /** A try that may have been carried out can be repeated. */
  readonly repeatable: boolean;
  /** Nothing changes at the vendor. */
  readonly readOnly: boolean;
  /** The schema of a successful reply; without one it is not looked at. */
  readonly response: SchemaThunk<unknown> | undefined;
  /** Secrets among the call's own parameters. */
  readonly secrets: readonly string[];
}
