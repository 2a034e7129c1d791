import { isObject, typeName } from "@kelaskit/core/vendor";

/** The form of one reply or of several: which keys it has, and where. Except for the choices, it contains no value. */
export interface ReplyShape {
  /** Whether it is a list, an object, or neither. */
  readonly kind: "list" | "object" | "other";
  /** The paths of its keys, such as `records[].id`. */
  readonly keys: ReadonlySet<string>;
  /** The paths of objects and lists that have something in them: only there can a key be missing. */
  readonly filled: ReadonlySet<string>;
  /** The types of what is at each path. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** The values of a list of choices (`db_value`), which is the same for all users. */
  readonly choices: ReadonlySet<string>;
}

// A reply may be of any size; its form is clear after some of its items.
/** How many keys of a reply are looked at. A form with as many may lack some. */
export const mostKeys = 1000;
const mostItems = 20;
const mostChoices = 100;
const deepest = 7;
const longestKey = 60;

/** A key that is an id or an address would make each reply another form: all such are one. */
function keyName(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) && key.length <= longestKey && !/\d{3,}/.test(key) ? key : "?";
}

/** The form of a value that was JSON. */
export function shapeOf(value: unknown): ReplyShape {
  const keys = new Set<string>();
  const filled = new Set<string>();
  const choices = new Set<string>();
  const types = new Map<string, Set<string>>();
  const visit = (part: unknown, at: string, depth: number): void => {
    if (depth > deepest || keys.size >= mostKeys) return;
    if (at !== "") types.set(at, (types.get(at) ?? new Set()).add(typeName(part)));
    if (Array.isArray(part)) {
      if (part.length === 0) return;
      filled.add(at);
      keys.add(`${at}[]`);
      for (const item of part.slice(0, mostItems)) visit(item, `${at}[]`, depth + 1);
    } else if (isObject(part)) {
      for (const name in part) {
        if (keys.size >= mostKeys || !Object.hasOwn(part, name)) break;
        filled.add(at);
        const path = at === "" ? keyName(name) : `${at}.${keyName(name)}`;
        keys.add(path);
        const below = part[name];
        if (name === "db_value" && typeof below === "string" && choices.size < mostChoices)
          choices.add(below);
        visit(below, path, depth + 1);
      }
    }
  };
  visit(value, "", 0);
  const kind = Array.isArray(value) ? "list" : isObject(value) ? "object" : "other";
  return { kind, keys, filled, types, choices };
}

/** What several replies of one route have together. */
export function mergedShape(shapes: readonly ReplyShape[]): ReplyShape | undefined {
  const [first] = shapes;
  if (first === undefined || shapes.length === 1) return first;
  const types = new Map<string, Set<string>>();
  for (const [path, found] of shapes.flatMap((shape) => [...shape.types]))
    types.set(path, new Set([...(types.get(path) ?? []), ...found]));
  const telling = shapes.find(({ filled }) => filled.size > 0) ?? first;
  return {
    kind: telling.kind,
    keys: new Set(shapes.flatMap(({ keys }) => [...keys])),
    filled: new Set(shapes.flatMap(({ filled }) => [...filled])),
    types,
    choices: new Set(shapes.flatMap(({ choices }) => [...choices])),
  };
}
