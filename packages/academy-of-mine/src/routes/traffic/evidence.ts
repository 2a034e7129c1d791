import { parameterKey } from "../match/catalog.ts";
import { verbOf } from "../match/words.ts";
import type { ReplyShape } from "./shape.ts";
import type { TrafficRoute } from "./templates.ts";
import type { TrafficCatalog, TrafficOperation } from "./traffic-catalog.ts";

// Points are logarithms of odds, as the weights of names are: what a name is worth that few operations have. Of two
// operations, the one whose points are higher by `n` is about `e ** n` times as probable.

/** What a name costs that the operation does not have. */
const undeclaredName = 4;
/** What a key costs that the operation's reply does not have; less further down, where the vendor's samples show less. */
const undeclaredKey = 3;
const undeclaredKeyBelow = 0.6;
/** What a key costs that the sample has and the reply does not: the vendor's fields may be missing. */
const missingKey = 1;
const missingKeyBelow = 0.15;
const otherKind = 8;
const aChoice = 2;
const mostForChoices = 10;

/** What speaks for an operation being the one that a route serves. */
export interface Evidence {
  readonly points: number;
  /** What of it comes from names that few operations have. */
  readonly telling: number;
  /** What was subtracted. */
  readonly against: number;
  /** Whether all required parameters were sent, and no unknown one. */
  readonly complete: boolean;
  readonly parameters: number;
  readonly reply: number;
}

/** A route with what is compared of it. */
export interface RouteToCompare {
  readonly route: TrafficRoute;
  readonly parameters: ReadonlySet<string>;
  readonly variables: number;
}

/** Names that a client adds to any request: against caches, forgery and the like. */
const noise: ReadonlySet<string> = new Set(
  ["_", "_t", "t", "ts", "timestamp", "_token", "_method", "csrf_token", "lang", "locale"].map(parameterKey),
);

export function routeToCompare(route: TrafficRoute): RouteToCompare {
  const names = [...route.query, ...route.body].map(parameterKey);
  return {
    route,
    parameters: new Set(names.filter((name) => name !== "" && !noise.has(name))),
    variables: route.segments.filter((segment) => segment === undefined).length,
  };
}

/** Whether an operation can have the method; if so, what the difference to its own costs. */
function methodCost(method: string, { operation, shape }: TrafficOperation): number | undefined {
  const own = operation.method;
  if (method === "GET") return operation.changes && own !== "GET" ? undefined : own === "GET" ? 0 : 1.5;
  if (method === "DELETE") {
    if (!operation.changes) return undefined;
    if (own === "DELETE") return 0;
    return verbOf(operation.nameWords) === "delete" ? 0.5 : undefined;
  }
  if (own === method) return 0;
  if (own === "GET") return operation.changes ? 0.5 : shape.binary ? 1 : 1.5;
  if (own === "DELETE") return 1.5;
  return 0.5;
}

/** Adds up points. */
class Points {
  for = 0;
  telling = 0;
  against = 0;
  complete = true;

  add(weight: number, share = 1): void {
    this.for += weight * share;
    if (weight >= tellingWeight) this.telling += weight * share;
  }

  get sum(): number {
    return this.for - this.against;
  }
}

/** The weight of names that at most some thirty operations have. */
const tellingWeight = 2.8;

/** Compares the names of the parameters, and counts the variables of the path that take the others. */
function parameterPoints(
  all: TrafficCatalog,
  { parameters, variables }: RouteToCompare,
  { operation, parameters: known, required }: TrafficOperation,
): Points | undefined {
  const points = new Points();
  let unknown = 0;
  for (const name of parameters) {
    if (known.has(name)) points.add(Math.min(4, all.parameterWeights.of(name)));
    else unknown += 1;
  }
  if (unknown > 0 && unknown * 4 > parameters.size) return undefined;
  const missing = [...required].filter((name) => !parameters.has(name));
  const unsent = missing.length - variables;
  if (unsent > 2 || (unsent > 0 && unsent * 2 > required.size && required.size > 1)) return undefined;
  const pathOnly = operation.variables
    .map(parameterKey)
    .filter((name) => !parameters.has(name) && !required.has(name));
  // Some pages send the id of the path in the body too.
  const repeated = operation.variables.filter((name) => parameters.has(parameterKey(name)));
  const surplus = variables - missing.length - pathOnly.length - repeated.length;
  if (surplus > 0 && known.size - parameters.size + unknown < variables) return undefined;
  points.complete = unknown === 0 && unsent <= 0 && surplus <= 0;
  points.against = undeclaredName * (unknown + Math.max(0, unsent)) + 3 * Math.max(0, surplus);
  return points;
}

function depthOf(path: string): number {
  return path.match(/\./g)?.length ?? 0;
}

function parentOf(path: string): string {
  if (path.endsWith("[]")) return path.slice(0, -2);
  const dot = path.lastIndexOf(".");
  return dot < 0 ? "" : path.slice(0, dot);
}

function isOpen(path: string, open: ReadonlySet<string>): boolean {
  for (let at = parentOf(path); ; at = parentOf(at)) {
    if (open.has(at)) return true;
    if (at === "") return false;
  }
}

/** A list's items are on the first level, as an object's fields are. */
function isBelow(path: string): boolean {
  return depthOf(path.replace(/^(records|data)?\[\]\./, "")) > 0;
}

function replyPoints(all: TrafficCatalog, reply: ReplyShape, operation: TrafficOperation): Points {
  const { shape, keys, open, choices } = operation;
  const points = new Points();
  if (reply.kind !== "other" && shape.kind !== "any" && reply.kind !== shape.kind) {
    points.against = otherKind;
    return points;
  }
  for (const key of reply.keys) {
    if (keys.has(key)) points.add(all.keyWeights.of(key), isBelow(key) ? 0.5 : 1);
    else if (!isOpen(key, open)) points.against += isBelow(key) ? undeclaredKeyBelow : undeclaredKey;
  }
  for (const key of shape.sampled) {
    if (reply.filled.has(parentOf(key)) && !reply.keys.has(key)) {
      points.against += isBelow(key) ? missingKeyBelow : missingKey;
    }
  }
  const chosen = choicePoints(reply.choices, choices);
  if (chosen > 0) points.add(chosen);
  else points.against -= chosen;
  return points;
}

/** A list of choices is the same for all users, so its values tell which it is. */
function choicePoints(theirs: ReadonlySet<string>, ours: ReadonlySet<string>): number {
  if (theirs.size === 0 || ours.size === 0) return 0;
  const shared = [...theirs].filter((choice) => ours.has(choice)).length;
  const apart = theirs.size + ours.size - 2 * shared;
  return Math.max(-mostForChoices, Math.min(mostForChoices, aChoice * (shared - apart)));
}

/** What speaks for a pair; `undefined` if it is impossible. */
export function evidenceFor(
  all: TrafficCatalog,
  compared: RouteToCompare,
  operation: TrafficOperation,
): Evidence | undefined {
  const { route } = compared;
  if (route.media !== "unknown" && (route.media === "binary") !== operation.shape.binary) return undefined;
  const method = methodCost(route.method, operation);
  if (method === undefined) return undefined;
  const parameters = parameterPoints(all, compared, operation);
  if (parameters === undefined) return undefined;
  const reply = route.reply === undefined ? new Points() : replyPoints(all, route.reply, operation);
  if (route.media === "binary") reply.add(aFile);
  return {
    points: parameters.sum + reply.sum - method,
    telling: parameters.telling + reply.telling,
    against: parameters.against + reply.against + method,
    complete: parameters.complete,
    parameters: parameters.sum,
    reply: reply.sum,
  };
}

/** Few operations are answered with a file. */
const aFile = 3;
