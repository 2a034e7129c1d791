import type { Candidate } from "./group.ts";

/**
 * The peers, which are installed only in the private workspace: `main.ts` passes them to the groups, so that everything
 * else type-checks without them.
 */
export interface Peers {
  /** Calls with fetch stubbed out, `stripe` among them. */
  readonly stubbed: readonly Candidate[];
  /** One call each over real HTTP, to a server that answers every request with the sample's reply. */
  readonly overHttp: (baseUrl: string) => readonly Candidate[];
  /** Packages for the import times. */
  readonly packages: readonly string[];
}
