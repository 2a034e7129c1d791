import type { TrafficRoute } from "./templates.ts";

/** A route that is decided, with the resource of its operation. */
export interface DecidedRoute {
  readonly route: TrafficRoute;
  readonly resource: string;
}

function keyOf(segments: TrafficRoute["segments"]): string {
  return segments.map((segment) => segment ?? "{}").join("/");
}

/** A path and the paths that it continues: of `/users/{}/courses` also `/users/{}` and `/users`. */
function lineOf({ segments }: TrafficRoute): readonly string[] {
  return segments.map((_, at) => keyOf(segments.slice(0, at + 1)));
}

/**
 * Learns from decided routes which resource the paths that continue theirs belong to: where `POST /x1` creates a user,
 * `GET /x1/{}` reads one.
 *
 * @returns The resource of a route, if its neighbors have one together.
 */
export function learnNeighbors(
  decided: readonly DecidedRoute[],
): (route: TrafficRoute) => string | undefined {
  const resources = new Map<string, Set<string>>();
  for (const { route, resource } of decided) {
    const key = keyOf(route.segments);
    const known = resources.get(key) ?? new Set<string>();
    resources.set(key, known.add(resource));
  }
  return (route) => {
    const found = new Set(lineOf(route).flatMap((key) => [...(resources.get(key) ?? [])]));
    const [only] = found;
    return found.size === 1 ? only : undefined;
  };
}
