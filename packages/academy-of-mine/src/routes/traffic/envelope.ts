import type { ReplyShape } from "./shape.ts";
import type { TrafficRoute } from "./templates.ts";

/** Fields in which a portal may wrap all its replies. */
const wrappers = ["data", "result", "results", "response", "payload", "body", "content"] as const;

/** How many routes a portal needs at least to have a habit, and what share of them follows it. */
const fewestRoutes = 5;
const leastShare = 0.5;

function isWrapped({ types }: ReplyShape, wrapper: string): boolean {
  const found = types.get(wrapper);
  return found !== undefined && (found.has("list") || found.has("object"));
}

/** The field in which most replies of a portal are wrapped; undefined if they are not. */
export function envelopeOf(routes: readonly TrafficRoute[]): string | undefined {
  const replies = routes.flatMap(({ reply }) =>
    reply === undefined || reply.kind === "other" ? [] : [reply],
  );
  if (replies.length < fewestRoutes) return undefined;
  return wrappers.find(
    (wrapper) => replies.filter((reply) => isWrapped(reply, wrapper)).length >= replies.length * leastShare,
  );
}

/** A path below the wrapper, as it would be without it; undefined for all others. */
function below(path: string, wrapper: string): string | undefined {
  if (!path.startsWith(wrapper)) return undefined;
  const rest = path.slice(wrapper.length);
  if (rest.startsWith("[]")) return rest;
  return rest.startsWith(".") ? rest.slice(1) : undefined;
}

function unwrapped(reply: ReplyShape, wrapper: string): ReplyShape {
  const moved = (path: string): readonly string[] => {
    const own = below(path, wrapper);
    return own === undefined ? [] : [own];
  };
  const found = reply.types.get(wrapper);
  return {
    kind: found?.has("list") === true ? "list" : "object",
    keys: new Set([...reply.keys].flatMap(moved)),
    filled: new Set([...reply.filled].flatMap((path) => (path === wrapper ? [""] : moved(path)))),
    types: new Map(
      [...reply.types].flatMap(([path, types]) => moved(path).map((own) => [own, types] as const)),
    ),
    choices: reply.choices,
  };
}

/** The routes with the replies that are inside their wrappers: few of our operations have such a field themselves. */
export function withoutWrapper(routes: readonly TrafficRoute[], envelope: string): readonly TrafficRoute[] {
  return routes.map((route) =>
    route.reply !== undefined && isWrapped(route.reply, envelope)
      ? { ...route, reply: unwrapped(route.reply, envelope) }
      : route,
  );
}
