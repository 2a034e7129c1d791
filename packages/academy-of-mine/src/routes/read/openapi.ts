import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import { RoutesDocumentError } from "../document-error.ts";
import type { ReadDocument, ReadRoute } from "./published.ts";
import { propertyNames } from "./property-names.ts";
import { References } from "./references.ts";
import { clipped, field, fieldsOf, listOf, longestPath, mostNames, textOf } from "./values.ts";

const methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"] as const;

/** Reads an OpenAPI document of version 3.0 or 3.1. */
export function readOpenApi(document: JsonObject): ReadDocument {
  const references = new References(document);
  const documentServer = serverPath(listOf(field(document, "servers"))[0]);
  const paths = field(document, "paths");
  if (!isObject(paths)) {
    throw new RoutesDocumentError(
      'The OpenAPI document has no "paths", which should contain its routes. ' +
        "Import the whole document that the documentation page offers for download.",
    );
  }
  const info = field(document, "info");
  return {
    format: "openapi",
    title: textOf(field(info, "title")),
    version: textOf(field(info, "version")),
    routes: fieldsOf(paths).flatMap(([path, item]) => routesOf(references, documentServer, path, item)),
  };
}

function routesOf(references: References, documentServer: string, path: string, given: unknown): ReadRoute[] {
  const item = references.follow(given, `The path ${clipped(path)}`);
  return methods.flatMap((method) => {
    // Fields next to a reference count as well.
    const operation = field(given, method) ?? field(item, method);
    if (!isObject(operation)) return [];
    const where = `${method.toUpperCase()} ${clipped(path)}`;
    const server = listOf(field(operation, "servers"))[0] ?? listOf(field(item, "servers"))[0];
    const parameters = [...listOf(field(item, "parameters")), ...listOf(field(operation, "parameters"))]
      .slice(0, mostNames)
      .map((parameter) => references.follow(parameter, `A parameter of ${where}`))
      .filter((parameter) => ["path", "query"].includes(String(textOf(field(parameter, "in")))))
      .flatMap((parameter) => textOf(field(parameter, "name")) ?? []);
    const body = references.follow(field(operation, "requestBody"), `The body of ${where}`);
    const fields = fieldsOf(field(body, "content"))
      .slice(0, mostMedia)
      .flatMap(([, media]) => propertyNames(field(media, "schema"), references, `The body of ${where}`));
    return {
      method,
      path: (server === undefined ? documentServer : serverPath(server)) + path,
      title:
        textOf(field(operation, "summary")) ?? nameAsTitle(textOf(field(operation, "operationId")), method),
      tags: listOf(field(operation, "tags")).flatMap((tag) => textOf(tag) ?? []),
      parameters: [...new Set([...parameters, ...fields])],
    };
  });
}

/** The maximum number of media types to read of a body. */
const mostMedia = 10;

/** An operation's id is used as a title if it consists of words, not if it joins a method and a path. */
function nameAsTitle(operationId: string | undefined, method: string): string {
  if (operationId === undefined) return "";
  return new RegExp(`^${method}(Api|[^A-Za-z])`).test(operationId) ? "" : operationId;
}

/** The prefix of a server's URL before the paths, unless it ends with `/api` like our base URL. */
function serverPath(server: unknown): string {
  const address = textOf(field(server, "url")) ?? "";
  // No real server has such a URL, and its path would be part of every route.
  if (address.length > longestPath) return "";
  const defaults = field(server, "variables");
  const filled = address.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    clipped(textOf(field(field(defaults, name), "default")) ?? "portal"),
  );
  const base = "https://portal.invalid";
  const path = URL.canParse(filled, base) ? new URL(filled, base).pathname : "";
  const end = withoutSlashesAtEnd(path);
  return end.endsWith("/api") ? "/api" : end;
}

/** Not with a regular expression, which would try every run of slashes from each of its slashes. */
function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}
