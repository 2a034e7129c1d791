import type { FieldShape, ListShape, ObjectShape, Shape } from "./shape.ts";

/** A place where an interface and its schema disagree. */
export interface Difference {
  /** The file and the field: `packages/skilvul/src/orders.ts CreateOrderParams.productIds`. */
  readonly place: string;
  /** What each side has: `optional in the interface, required in the schema`. */
  readonly text: string;
}

/** What is compared: parameters or replies. */
export interface Part {
  /** Whether the schema may accept fields that the interface does not name, as schemas of replies do. */
  readonly mayHoldMore: boolean;
  /** Fields that the client supplies if a call does not: optional for callers, required by the schema. */
  readonly givenByClient?: readonly string[];
}

/** How many times a type that contains itself is opened. */
const recursionLimit = 3;

/** Compares an interface with its schema, at every depth. */
export function compareShapes(
  written: Shape,
  schema: Shape,
  place: string,
  part: Part,
): readonly Difference[] {
  return new Comparison(part, []).shapes(written, schema, place);
}

class Comparison {
  readonly #part: Part;
  /** The types that are being compared, outermost first. */
  readonly #opened: readonly unknown[];

  constructor(part: Part, opened: readonly unknown[]) {
    this.#part = part;
    this.#opened = opened;
  }

  shapes(written: Shape, schema: Shape, place: string): readonly Difference[] {
    return [
      ...wordDifferences(written, schema).map((text) => ({ place, text })),
      ...this.#alternatives(written.lists, schema.lists, place, (one, other) =>
        this.#lists(one, other, place),
      ),
      ...this.#choicesOfObjects(written.objects, schema.objects, place),
    ];
  }

  #choicesOfObjects(
    written: readonly ObjectShape[],
    schema: readonly ObjectShape[],
    place: string,
  ): readonly Difference[] {
    // Reported once, not for each field.
    if (schema.some(isAnyObject) && written.length > 0 && !written.some(isAnyObject)) {
      return [{ place, text: "an object with known fields in the interface, any object in the schema" }];
    }
    return this.#alternatives(written, schema, place, (one, other) => this.#objects(one, other, place));
  }

  /** Compares each alternative with the most similar one. */
  #alternatives<Alternative>(
    written: readonly Alternative[],
    schema: readonly Alternative[],
    place: string,
    compare: (one: Alternative, other: Alternative) => readonly Difference[],
  ): readonly Difference[] {
    // If only one side has any, the words already report it: "a list in the interface only".
    if (written.length === 0 || schema.length === 0) return [];
    const pairs = written
      .flatMap((one) => schema.map((other) => ({ one, other, differences: compare(one, other) })))
      .toSorted((left, right) => left.differences.length - right.differences.length);
    const matched = new Set<Alternative>();
    const found: Difference[] = [];
    for (const { one, other, differences } of pairs) {
      if (matched.has(one) || matched.has(other)) continue;
      matched.add(one).add(other);
      found.push(...differences);
    }
    if (written.length !== schema.length) {
      found.push({
        place,
        text: `${written.length} shapes in the interface, ${schema.length} in the schema`,
      });
    }
    return found;
  }

  #lists(written: ListShape, schema: ListShape, place: string): readonly Difference[] {
    const [ours, theirs] = [written.positions.length, schema.positions.length];
    if (ours !== theirs)
      return [{ place, text: `${ours} positions in the interface, ${theirs} in the schema` }];
    const inner = this.#inside();
    return [
      ...written.positions.flatMap((position, index) => {
        const other = schema.positions[index];
        return other === undefined ? [] : inner.#fields(position, other, `${place}[${index}]`);
      }),
      ...inner.#rest(written.entries, schema.entries, `${place}[]`, "further entries"),
    ];
  }

  #objects(written: ObjectShape, schema: ObjectShape, outerPlace: string): readonly Difference[] {
    const { identity, place = outerPlace } = written;
    if (identity !== undefined && this.#opened.filter((type) => type === identity).length >= recursionLimit)
      return [];
    const inner = this.#inside(identity);
    const names = new Set([...written.fields.keys(), ...schema.fields.keys()]);
    const mayHoldMore = this.#part.mayHoldMore && schema.otherFields?.().words.has("unknown") === true;
    const otherFields = mayHoldMore && written.otherFields === undefined ? undefined : schema.otherFields;
    return [
      ...[...names].flatMap((name): readonly Difference[] => {
        const [one, other] = [written.fields.get(name), schema.fields.get(name)];
        const fieldPlace = one?.place ?? `${place}.${name}`;
        if (one === undefined) return [{ place: fieldPlace, text: "in the schema only" }];
        if (other === undefined) return [{ place: fieldPlace, text: "in the interface only" }];
        return this.#isGivenByClient(name)
          ? inner.#clientFields(one, other, fieldPlace)
          : inner.#fields(one, other, fieldPlace);
      }),
      ...inner.#rest(written.otherFields, otherFields, `${place}[field]`, "further fields"),
    ];
  }

  /** The client supplies only the outermost fields of the parameters. */
  #isGivenByClient(name: string): boolean {
    return this.#opened.length === 0 && this.#part.givenByClient?.includes(name) === true;
  }

  #fields(written: FieldShape, schema: FieldShape, place: string): readonly Difference[] {
    const values = this.#values(written, schema, place);
    if (written.isOptional === schema.isOptional) return values;
    const text = `${necessityOf(written)} in the interface, ${necessityOf(schema)} in the schema`;
    return [{ place, text }, ...values];
  }

  #clientFields(written: FieldShape, schema: FieldShape, place: string): readonly Difference[] {
    const values = this.#values(written, schema, place);
    if (written.isOptional && !schema.isOptional) return values;
    const text = "supplied by the client, so it must be optional in the interface and required in the schema";
    return [{ place, text }, ...values];
  }

  /** The values of fields. An optional field may be `undefined` too, which is not compared again. */
  #values(written: FieldShape, schema: FieldShape, place: string): readonly Difference[] {
    const isOptional = written.isOptional || schema.isOptional;
    const value = ({ shape }: FieldShape): Shape => (isOptional ? withoutUndefined(shape()) : shape());
    return this.shapes(value(written), value(schema), place);
  }

  #rest(
    written: (() => Shape) | undefined,
    schema: (() => Shape) | undefined,
    place: string,
    what: string,
  ): readonly Difference[] {
    if (written !== undefined && schema !== undefined) return this.shapes(written(), schema(), place);
    if (written === schema) return [];
    return [{ place, text: `${what} in the ${written === undefined ? "schema" : "interface"} only` }];
  }

  #inside(identity?: unknown): Comparison {
    return new Comparison(this.#part, [...this.#opened, identity]);
  }
}

function necessityOf({ isOptional }: FieldShape): string {
  return isOptional ? "optional" : "required";
}

function isAnyObject({ fields, otherFields }: ObjectShape): boolean {
  return fields.size === 0 && otherFields?.().words.has("unknown") === true;
}

function withoutUndefined(shape: Shape): Shape {
  return { ...shape, words: new Set([...shape.words].filter((word) => word !== "undefined")) };
}

/** The alternatives in words; those with an inner structure are only named. */
function wordsOf({ words, lists, objects }: Shape): readonly string[] {
  return [...words, ...(lists.length > 0 ? ["a list"] : []), ...(objects.length > 0 ? ["an object"] : [])];
}

function wordDifferences(written: Shape, schema: Shape): readonly string[] {
  const [ours, theirs] = [wordsOf(written), wordsOf(schema)];
  const missing = ours.filter((word) => !theirs.includes(word));
  // Only the compiler can see the type of `z.custom<T>`: here it covers whatever no other choice does.
  const isCustom = (word: string): boolean => schema.isOpaque && word !== "null" && word !== "undefined";
  const writtenOnly = missing.filter((word) => !isCustom(word));
  const schemaOnly = theirs.filter((word) => !ours.includes(word));
  if (schema.isOpaque && !missing.some(isCustom)) schemaOnly.push("z.custom");
  if (writtenOnly.length === 0 && schemaOnly.length === 0) return [];
  if (writtenOnly.length === 0) return [`${schemaOnly.join(" | ")} in the schema only`];
  if (schemaOnly.length === 0) return [`${writtenOnly.join(" | ")} in the interface only`];
  return [`${writtenOnly.join(" | ")} in the interface, ${schemaOnly.join(" | ")} in the schema`];
}
