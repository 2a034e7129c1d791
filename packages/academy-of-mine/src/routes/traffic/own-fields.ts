import type { TrafficRoute } from "./templates.ts";
import type { TrafficCatalog } from "./traffic-catalog.ts";

/** How many routes show that a portal adds a field to everything, and what share of them must have it. */
const fewestRoutes = 5;
const leastShare = 0.4;

/** The name of a field: `records[].tenant_id` is a `tenant_id`. */
function nameOf(path: string): string {
  return path.replace(/^.*\./s, "").replaceAll("[]", "");
}

/**
 * The routes without the fields that a portal adds to most of its objects, such as `tenant_id`: no operation of ours has them, so
 * they say nothing about any.
 */
export function withoutOwnFields(
  routes: readonly TrafficRoute[],
  { operations }: TrafficCatalog,
): readonly TrafficRoute[] {
  const known = new Set(operations.flatMap(({ keys }) => [...keys].map(nameOf)));
  const counts = new Map<string, number>();
  const replies = routes.flatMap(({ reply }) =>
    reply === undefined || reply.keys.size === 0 ? [] : [reply],
  );
  for (const { keys } of replies) {
    for (const name of new Set([...keys].map(nameOf).filter((one) => !known.has(one))))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (replies.length < fewestRoutes) return routes;
  const own = new Set(
    [...counts].flatMap(([name, count]) => (count >= replies.length * leastShare ? [name] : [])),
  );
  if (own.size === 0) return routes;
  return routes.map((route) => {
    const { reply } = route;
    if (reply === undefined) return route;
    return {
      ...route,
      reply: { ...reply, keys: new Set([...reply.keys].filter((key) => !own.has(nameOf(key)))) },
    };
  });
}
