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

/**
 * The routes without their wrapped replies: few of our operations have such a field, so each wrapped reply would look like one
 * of those.
 */
export function withoutWrapped(routes: readonly TrafficRoute[], envelope: string): readonly TrafficRoute[] {
  return routes.map((route) =>
    route.reply !== undefined && isWrapped(route.reply, envelope) ? { ...route, reply: undefined } : route,
  );
}
