import type * as z from "zod";
import { type FieldShape, type Shape, shapeOf, unionOf } from "./shape.ts";

type Schema = z.core.$ZodType;

/** The definition of a schema; each kind has its own properties, told apart by `type`. */
function definitionOf(schema: Schema): z.core.$ZodTypes["_zod"]["def"] {
  // Every schema of zod's is one of these; the class that all extend does not say which.
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** A kind of schema that is not supported yet: it fits no interface, so its first use fails the check. */
function unreadable(kind: string): Shape {
  return shapeOf({ words: [`z.${kind}, which scripts/parity/schema-shapes.ts does not support,`] });
}

function fieldOf(schema: Schema): FieldShape {
  return { isOptional: schema._zod.optout === "optional", shape: () => schemaShape(schema) };
}

/** The shape of what a zod schema accepts. */
export function schemaShape(schema: Schema): Shape {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "undefined":
    case "unknown":
      return shapeOf({ words: [definition.type] });
    case "never":
      return shapeOf({});
    case "custom":
      return shapeOf({ isOpaque: true });
    case "literal":
      return unionOf(definition.values.map((value) => shapeOf({ words: [literalWord(value)] })));
    case "enum":
      return shapeOf({ words: Object.values(definition.entries).map(literalWord) });
    case "nullable":
      return unionOf([schemaShape(definition.innerType), shapeOf({ words: ["null"] })]);
    case "optional":
      // Its value may not be `undefined`; no other schema of ours means that.
      if (schema._zod.traits.has("$ZodExactOptional")) return unreadable("exactOptional");
      return unionOf([schemaShape(definition.innerType), shapeOf({ words: ["undefined"] })]);
    case "union":
      return unionOf(definition.options.map(schemaShape));
    case "lazy":
      return schemaShape(definition.getter());
    case "array":
      return shapeOf({ lists: [{ positions: [], entries: () => schemaShape(definition.element) }] });
    case "tuple": {
      const { items, rest } = definition;
      return shapeOf({
        lists: [{ positions: items.map(fieldOf), entries: rest ? () => schemaShape(rest) : undefined }],
      });
    }
    case "record":
      if (definitionOf(definition.keyType).type !== "string")
        return unreadable("record with keys of its own");
      return shapeOf({
        objects: [{ fields: new Map(), otherFields: () => schemaShape(definition.valueType) }],
      });
    case "object": {
      const { shape, catchall } = definition;
      const isClosed = catchall === undefined || definitionOf(catchall).type === "never";
      const fields = new Map(Object.entries(shape).map(([name, field]) => [name, fieldOf(field)]));
      return shapeOf({
        objects: [{ fields, otherFields: isClosed ? undefined : () => schemaShape(catchall) }],
      });
    }
    default:
      return unreadable(definition.type);
  }
}

/** A value's type, as TypeScript prints it. */
function literalWord(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
