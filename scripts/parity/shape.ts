// One form for what an interface and a schema say about a value, so that they can be compared.

/** A value as one of several alternatives. */
export interface Shape {
  /** Alternatives without inner structure: `string`, `null`, `"active"`, `Blob`. */
  readonly words: ReadonlySet<string>;
  readonly lists: readonly ListShape[];
  readonly objects: readonly ObjectShape[];
  /** Whether our own code checks the value (`z.custom<T>`): only the compiler can tell which types that accepts. */
  readonly isOpaque: boolean;
}

/** A field of an object, or a position of a tuple. */
export interface FieldShape {
  readonly isOptional: boolean;
  /** Built on demand, because types may contain themselves. */
  readonly shape: () => Shape;
  /** Where it is written, for fields of named interfaces. */
  readonly place?: string | undefined;
}

/** A tuple has positions, an array only entries. */
export interface ListShape {
  readonly positions: readonly FieldShape[];
  readonly entries: (() => Shape) | undefined;
}

export interface ObjectShape {
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** The shape of fields that are not named; without it, there must be none. */
  readonly otherFields: (() => Shape) | undefined;
  /** The interface that declares it. */
  readonly place?: string | undefined;
  /** The same for each occurrence of the same type. */
  readonly identity?: object | undefined;
}

/** The shape of one alternative, with everything else empty. */
export function shapeOf(alternative: Partial<Omit<Shape, "words">> & { words?: readonly string[] }): Shape {
  const { words = [], lists = [], objects = [], isOpaque = false } = alternative;
  return { words: new Set(words), lists, objects, isOpaque };
}

/** One shape that accepts what any of the given ones does, without alternatives that another one covers. */
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
