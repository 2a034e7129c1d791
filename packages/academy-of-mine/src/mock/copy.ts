/**
 * A deep copy of what a mock holds: plain objects, lists, maps and values. Some test environments, such as happy-dom in
 * Jest, have no `structuredClone`.
 */
export function copyOf<Value>(value: Value): Value;
export function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]: [unknown, unknown]) => [key, copyOf(item)]));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, copyOf(item)]),
  );
}
