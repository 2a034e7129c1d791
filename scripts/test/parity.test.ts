import { byDepth } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { shapedOperations, type ShapedOperation } from "../parity/operations.ts";
import { type AcceptedDifference, type ComparedDeclaration, parityProblems } from "../parity/parity.ts";

const file = "/shop/src/orders.ts";

/** The files of TypeScript's libraries, parsed once for all programs. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The operations of a source text at src/orders.ts. */
function operationsIn(text: string): readonly ShapedOperation[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    lib: ["lib.es2024.d.ts", "lib.dom.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const readLibrary = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion) => {
    if (name === file) return ts.createSourceFile(name, text, languageVersion, true);
    if (!libraries.has(name)) libraries.set(name, readLibrary(name, languageVersion));
    return libraries.get(name);
  };
  return shapedOperations(ts.createProgram({ rootNames: [file], options, host }), "/shop");
}

function orderSource(types: string, params: string, reply: string): string {
  return `${types}\nexport const create = operation<${params}, ${reply}>({ name: "orders.create" });`;
}

interface Compared extends Partial<ComparedDeclaration> {
  readonly accepted?: readonly AcceptedDifference[];
}

/** The problems of an operation with these parameters. */
function problemsOfParams(types: string, { accepted = [], ...facts }: Compared): readonly string[] {
  const written = operationsIn(orderSource(types, "Params", "unknown"));
  const declaration = { name: "orders.create", response: () => z.unknown(), ...facts };
  return parityProblems([{ written, declarations: [declaration] }], accepted);
}

/** The problems of an operation with this reply. */
function problemsOfReply(types: string, response: ComparedDeclaration["response"]): readonly string[] {
  const written = operationsIn(orderSource(types, "{}", "Reply"));
  return parityProblems([{ written, declarations: [{ name: "orders.create", response }] }], []);
}

/** A field of an interface, the schema of its value, and the expected differences. */
type Row = readonly [field: string, schema: z.ZodType, ...said: string[]];

/** Compares each row by an interface of its own: `Row0`, `Row1`. */
function checkRows(rows: readonly Row[]): void {
  const types = rows.map(([field], index) => `interface Row${index} { ${field} }`);
  const fields = rows.map((_, index) => `row${index}: Row${index};`);
  const response = () =>
    z.looseObject(
      Object.fromEntries(rows.map(([, schema], index) => [`row${index}`, z.looseObject({ id: schema })])),
    );
  const said = rows.flatMap(([, , ...sentences], index) =>
    sentences.map((sentence) => `src/orders.ts Row${index}.${sentence} (orders.create)`),
  );
  expect(problemsOfReply(`${types.join("\n")}\ninterface Reply { ${fields.join(" ")} }`, response)).toEqual(
    said,
  );
}

describe("the fields of an interface and of its schema are compared", () => {
  it("by whether they may be left out", () => {
    checkRows([
      ["id?: string | undefined", z.optional(z.string())],
      ["id?: unknown", z.optional(z.unknown())],
      ["id?: string | undefined", z.string(), "id: optional in the interface, required in the schema"],
      ["id?: unknown", z.unknown(), "id: optional in the interface, required in the schema"],
      ["id: string", z.optional(z.string()), "id: required in the interface, optional in the schema"],
      ["id: string | undefined", z.string(), "id: undefined in the interface only"],
    ]);
  });

  it("by whether they may be null", () => {
    checkRows([
      ["id?: string | null | undefined", z.optional(z.nullable(z.string()))],
      ["id: string | null", z.string(), "id: null in the interface only"],
      ["id: string", z.nullable(z.string()), "id: null in the schema only"],
    ]);
  });

  it("by their kind", () => {
    checkRows([
      ["id: number", z.int()],
      ["id: string", z.email()],
      ["id: boolean", z.boolean()],
      ["id: unknown", z.nullable(z.unknown())],
      ["id: string", z.number(), "id: string in the interface, number in the schema"],
      ["id: number | string", z.number(), "id: string in the interface only"],
      ["id: string", z.unknown(), "id: string in the interface, unknown in the schema"],
      ["id: string[]", z.string(), "id: a list in the interface, string in the schema"],
      ["id: { of: string }", z.array(z.string()), "id: an object in the interface, a list in the schema"],
    ]);
  });

  it("by the values of an enumeration", () => {
    checkRows([
      ['id: "paid" | "open"', z.enum(["open", "paid"])],
      ["id: 0 | 1", z.literal([0, 1])],
      ['id: "paid" | "open"', z.enum(["paid"]), 'id: "open" in the interface only'],
      ['id: "paid"', z.enum(["paid", "open"]), 'id: "open" in the schema only'],
      ["id: boolean", z.literal(true), "id: boolean in the interface, true in the schema"],
    ]);
  });

  it("as strings where editors only suggest values", () => {
    checkRows([
      ['id: "paid" | (string & {})', z.string()],
      ['id: "paid" | (string & {})', z.enum(["paid"]), 'id: string in the interface, "paid" in the schema'],
    ]);
  });

  it("by the entries of their lists", () => {
    checkRows([
      ["id: readonly string[]", z.array(z.string())],
      ["id: readonly [string, number?]", z.tuple([z.string(), z.optional(z.number())])],
      [
        "id: readonly (readonly number[])[]",
        z.array(z.array(z.string())),
        "id[][]: number in the interface, string in the schema",
      ],
      [
        "id: [string, number]",
        z.tuple([z.string(), z.string()]),
        "id[1]: number in the interface, string in the schema",
      ],
      ["id: [string, ...number[]]", z.tuple([z.string()]), "id[]: further entries in the interface only"],
      [
        "id: [string]",
        z.tuple([z.string(), z.string()]),
        "id: 1 positions in the interface, 2 in the schema",
      ],
    ]);
  });

  it("by the fields of their objects", () => {
    checkRows([
      ["id: { of: { of?: string | undefined } }", z.object({ of: z.object({ of: z.optional(z.string()) }) })],
      ["id: { of: { of: string } }", z.object({ of: z.object({}) }), "id.of.of: in the interface only"],
      ["id: { of: {} }", z.object({ of: z.object({ of: z.string() }) }), "id.of.of: in the schema only"],
      ["id: Record<string, number>", z.record(z.string(), z.number())],
      [
        "id: Record<string, number>",
        z.record(z.string(), z.string()),
        "id[field]: number in the interface, string in the schema",
      ],
      [
        "id: { of: string; [field: string]: unknown }",
        z.strictObject({ of: z.string() }),
        "id[field]: further fields in the interface only",
      ],
      [
        "id: { of: string }",
        z.looseObject({}),
        "id: an object with known fields in the interface, any object in the schema",
      ],
    ]);
  });

  it("choice by choice, each with the most similar one", () => {
    const [card, bank] = [z.object({ card: z.string() }), z.object({ bank: z.string() })];
    checkRows([
      ["id: { card: string } | { bank: string } | null", z.nullable(z.union([bank, card]))],
      [
        "id: { card: string } | { bank: number }",
        z.union([bank, card]),
        "id.bank: number in the interface, string in the schema",
      ],
      ["id: { card: string } | { bank: string }", card, "id: 2 shapes in the interface, 1 in the schema"],
    ]);
  });

  it("except what our own code checks, apart from null and undefined", () => {
    checkRows([
      ["id: Blob | ReadableStream", z.custom<Blob>()],
      ["id: Blob | string", z.union([z.string(), z.custom<Blob>()])],
      ["id: Blob | null", z.custom<Blob>(), "id: null in the interface only"],
      ["id: string", z.union([z.string(), z.custom<Blob>()]), "id: z.custom in the schema only"],
    ]);
  });
});

describe("a difference is found", () => {
  it("in the interface that declares the field, once for all operations", () => {
    const types = `interface Paid { amount: number } interface Order extends Paid { id: string }
      interface Page<Item> { items: readonly Item[] } type Reply = Page<Order>;
      export const list = operation<{}, Page<Order>>({ name: "orders.list" });`;
    const response = () =>
      z.looseObject({ items: z.array(z.looseObject({ id: z.string(), amount: z.string() })) });
    const written = operationsIn(orderSource(types, "{}", "Reply"));
    const declarations = ["orders.create", "orders.list"].map((name) => ({ name, response }));
    expect(parityProblems([{ written, declarations }], [])).toEqual([
      "src/orders.ts Paid.amount: number in the interface, string in the schema (orders.list and 1 more)",
    ]);
  });

  it("in the reply as a whole", () => {
    expect(problemsOfReply("type Reply = string", () => z.number())).toEqual([
      "src/orders.ts orders.create reply: string in the interface, number in the schema (orders.create)",
    ]);
  });

  it("in a type that contains itself", () => {
    const reply = (text: z.ZodType): z.ZodType =>
      z.looseObject({ text, replies: z.optional(z.array(z.lazy(() => reply(text)))) });
    const types = "interface Reply { text: string; replies?: readonly Reply[] | undefined }";
    expect(problemsOfReply(types, () => reply(z.string()))).toEqual([]);
    expect(problemsOfReply(types, () => reply(z.number()))).toEqual([
      "src/orders.ts Reply.text: string in the interface, number in the schema (orders.create)",
    ]);
    const answered = () => z.looseObject({ text: z.string(), replies: z.optional(z.array(reply(z.null()))) });
    expect(problemsOfReply(types, answered)).toEqual([
      "src/orders.ts Reply.text: string in the interface, null in the schema (orders.create)",
    ]);
  });

  it("in further fields of parameters, but not of replies", () => {
    const field = () => z.looseObject({ id: z.string() });
    expect(problemsOfReply("interface Reply { id: string }", field)).toEqual([]);
    expect(problemsOfParams("interface Params { id: string }", { params: field })).toEqual([
      "src/orders.ts Params[field]: further fields in the schema only (orders.create)",
    ]);
  });

  it("in parameters without a schema", () => {
    expect(problemsOfParams("interface Params { [field: string]: never }", {})).toEqual([]);
    expect(problemsOfParams("interface Params { id?: string }", {})).toEqual([
      "src/orders.ts Params.id: in the interface only (orders.create)",
    ]);
  });

  it("in client parameters, unless they are optional for callers only", () => {
    const said = "supplied by the client, so it must be optional in the interface and required in the schema";
    const types = (field: string): string => `interface Params { ${field} }`;
    const params = () => z.strictObject({ storeId: z.string() });
    const clientParams = ["storeId"];
    expect(problemsOfParams(types("storeId?: string | undefined"), { params, clientParams })).toEqual([]);
    expect(problemsOfParams(types("storeId: string"), { params, clientParams })).toEqual([
      `src/orders.ts Params.storeId: ${said} (orders.create)`,
    ]);
    expect(problemsOfParams(types("storeId?: number | undefined"), { params, clientParams })).toEqual([
      "src/orders.ts Params.storeId: number in the interface, string in the schema (orders.create)",
    ]);
    const nested = { params: () => z.strictObject({ to: params() }), clientParams };
    expect(problemsOfParams(types("to: { storeId?: string | undefined }"), nested)).toEqual([
      "src/orders.ts Params.to.storeId: optional in the interface, required in the schema (orders.create)",
    ]);
  });

  it("where an operation is only in the sources, or only exported", () => {
    const written = operationsIn(orderSource("", "{}", "unknown"));
    const declarations = [{ name: "orders.get", response: () => z.unknown() }];
    expect(parityProblems([{ written, declarations }], [])).toEqual([
      "orders.get: exported, but not found in the sources (orders.get)",
      "src/orders.ts orders.create: not exported by index.ts, so it cannot be compared (orders.create)",
    ]);
  });

  it("in an operation that does not write its types out", () => {
    expect(() => operationsIn('export const create = operation({ name: "orders.create" });')).toThrow(
      "src/orders.ts orders.create: write out the types",
    );
  });

  it("in a schema of an unsupported kind", () => {
    const said = (kind: string): string =>
      `${kind}, which scripts/parity/schema-shapes.ts does not support, in the schema`;
    checkRows([
      ["id: number", z.string().transform(Number), `id: number in the interface, ${said("z.pipe")}`],
      ["id?: number", z.exactOptional(z.number()), `id: number in the interface, ${said("z.exactOptional")}`],
      [
        "id: {}",
        z.record(z.enum(["a"]), z.number()),
        `id: an object in the interface, ${said("z.record with keys of its own")}`,
      ],
    ]);
  });
});

describe("an accepted difference", () => {
  const place = "src/orders.ts Params.id";
  const text = "in the interface only";
  const accepted = [{ place, text, reason: "The test says so." }];

  it("is not reported", () => {
    expect(problemsOfParams("interface Params { id: string }", { accepted })).toEqual([]);
  });

  it("is reported when it no longer exists", () => {
    const params = () => z.strictObject({ id: z.string() });
    expect(problemsOfParams("interface Params { id: string }", { accepted, params })).toEqual([
      `${place}: ${text}: no longer found. Remove it from scripts/parity/accepted.ts.`,
    ]);
  });
});

/** How the schema of a field is made to differ from its type. */
type Twist = "nothing" | "optional" | "null" | "kind" | "missing";

interface Value {
  readonly type: string;
  readonly schema: z.ZodType;
  /** The places in it that differ, from the field that contains it. */
  readonly differences: readonly string[];
}

const leaves: readonly Value[] = [
  { type: "string", schema: z.string(), differences: [] },
  { type: "number", schema: z.number(), differences: [] },
  { type: '"paid" | "open"', schema: z.enum(["paid", "open"]), differences: [] },
];

function listOf({ type, schema, differences }: Value): Value {
  return {
    type: `readonly (${type})[]`,
    schema: z.array(schema),
    differences: differences.map((place) => `[]${place}`),
  };
}

interface TwistedField {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly twist: Twist;
  readonly value: Value;
}

function differencesOf({ name, twist, value }: TwistedField): readonly string[] {
  const inner = twist === "kind" || twist === "missing" ? [] : value.differences;
  return [...(twist === "nothing" ? [] : [`.${name}`]), ...inner.map((place) => `.${name}${place}`)];
}

function objectOf(fields: readonly TwistedField[]): Value {
  const types = fields.map(({ name, isOptional, isNullable, value }) => {
    const type = `${value.type}${isNullable ? " | null" : ""}`;
    return isOptional ? `${name}?: ${type} | undefined` : `${name}: ${type}`;
  });
  const schemas = fields.flatMap(({ name, isOptional, isNullable, twist, value }) => {
    const known = twist === "kind" ? z.literal("of another kind") : value.schema;
    const choice = isNullable === (twist === "null") ? known : z.nullable(known);
    const schema = isOptional === (twist === "optional") ? choice : z.optional(choice);
    return twist === "missing" ? [] : [[name, schema] as const];
  });
  return {
    type: `{ ${types.join("; ")} }`,
    schema: z.strictObject(Object.fromEntries(schemas)),
    differences: fields.flatMap((field) => differencesOf(field)),
  };
}

const { object: objects } = fc.letrec<{ value: Value; object: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...leaves), tie("value").map(listOf), tie("object")),
  object: fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom("id", "user", "amount", "lines", "note"),
        isOptional: fc.boolean(),
        isNullable: fc.boolean(),
        twist: fc.constantFrom<Twist>("nothing", "nothing", "nothing", "optional", "null", "kind", "missing"),
        value: tie("value"),
      }),
      { selector: ({ name }) => name, minLength: 1 },
    )
    .map(objectOf),
}));

it("differences are found where they are, as deep as types go, and nowhere else", () => {
  fc.assert(
    fc.property(objects, ({ type, schema, differences }) => {
      const said = problemsOfReply(`type Reply = ${type};`, () => schema);
      const places = said.map(
        (sentence) => /^\S+ orders\.create reply(?<place>\S*): /.exec(sentence)?.groups?.["place"],
      );
      expect(places).toHaveLength(differences.length);
      expect(new Set(places)).toEqual(new Set(differences));
    }),
    { numRuns: byDepth({ usual: 10, deep: 100 }) },
  );
});
