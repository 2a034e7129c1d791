import type { RecordedOperation, VendorRecording } from "@kelaskit/core";
import type { ReplyShape } from "./shape.ts";
import type { TrafficOperation } from "./traffic-catalog.ts";

/** A matched operation, and how its route is written. */
export interface RecordedMatch {
  readonly operation: TrafficOperation;
  readonly reply: ReplyShape | undefined;
  readonly route: string;
}

/** The fields of a reply with their types. A name that no declaration contains may be somebody's data, so it is left out. */
function shapeOf({ operation: { keys, open }, reply }: RecordedMatch): RecordedOperation["shape"] {
  if (reply === undefined) return undefined;
  const declared = [...reply.types]
    .filter(([path]) => keys.has(path))
    .map(([path, types]) => [path, [...types].toSorted().join(" or ")] as const);
  const undeclared = [...open]
    .filter((path) => reply.filled.has(path))
    .map((path) => [`${path}.*`, "string"] as const);
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
