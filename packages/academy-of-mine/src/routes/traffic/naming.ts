import { parameterKey } from "../match/catalog.ts";
import { meaningfulWords } from "../match/words.ts";
import type { TrafficRoute } from "./templates.ts";
import type { TrafficOperation } from "./traffic-catalog.ts";

/** A route as the client's option `routes` takes it, or the reason why that option cannot express it. */
export type NamedRoute =
  | { readonly route: string; readonly notes: readonly string[] }
  | { readonly problem: string };

const quoted = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(", ");

/** A route with numbered variables, for reports: `GET /courses/{id}/modules/{id2}`. */
export function numberedRoute({ method, segments, ending }: TrafficRoute, base: number): string {
  let count = 0;
  const parts = segments.slice(base).map((segment) => {
    if (segment !== undefined) return segment;
    count += 1;
    return count === 1 ? "{id}" : `{id${count}}`;
  });
  return `${method} /${parts.join("/")}${ending}`;
}

/**
 * Names a route's variables by the operation's parameters: the word before a variable decides, then the order of the
 * vendor's page. Checks that the client sends the other parameters where the portal takes them.
 *
 * @param base How many parts of the path belong to the base URL.
 */
export function nameRoute(route: TrafficRoute, operation: TrafficOperation, base: number): NamedRoute {
  const sent = new Set([...route.query, ...route.body].map(parameterKey));
  const misplaced = misplacedParameter(route, operation);
  if (misplaced !== undefined) return { problem: misplaced };
  const places = route.segments.flatMap((segment, at) => (segment === undefined && at >= base ? [at] : []));
  const free = freeParameters(operation, sent, places.length);
  const named = namesOf(route, operation, places, free);
  if (named === undefined) {
    return {
      problem: `it is not clear which parameters its ${places.length} ${places.length === 1 ? "variable is" : "variables are"} (${quoted(free)})`,
    };
  }
  const { names, ordered } = named;
  const repeated = [...names.values()].filter((name) => sent.has(parameterKey(name)));
  const parts = route.segments.slice(base).map((segment, at) => segment ?? `{${names.get(at + base) ?? ""}}`);
  const used = new Set(names.values());
  const elsewhere = operation.operation.variables.filter(
    (name) => !used.has(name) && sent.has(parameterKey(name)),
  );
  return {
    route: `${route.method} /${parts.join("/")}${route.ending}`,
    notes: [
      ...(elsewhere.length > 0
        ? [`the path has no ${quoted(elsewhere)}: it is sent with the other parameters`]
        : []),
      ...(repeated.length > 0
        ? [
            `the portal's page sends ${quoted(repeated)} with the other parameters too, which the client does not`,
          ]
        : []),
      ...(ordered ? [`its variables are named in the order of the vendor's page: check that order`] : []),
    ],
  };
}

/** The parameters that the path's variables can be: those that are required and were not sent, then the optional ones. */
function freeParameters(
  { operation, parameters, required }: TrafficOperation,
  sent: ReadonlySet<string>,
  count: number,
): readonly string[] {
  const all = [...parameters].filter(([key]) => !sent.has(key));
  const ofPath = all.filter(([, name]) => operation.variables.includes(name));
  const needed = all.filter(([key, name]) => required.has(key) && !operation.variables.includes(name));
  const first = [...ofPath, ...needed].map(([, name]) => name);
  if (first.length >= count) return first;
  const repeated = operation.variables.filter((name) => sent.has(parameterKey(name)));
  if (first.length + repeated.length === count) return [...first, ...repeated];
  const ids = all.map(([, name]) => name).filter((name) => !first.includes(name) && /id$/i.test(name));
  return [...first, ...ids];
}

function subject(name: string): readonly string[] {
  return meaningfulWords(name).filter((word) => word !== "id");
}

/** Whether the word before a variable says that it is the parameter: `/portals/{}` is `portalId`. */
function isNamed(name: string, before: readonly string[], { operation }: TrafficOperation): boolean {
  const words = subject(name);
  const meant = words.length > 0 ? words : operation.tag;
  return meant.length > 0 && meant.every((word) => before.includes(word));
}

/** The only item that passes a test; `undefined` if none or several do. */
function onlyOne<Item>(items: readonly Item[], test: (item: Item) => boolean): Item | undefined {
  const found = items.filter((item) => test(item));
  return found.length === 1 ? found[0] : undefined;
}

function namesOf(
  route: TrafficRoute,
  operation: TrafficOperation,
  places: readonly number[],
  free: readonly string[],
): { readonly names: ReadonlyMap<number, string>; readonly ordered: boolean } | undefined {
  const names = new Map<number, string>();
  const left = (): readonly string[] => free.filter((name) => ![...names.values()].includes(name));
  // In /portals/{}/{}, the word is the resource's, and says nothing about the first variable.
  const standsAlone = (at: number): boolean => !places.includes(at - 1) && !places.includes(at + 1);
  for (const at of free.length > 1 ? places.filter(standsAlone) : []) {
    const before = meaningfulWords(route.segments[at - 1] ?? "");
    const name = onlyOne(left(), (candidate) => isNamed(candidate, before, operation));
    if (name !== undefined) names.set(at, name);
  }
  const rest = places.filter((at) => !names.has(at));
  const required = left().filter((name) => operation.required.has(parameterKey(name)));
  const candidates = required.length === rest.length ? required : left();
  if (candidates.length !== rest.length) return undefined;
  const inRow = rest.length === places.length && rest.every((at, index) => at === (rest[0] ?? 0) + index);
  const ofPath = candidates.every((name) => operation.operation.variables.includes(name));
  if (rest.length > 1 && !(inRow && ofPath)) return undefined;
  for (const [index, at] of rest.entries()) names.set(at, candidates[index] ?? "");
  const contradicted = [...route.withoutPortal].some(
    (at) => !/^portal_?id$/i.test(names.get(at) ?? "portalId"),
  );
  return contradicted ? undefined : { names, ordered: rest.length > 1 };
}

/** A parameter that the portal takes in another place than the client would send it. */
function misplacedParameter(
  route: TrafficRoute,
  { parameters, shape }: TrafficOperation,
): string | undefined {
  const usual = route.method === "GET" ? "query" : "body";
  for (const [place, names] of [
    ["query", route.query],
    ["body", route.body],
  ] as const) {
    for (const name of names) {
      const ours = parameters.get(parameterKey(name));
      if (ours === undefined || (place === "query" ? route.body : route.query).has(name)) continue;
      const client = shape.inQuery.includes(ours) ? "query" : shape.inBody.includes(ours) ? "body" : usual;
      if (client !== place) {
        return `the portal takes ${ours} in the ${place}, but the client would send it in the ${client}: use the client's request for this route`;
      }
    }
  }
  return undefined;
}
