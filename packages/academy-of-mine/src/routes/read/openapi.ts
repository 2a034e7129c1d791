import { dereference } from "@apidevtools/json-schema-ref-parser";
import { RoutesDocumentError } from "../document-error.ts";
import type { ReadDocument, ReadRoute } from "./published.ts";
import { field, fieldsOf, isObject, type JsonObject, listOf, textOf } from "./values.ts";

const methods: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "patch",
  "head",
  "options",
  "trace",
]);

/** Schemas are nested by hand, so deeper ones are a mistake or an attack. */
const deepestSchema = 16;

/** Reads an OpenAPI document of version 3.0 or 3.1. */
export async function readOpenApi(given: JsonObject): Promise<ReadDocument> {
  const document = await withoutReferences(given);
  const paths = field(document, "paths");
  if (!isObject(paths)) {
    throw new RoutesDocumentError(
      'The OpenAPI document has no "paths", where its routes should stand. ' +
        "Import the whole document, as the documentation page offers it for download.",
    );
  }
  const info = field(document, "info");
  return {
    format: "openapi",
    title: textOf(field(info, "title")),
    version: textOf(field(info, "version")),
    routes: fieldsOf(paths).flatMap(([path, item]) => routesOf(document, path, item)),
  };
}

/** The document with what its references name in their place; a circle of references stays as it is. */
async function withoutReferences(document: JsonObject): Promise<JsonObject> {
  try {
    const dereferenced: unknown = await dereference(structuredClone(document) as object, {
      resolve: { external: false },
      dereference: {
        circular: "ignore",
        // Replies say nothing about routes, and their samples may hold anything.
        excludedPathMatcher: (path) => /^#\/paths\/[^/]+\/[^/]+\/(responses|callbacks)/.test(path),
      },
      mutateInputSchema: true,
    });
    return isObject(dereferenced) ? dereferenced : document;
  } catch (error) {
    throw new RoutesDocumentError(
      `The references ($ref) of the OpenAPI document cannot be followed: ${String(error instanceof Error ? error.message : error)}. ` +
        "Import the document as the vendor publishes it, in one piece.",
      { cause: error },
    );
  }
}

/** A part of the document that must be there in full: what stands in another file is never fetched. */
function inFull(value: unknown, where: string): unknown {
  const reference = field(value, "$ref");
  if (typeof reference !== "string" || reference.startsWith("#")) return value;
  throw new RoutesDocumentError(
    `${where} of the OpenAPI document is kept elsewhere ($ref: ${JSON.stringify(reference)}), and references to other ` +
      "files or addresses are not followed. Bundle the document into one file first, as `redocly bundle` does.",
  );
}

function routesOf(document: JsonObject, path: string, given: unknown): ReadRoute[] {
  const item = inFull(given, `The path ${path}`);
  return fieldsOf(item).flatMap(([method, operation]) => {
    if (!methods.has(method) || !isObject(operation)) return [];
    const where = `${method.toUpperCase()} ${path}`;
    const server =
      listOf(field(operation, "servers"))[0] ??
      listOf(field(item, "servers"))[0] ??
      listOf(field(document, "servers"))[0];
    const parameters = [...listOf(field(item, "parameters")), ...listOf(field(operation, "parameters"))]
      .map((parameter) => inFull(parameter, `A parameter of ${where}`))
      .filter((parameter) => ["path", "query"].includes(String(field(parameter, "in"))))
      .flatMap((parameter) => textOf(field(parameter, "name")) ?? []);
    const body = inFull(field(operation, "requestBody"), `The body of ${where}`);
    const fields = fieldsOf(field(body, "content")).flatMap(([, media]) =>
      propertyNames(field(media, "schema"), where),
    );
    return {
      method,
      path: serverPath(server) + path,
      title:
        textOf(field(operation, "summary")) ?? nameAsTitle(textOf(field(operation, "operationId")), method),
      tags: listOf(field(operation, "tags")).flatMap((tag) => textOf(tag) ?? []),
      parameters: [...new Set([...parameters, ...fields])],
    };
  });
}

/** An operation's id is a title where it is words, not where it is a method and path run together. */
function nameAsTitle(operationId: string | undefined, method: string): string {
  if (operationId === undefined) return "";
  return new RegExp(`^${method}(Api|[^A-Za-z])`).test(operationId) ? "" : operationId;
}

/** What a server's address adds before the paths, unless it ends with the `/api` that our base URL has. */
function serverPath(server: unknown): string {
  const address = textOf(field(server, "url")) ?? "";
  const defaults = field(server, "variables");
  const filled = address.replaceAll(
    /\{([^{}]+)\}/g,
    (_, name: string) => textOf(field(field(defaults, name), "default")) ?? "portal",
  );
  const base = "https://portal.invalid";
  const path = (URL.canParse(filled, base) ? new URL(filled, base).pathname : "").replace(/\/+$/, "");
  return path.endsWith("/api") ? "/api" : path;
}

/** The names of a body's outermost fields. */
function propertyNames(given: unknown, where: string, depth = 0): string[] {
  if (depth > deepestSchema) return [];
  const schema = inFull(given, `The body of ${where}`);
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((name) => listOf(field(schema, name)));
  const items = field(schema, "items");
  return [
    ...fieldsOf(field(schema, "properties")).map(([name]) => name),
    ...parts.flatMap((part) => propertyNames(part, where, depth + 1)),
    ...(items === undefined || depth > 0 ? [] : propertyNames(items, where, depth + 1)),
  ];
}
