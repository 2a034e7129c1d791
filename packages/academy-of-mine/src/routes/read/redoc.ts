import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import { parse } from "acorn";
import { RoutesDocumentError } from "../document-error.ts";
import { field, listOf } from "./values.ts";

/** Redoc 2 leaves its state in the page, with the document at `spec.data`; Redoc 3 leaves the document itself. */
const stateName = "__redoc_state";
const definitionName = "__redoc_definition";

/** What a page's scripts contain: the document that Redoc was rendered from, or its URL. */
export interface ScriptFinds {
  readonly document?: JsonObject | undefined;
  readonly address?: string | undefined;
}

/** Reads a page's scripts with a JavaScript parser; nothing is executed. */
export function findInScripts(scripts: readonly string[]): ScriptFinds {
  let document: JsonObject | undefined;
  let address: string | undefined;
  for (const script of scripts) {
    for (const node of nodesOf(script)) {
      document ??= documentIn(script, node);
      address ??= addressOfCall(node);
    }
  }
  return { document, address };
}

function documentIn(script: string, node: unknown): JsonObject | undefined {
  const definition = valueGivenTo(definitionName, node);
  if (definition !== undefined) return parseLiteral(definitionName, textOfNode(script, definition));
  const state = valueGivenTo(stateName, node);
  if (state === undefined) return undefined;
  const document = field(field(parseLiteral(stateName, textOfNode(script, state)), "spec"), "data");
  if (isObject(document)) return document;
  throw new RoutesDocumentError(
    `The state of the Redoc page has no document at spec.data. ${downloadInstead}`,
  );
}

/** All nodes of a script outside object literals that may contain it. */
function nodesOf(script: string): readonly unknown[] {
  if (![stateName, definitionName, "Redoc", "SwaggerUIBundle"].some((name) => script.includes(name)))
    return [];
  let program: unknown;
  try {
    // Every classic script that we look for is a module too, and Redoc 3 writes modules.
    program = parse(script, { ecmaVersion: "latest", sourceType: "module" });
  } catch {
    // JSON data and templates are in script elements too; they assign nothing.
    return [];
  }
  const found: unknown[] = [];
  const open: unknown[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    // The state is one huge literal: JSON.parse reads it.
    if (typeOf(node) === "ObjectExpression") continue;
    for (const value of Object.values(node as object)) {
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
  return found;
}

function typeOf(node: unknown): unknown {
  return part(node, "type");
}

/** acorn's nodes are class instances, so their fields are read without the check that documents need. */
function part(node: unknown, name: string): unknown {
  return typeof node === "object" && node !== null ? (node as JsonObject)[name] : undefined;
}

/** The value assigned to a name: `const __redoc_state = …`, or `window.__redoc_state = …`. */
function valueGivenTo(wanted: string, node: unknown): unknown {
  if (typeOf(node) === "VariableDeclarator" && part(part(node, "id"), "name") === wanted)
    return part(node, "init");
  if (typeOf(node) !== "AssignmentExpression") return undefined;
  const target = part(node, "left");
  const name =
    typeOf(target) === "MemberExpression" ? part(part(target, "property"), "name") : part(target, "name");
  return name === wanted ? part(node, "right") : undefined;
}

/** The address in `Redoc.init("…")` and `SwaggerUIBundle({ url: "…" })`. */
function addressOfCall(node: unknown): string | undefined {
  if (typeOf(node) !== "CallExpression") return undefined;
  const callee = part(node, "callee");
  const [first] = listOf(part(node, "arguments"));
  const isRedoc =
    typeOf(callee) === "MemberExpression" &&
    part(part(callee, "object"), "name") === "Redoc" &&
    part(part(callee, "property"), "name") === "init";
  if (isRedoc) return literal(first);
  if (part(callee, "name") !== "SwaggerUIBundle") return undefined;
  const url = listOf(part(first, "properties")).find(
    (property) => part(part(property, "key"), "name") === "url",
  );
  return literal(part(url, "value"));
}

function literal(node: unknown): string | undefined {
  const value = part(node, "value");
  return typeOf(node) === "Literal" && typeof value === "string" ? value : undefined;
}

function textOfNode(script: string, node: unknown): string {
  return script.slice(Number(part(node, "start")), Number(part(node, "end")));
}

const downloadInstead =
  'Import the file that the page offers under "Download OpenAPI specification" instead.';

/** Redoc writes JSON, so it is only data. */
function parseLiteral(name: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new RoutesDocumentError(`${name} of the Redoc page cannot be read as JSON. ${downloadInstead}`, {
      cause: error,
    });
  }
  throw new RoutesDocumentError(`${name} of the Redoc page is not an object. ${downloadInstead}`);
}
