import type { Catalog, CatalogOperation } from "./catalog.ts";
import { likeness, type Pair, type RouteToMatch } from "./pairs.ts";

/** How well a route's tag matches an operation's resource, from 0 to 1. */
export interface TagAffinity {
  of(route: RouteToMatch, operation: CatalogOperation): number;
}

/** The number of matched routes of a tag from which they outweigh the tag's words. */
const enough = 3;

/**
 * The meaning of a document's tags. Their names are the vendor's and may mean nothing here ("Lessons"), but once some
 * of a tag's routes are matched by their titles alone, these show which resources the tag means.
 */
export function learnTags(all: Catalog, matched: Iterable<Pair>): TagAffinity {
  const counts = new Map<string, Map<string, number>>();
  for (const { route, operation } of matched) {
    for (const key of route.tagKeys) {
      const known = counts.get(key) ?? new Map<string, number>();
      known.set(operation.resource, (known.get(operation.resource) ?? 0) + 1);
      counts.set(key, known);
    }
  }
  const meanings = new Map(
    [...counts].flatMap(([key, known]) => {
      const numbers = [...known.values()];
      const total = numbers.reduce((sum, count) => sum + count, 0);
      // A folder that contains everything ("api") means nothing.
      return total >= enough && Math.max(...numbers) >= total / 4 ? [[key, { known, total }] as const] : [];
    }),
  );
  return {
    of(route, operation) {
      if (route.tagKeys.length === 0) return 0.5;
      const key = route.tagKeys.find((candidate) => meanings.has(candidate));
      const meaning = key === undefined ? undefined : meanings.get(key);
      if (meaning === undefined) return likeness(all.tagWeights, operation.tag, route.tagWords);
      const share = (meaning.known.get(operation.resource) ?? 0) / meaning.total;
      // One tag may cover several of our resources: a fair share of it is nearly as good as all of it.
      return share < leastShare ? 0 : 0.7 + 0.3 * share;
    },
  };
}

const leastShare = 0.05;
