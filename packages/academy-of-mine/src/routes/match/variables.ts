import type { PublishedRoute } from "../read/published.ts";
import { type CatalogOperation, parameterKey } from "./catalog.ts";
import { meaningfulWords } from "./words.ts";

/** A route with our parameter names in its path, or the reason why it cannot have them. */
export type NamedPath =
  | { readonly path: string; readonly notes: readonly string[] }
  | { readonly problem: string };

/** Generic words in names of variables. */
const generic: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "item",
  "model",
  "row",
  "record",
  "number",
  "no",
]);

function subject(name: string): readonly string[] {
  return meaningfulWords(name).filter((word) => !generic.has(word));
}

/**
 * Whether two names can mean the same: one is generic, such as `id`, or they share a word, such as `portal` and
 * `portalId`.
 */
function compatible(ours: string, theirs: string): boolean {
  const [mine, other] = [subject(ours), subject(theirs)];
  return mine.length === 0 || other.length === 0 || mine.some((word) => other.includes(word));
}

/** The only name that passes a test; `undefined` if none or several pass. */
function only(names: readonly string[], test: (name: string) => boolean): string | undefined {
  const found = names.filter((name) => test(name));
  return found.length === 1 ? found[0] : undefined;
}

/** Pairs the remaining variables of both sides, once equal names are paired. */
function pairTheRest(ours: readonly string[], theirs: readonly string[]): Map<string, string> | undefined {
  if (ours.length !== theirs.length) return undefined;
  const pairs = theirs.map((name, index): [string, string] => [name, ours[index] ?? ""]);
  return pairs.every(([their, our]) => compatible(our, their)) ? new Map(pairs) : undefined;
}

const quoted = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(", ");

/**
 * Puts our parameter names in place of a route's variables: by equal name, else by being the only one left, else by
 * position if the names can mean the same. A variable that our path does not have may still be a parameter that we send
 * in the query or the body.
 */
export function nameVariables(operation: CatalogOperation, route: PublishedRoute): NamedPath {
  const renamed = new Map<string, string>();
  for (const sameName of [
    (theirs: string) => (ours: string) => ours === theirs,
    (theirs: string) => (ours: string) => parameterKey(ours) === parameterKey(theirs),
  ]) {
    for (const theirs of route.variables) {
      if (renamed.has(theirs)) continue;
      const free = operation.variables.filter((name) => ![...renamed.values()].includes(name));
      const ours = only(free, sameName(theirs));
      if (ours !== undefined) renamed.set(theirs, ours);
    }
  }
  let ours = operation.variables.filter((name) => ![...renamed.values()].includes(name));
  const theirs = route.variables.filter((name) => !renamed.has(name));
  const paired = pairTheRest(ours, theirs);
  if (paired === undefined) {
    for (const their of theirs) {
      const found = matchingParameter(operation, their, ours, [...renamed.values()]);
      if (found === undefined) return { problem: noParameter(operation, their) };
      renamed.set(their, found);
      ours = ours.filter((name) => name !== found);
    }
  } else {
    for (const [their, our] of paired) renamed.set(their, our);
    ours = [];
  }
  const names = [...renamed.values()];
  if (new Set(names).size !== names.length) {
    return { problem: `two of its variables (${quoted(route.variables)}) would map to the same parameter` };
  }
  return {
    path: route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${renamed.get(name) ?? name}}`),
    notes: ours.length > 0 ? [`the path has no ${quoted(ours)}: it is sent with the other parameters`] : [],
  };
}

function noParameter(operation: CatalogOperation, theirs: string): string {
  const known =
    operation.variables.length > 0 ? `(our path has ${quoted(operation.variables)})` : "that we know of";
  return `its variable {${theirs}} is not one of the parameters ${known}`;
}

/** The parameter for a variable if the paths have different numbers of variables. */
function matchingParameter(
  operation: CatalogOperation,
  theirs: string,
  freeVariables: readonly string[],
  taken: readonly string[],
): string | undefined {
  const related = only(freeVariables, (name) => subject(name).length > 0 && compatible(name, theirs));
  if (related !== undefined && subject(theirs).length > 0) return related;
  const others = operation.otherParameters.filter((name) => !taken.includes(name));
  const same =
    only(others, (name) => name === theirs) ??
    only(others, (name) => parameterKey(name) === parameterKey(theirs)) ??
    only(others, (name) => parameterKey(name) === `${parameterKey(theirs)}id`);
  if (same !== undefined) return same;
  // Frameworks name a variable after its resource: /location/{location} takes the id of the location.
  const ownResource =
    operation.tag.some((word) => subject(theirs).includes(word)) || subject(theirs).length === 0;
  if (!ownResource) return undefined;
  return only([...freeVariables, ...others], (name) => name === "id");
}
