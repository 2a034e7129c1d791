/** A count with its noun, such as `1 entry` or `3 entries`. */
function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * Describes a value without repeating its text, which may be a password or a person's name. Numbers and booleans are
 * shown; strings and lists are described by their size.
 */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return value === ""
        ? "an empty string"
        : `a string of ${counted(value.length, "character", "characters")}`;
    case "number":
    case "bigint":
      return `the number ${value}`;
    case "boolean":
      return String(value);
    case "object":
      if (Array.isArray(value)) return `a list of ${counted(value.length, "entry", "entries")}`;
      return value instanceof Date ? "a Date" : "an object";
    default:
      return `a ${typeof value}`;
  }
}

/** The type of a value in one word, for drift reports and the shapes of replies: `string`, `number`, `list`, `null`, `nothing`. */
export function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value;
}
