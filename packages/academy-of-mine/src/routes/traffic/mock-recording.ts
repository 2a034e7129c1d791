import type { RecordedOperation, VendorRecording } from "@kelaskit/core";
import { mostKeys, type ReplyShape } from "./shape.ts";
import type { TrafficOperation } from "./traffic-catalog.ts";

/** A matched operation, and how its route is written. */
export interface RecordedMatch {
  readonly operation: TrafficOperation;
  readonly reply: ReplyShape | undefined;
  readonly route: string;
}

/** The fields of a reply with their types. A name that no declaration contains may be somebody's data, so it is left out. */
function shapeOf({ operation: { keys, open }, reply }: RecordedMatch): RecordedOperation["shape"] {
  // A part of a form would look as if the rest were missing.
  if (reply === undefined || reply.keys.size >= mostKeys) return undefined;
  const declared = [...reply.types]
    .filter(([path]) => keys.has(path))
    .map(([path, types]) => [path, [...types].toSorted().join(" or ")] as const);
  const parents = new Set(declared.map(([path]) => path.replace(/\.?[^.]+$/s, "")));
  // An object in which something is, but nothing that is declared, is not an empty one. Only declared paths are written.
  const hasOthersOnly = (path: string): boolean =>
    !parents.has(path) && (path === "" || (keys.has(path) && reply.types.get(path)?.has("object") === true));
  const undeclared = [...reply.filled]
    .filter((path) => open.has(path) || hasOthersOnly(path))
    .map((path) => [path === "" ? "*" : `${path}.*`, "string"] as const);
  return Object.fromEntries([...declared, ...undeclared]);
}

/** What a recording shows of the portal, for the option `like` of its mock. */
export function mockRecording(matches: readonly RecordedMatch[]): VendorRecording {
  return {
    routes: Object.fromEntries(matches.map(({ operation: { operation }, route }) => [operation.name, route])),
    operations: Object.fromEntries(
      matches.map((match): [string, RecordedOperation] => [
        match.operation.operation.name,
        { verdict: "answered", route: match.route, status: 200, shape: shapeOf(match) },
      ]),
    ),
  };
}
