/** How values are converted to text. */
export interface ContentOptions {
  /** Replaces a text, so that its spellings count as one. @default the text itself */
  readonly textOf?: ((text: string) => string) | undefined;
  /** Properties that are left out. */
  readonly without?: ReadonlySet<string> | undefined;
}

/** A text that is the same for equal values, whatever the order of their properties. */
export function contentText(value: unknown, options: ContentOptions = {}): string {
  return textFor(value, options, new Set());
}

function textFor(value: unknown, options: ContentOptions, within: Set<object>): string {
  if (typeof value === "string") return JSON.stringify(options.textOf?.(value) ?? value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  // A value that contains itself has no end.
  if (within.has(value)) return "itself";
  within.add(value);
  const text = textForObject(value, options, within);
  within.delete(value);
  return text;
}

function textForObject(value: object, options: ContentOptions, within: Set<object>): string {
  const list = (values: Iterable<unknown>): string =>
    `[${Array.from(values, (entry) => textFor(entry, options, within)).join(",")}]`;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Set) return `set ${list(value)}`;
  if (value instanceof Map) return `map ${list(value)}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return list(Array.from(Object.values(value)));
  const properties = Object.entries(value)
    .filter(([name, entry]) => entry !== undefined && options.without?.has(name) !== true)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${properties.map(([name, entry]) => `${JSON.stringify(name)}:${textFor(entry, options, within)}`).join(",")}}`;
}
