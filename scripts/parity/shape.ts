// What an interface and a schema both say of a value, in one form, so that they can be compared.

/** A value as one of several alternatives. */
export interface Shape {
  /** Alternatives with nothing inside: `string`, `null`, `"active"`, `Blob`. */
  readonly words: ReadonlySet<string>;
  readonly lists: readonly ListShape[];
  readonly objects: readonly ObjectShape[];
  /** Whether code of ours checks the value (`z.custom<T>`): only the compiler knows which types it lets through. */
  readonly isOpaque: boolean;
}

/** A field of an object, or a position of a tuple. */
export interface FieldShape {
  readonly isOptional: boolean;
  /** Built when it is asked for, since types may hold themselves. */
  readonly shape: () => Shape;
  /** Where it is written, for the interface's side of named interfaces. */
  readonly place?: string | undefined;
}

/** A tuple has positions, an array only entries. */
export interface ListShape {
  readonly positions: readonly FieldShape[];
  readonly entries: (() => Shape) | undefined;
}

export interface ObjectShape {
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** What fields that are not named hold; without it there may be none. */
  readonly otherFields: (() => Shape) | undefined;
  /** The interface that says it. */
  readonly place?: string | undefined;
  /** The same for each occurrence of the same type. */
  readonly identity?: object | undefined;
}

/** The shape of one alternative, with everything else empty. */
export function shapeOf(alternative: Partial<Omit<Shape, "words">> & { words?: readonly string[] }): Shape {
  const { words = [], lists = [], objects = [], isOpaque = false } = alternative;
  return { words: new Set(words), lists, objects, isOpaque };
}

/** One shape that lets through what any of the given ones does, without what another alternative covers. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const words = new Set(shapes.flatMap((shape) => [...shape.words]));
  if (words.has("unknown")) return shapeOf({ words: ["unknown"] });
  if (words.has("true") && words.has("false")) words.add("boolean");
  const isCovered = (word: string): boolean =>
    (word.startsWith('"') && words.has("string")) ||
    (/^-?\d/.test(word) && words.has("number")) ||
    ((word === "true" || word === "false") && words.has("boolean"));
  return {
    words: new Set([...words].filter((word) => !isCovered(word))),
    lists: shapes.flatMap(({ lists }) => lists),
    objects: shapes.flatMap(({ objects }) => objects),
    isOpaque: shapes.some(({ isOpaque }) => isOpaque),
  };
}
