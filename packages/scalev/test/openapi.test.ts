import { failureOf } from "@kelaskit/test-support/failure";
import type { MockServer } from "@kelaskit/core/testing";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { describe, expect, it } from "vitest";
import * as z from "#zod";
import * as exported from "../src/index.ts";
import { auth, catalog, courses, createScalev, me, orders } from "../src/index.ts";
import { setUpLoggedIn } from "./helpers.ts";

// The facts of the vendor's OpenAPI document, without its words: made once, by a transformation that keeps names, types
// and statuses only. A newer document is compared by writing these facts anew.
interface FieldFacts {
  readonly types: readonly string[];
  readonly required?: boolean;
  readonly shape?: string;
  readonly shapes?: readonly string[];
  readonly items?: FieldFacts;
  readonly values?: FieldFacts;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
}

interface OperationFacts {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  readonly headers: readonly string[];
  readonly bearer: boolean;
  readonly body?: string;
  readonly statuses: readonly number[];
  readonly reply?: readonly string[];
}

interface Facts {
  readonly server: string;
  readonly operations: readonly OperationFacts[];
  readonly shapes: Readonly<Record<string, Readonly<Record<string, FieldFacts>>>>;
}

const facts = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "fixtures/openapi-facts.json"), "utf8"),
) as Facts;

const ours: Readonly<Record<string, { readonly declaration: AnyDeclaration }>> = {
  listStorefrontItems: catalog.listItems,
  getStorefrontProduct: catalog.getProduct,
  loginCustomer: auth.login,
  verifyCustomerOtp: auth.verifyOtp,
  refreshCustomerJwt: auth.refresh,
  blacklistCustomerJwt: auth.revoke,
  startCustomerPasswordReset: auth.startPasswordReset,
  saveCustomerPassword: auth.savePassword,
  getCustomerMe: me.get,
  updateCustomerMe: me.update,
  listCustomerOrders: orders.list,
  getCustomerOrder: orders.get,
  getCustomerVariantCourse: courses.getAccess,
  getCustomerCourseSection: courses.getSection,
  getCustomerCourseContent: courses.getContent,
  updateCustomerCourseContentProgress: courses.updateProgress,
};

function declarationOf({ id }: OperationFacts): AnyDeclaration {
  const operation = ours[id];
  if (operation === undefined) throw new Error(`No operation of ours is the vendor's ${id}.`);
  return operation.declaration;
}

const variables = (route: string): readonly string[] => route.match(/(?<=\{)\w+(?=\})/g) ?? [];

const routeShape = (route: string): string => route.replaceAll(/\{\w+\}/g, "{}");

/** What both sides are brought to: types, fields, and which of them must be there. */
interface Shape {
  readonly types: readonly string[];
  readonly fields?: Readonly<Record<string, Shape & { readonly required: boolean }>>;
  readonly items?: Shape;
  readonly values?: Shape;
  readonly choices?: readonly Shape[];
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly not?: object;
}

function theirs(field: FieldFacts): Shape {
  const { types, shape, shapes, items, values } = field;
  return {
    types,
    ...(shape === undefined ? {} : { fields: fieldsOf(shape) }),
    ...(shapes === undefined
      ? {}
      : { choices: shapes.map((name): Shape => ({ types: ["object"], fields: fieldsOf(name) })) }),
    ...(items === undefined ? {} : { items: theirs(items) }),
    ...(values === undefined ? {} : { values: theirs(values) }),
  };
}

function fieldsOf(shape: string): NonNullable<Shape["fields"]> {
  const fields = Object.entries(facts.shapes[shape] ?? {});
  return Object.fromEntries(
    fields.map(([name, field]) => [name, { ...theirs(field), required: field.required === true }]),
  );
}

function objectShape({ properties = {}, required = [], additionalProperties }: JsonSchema): Partial<Shape> {
  const fields = Object.entries(properties).filter(([, field]) => Object.keys(field).length > 0);
  if (fields.length > 0) {
    return {
      fields: Object.fromEntries(
        fields.map(([name, field]) => [name, { ...declared(field), required: required.includes(name) }]),
      ),
    };
  }
  const values = typeof additionalProperties === "object" ? additionalProperties : {};
  return Object.keys(values).length === 0 ? {} : { values: declared(values) };
}

function declared(schema: JsonSchema): Shape {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches === undefined) {
    const types = [schema.type ?? typeof schema.const].flat().toSorted();
    return {
      types,
      ...(types.includes("object") ? objectShape(schema) : {}),
      ...(schema.items === undefined ? {} : { items: declared(schema.items) }),
    };
  }
  const shapes = branches.map(declared);
  const types = [...new Set(shapes.flatMap((shape) => shape.types))].toSorted();
  const objects = shapes.filter(({ fields }) => fields !== undefined);
  if (objects.length > 1) return { types, choices: objects };
  return { ...shapes.find((shape) => shape.fields ?? shape.items ?? shape.values), types };
}

function jsonSchema(thunk: AnyDeclaration["response"]): JsonSchema {
  const schema = thunk() as z.core.$ZodType;
  return z.toJSONSchema(schema, { unrepresentable: "any" }) as JsonSchema;
}

// The document's facts do not contain the business operations: their routes are written here, from the vendor's pages. Most of
// their replies are untyped in the document, so there are no shapes to compare.
const businessRoutes: Readonly<Record<string, string>> = {
  "businessStores.list": "GET /v3/stores/simplified",
  "businessProducts.list": "GET /v3/stores/{}/products",
  "businessOrders.list": "GET /v3/orders",
  "businessOrders.get": "GET /v3/orders/{}",
  "businessVariants.listCustomers": "GET /v3/variants/{}/customers",
  "businessVariants.getCourse": "GET /v3/variants/{}/course",
};

/** Every operation that the package exports, by resource. */
const declarations = Object.values<unknown>({ ...exported })
  .flatMap((module) =>
    typeof module === "object" && module !== null ? Object.values<unknown>({ ...module }) : [],
  )
  .flatMap((member) => (isOperation(member) ? [member] : []));

function isOperation(member: unknown): member is { readonly declaration: AnyDeclaration } {
  return typeof member === "function" && "declaration" in member;
}

it("declares exactly the operations of the document, and the business operations", () => {
  expect(facts.operations.map(({ id }) => id).toSorted()).toEqual(Object.keys(ours).toSorted());
  const others = declarations.filter(({ declaration }) => declaration.auth !== "business");
  expect(new Set(others)).toEqual(new Set(Object.values(ours)));
});

it("the business operations have the documented routes and the credential of the business", () => {
  const found = declarations
    .map(({ declaration }) => declaration)
    .filter(({ auth: credential }) => credential === "business");
  expect(
    Object.fromEntries(
      found.map(({ name, method, path: route }) => [name, `${method} ${routeShape(route)}`]),
    ),
  ).toEqual(businessRoutes);
  expect(
    found.every(({ evidence, clientParams }) => evidence === "documented" && clientParams === undefined),
  ).toBe(true);
});

it("the documented base URL is the default", () => {
  expect(createScalev().baseUrl).toBe(facts.server);
});

describe.for(facts.operations)("$id", (operation) => {
  const declaration = declarationOf(operation);

  it("method and path", () => {
    expect(declaration.method).toBe(operation.method);
    expect(routeShape(declaration.path)).toBe(routeShape(operation.path));
    expect(declaration.evidence).toBe("documented");
    expect(variables(declaration.path)).toHaveLength(operation.pathParameters.length);
    expect(declaration.clientParams).toEqual(["storeId"]);
    expect(variables(declaration.path)[variables(operation.path).indexOf("store_id")]).toBe("storeId");
  });

  it("credential", () => {
    expect(declaration.auth).toBe(operation.bearer ? undefined : "storefront");
    expect(operation.headers).toEqual(operation.bearer ? [] : ["X-Scalev-Storefront-Api-Key"]);
  });

  it("parameters: names, types, which are required, bounds", () => {
    const params = jsonSchema(declaration.params ?? (() => z.strictObject({})));
    const body = operation.body === undefined ? {} : fieldsOf(operation.body);
    const inPath = Object.fromEntries(
      variables(declaration.path).map((name) => [name, { types: ["string"], required: true }]),
    );
    // The vendor's page on pagination, not this document, has the parameters for pages.
    const pages =
      "pager" in (ours[operation.id] ?? {})
        ? {
            page_size: { types: ["integer"], required: false },
            next_cursor: { types: ["string"], required: false },
            previous_cursor: { types: ["string"], required: false },
          }
        : {};
    // The document makes the progress optional; we require it, because a call without it changes nothing.
    const stricter =
      declaration.name === "courses.updateProgress"
        ? { progress: { types: ["number"], required: true } }
        : {};
    expect(declared(params).fields).toEqual({ ...inPath, ...body, ...stricter, ...pages });
    for (const [name, { minimum, maximum, enum: choices }] of Object.entries(
      facts.shapes[operation.body ?? ""] ?? {},
    )) {
      const field = params.properties?.[name];
      if (minimum !== undefined) expect(field).toMatchObject({ minimum, maximum });
      if (choices !== undefined) expect(field).toMatchObject({ enum: choices });
    }
  });

  it("reply: names, types, which are required", () => {
    const choices = (operation.reply ?? []).map((name): Shape => ({
      types: ["object"],
      fields: fieldsOf(name),
    }));
    const documented = choices.length > 1 ? { types: ["object"], choices } : choices[0];
    // A reply of status 204 has no body: its schema is that of nothing.
    const schema = jsonSchema(declaration.response);
    expect(Object.keys(schema).includes("type") || "anyOf" in schema ? declared(schema) : undefined).toEqual(
      documented,
    );
    expect(documented === undefined).toBe(operation.statuses.includes(204));
  });

  it("documented failures are errors of their class", async () => {
    const classes: Readonly<Record<number, string>> = {
      400: "BadRequestError",
      401: "AuthenticationError",
      404: "NotFoundError",
    };
    const { mock, scalev } = await setUpLoggedIn({ retries: 0 });
    const sample = Object.fromEntries([
      ...variables(declaration.path).map((name) => [name, "one"]),
      ...Object.entries(operation.body === undefined ? {} : fieldsOf(operation.body)).map(
        ([name, { types }]) => [name, sampleOf(name, types)],
      ),
      ["storeId", "store_demo"],
    ]) as object;
    for (const status of operation.statuses.filter((one) => one >= 400)) {
      (mock as MockServer).fail(
        declaration.name,
        { status, body: { error: "words of the vendor" } },
        { times: 2 },
      );
      const error = await failureOf(scalev["~execute"](declaration, sample, {}));
      expect(error).toMatchObject({ name: classes[status], status });
      expect(error).toHaveProperty("message", expect.stringContaining("words of the vendor"));
      mock.clear();
    }
  });
});

function sampleOf(name: string, types: readonly string[]): unknown {
  if (name === "login_as") return "customer";
  if (name === "date_of_birth") return "2001-05-17";
  if (types.includes("array")) return ["one"];
  if (types.includes("boolean")) return true;
  return types.includes("number") ? 1 : "one";
}
