import type { Client } from "@kelaskit/core";
import type { AnyOperation } from "../vendors/vendor.ts";
import type { CleanNames } from "./clean-names.ts";
import { type Finding, judgeError, judgeReply } from "./judge.ts";
import { nameParts } from "./name-words.ts";
import { isFromVendor, outageOf } from "./outage.ts";
import type { Parameters } from "./parameters.ts";
import { pathVariants } from "./route-variants.ts";

/** What a search for another route works with. */
export interface SearchSettings {
  /** Creates a client whose operations have these routes. */
  readonly createClient: (routes: Readonly<Record<string, string>>) => Promise<Client>;
  /** The routes of the vendor's other operations, which are not tried. */
  readonly taken: ReadonlySet<string>;
  readonly names: CleanNames;
  readonly signal: AbortSignal;
  /** Whether no more requests may be sent. */
  readonly mustStop: () => boolean;
}

/** What a search found. */
export interface SearchResult {
  /** The routes that were tried. */
  readonly tried: readonly string[];
  /** Whether it was stopped before the last of them was answered. */
  readonly isStopped: boolean;
  /** A failure that may not be about the routes that were tried. */
  readonly failure?: unknown;
  /** The route that answered, if one did. */
  readonly answer?: { readonly route: string; readonly finding: Finding; readonly reply: unknown };
}

/** Tries other routes of an operation that only reads, until one of them answers as the operation does. */
export async function searchRoute(
  operation: AnyOperation,
  params: Parameters,
  { createClient, taken, names, signal, mustStop }: SearchSettings,
): Promise<SearchResult> {
  const { name, path } = operation.declaration;
  const tried: string[] = [];
  let failure: unknown;
  for (const variant of pathVariants(path, nameParts(name).isList)) {
    const route = `GET ${variant}`;
    if (taken.has(route)) continue;
    if (mustStop()) return { tried, isStopped: true };
    tried.push(route);
    const client = await createClient({ [name]: route });
    try {
      const call = operation(client, params, { validation: "off", signal });
      const { data, response } = await call.withResponse();
      const finding = judgeReply(operation, params, { reply: data, status: response.status }, names);
      if (finding.verdict !== "failed")
        return { tried, isStopped: false, answer: { route, finding, reply: data } };
    } catch (error) {
      // Whatever the failure is, the route is not the right one; its values must still not be written.
      judgeError(error, names);
      const outage = outageOf(error);
      if (outage !== undefined && !isFromVendor(outage)) failure = error;
    }
  }
  return { tried, isStopped: signal.aborted, failure };
}
