import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import type { parseDocument } from "yaml";
import { RoutesDocumentError } from "../document-error.ts";
import type { Recording } from "../traffic/exchange.ts";
import { readOpenApi } from "./openapi.ts";
import { loadParser } from "./parsers.ts";
import { readPostman } from "./postman.ts";
import { mostRoutes, type ReadDocument, tooMany } from "./published.ts";
import { clipped, field, textOf } from "./values.ts";

const expected =
  "Expected an OpenAPI 3 document (JSON or YAML), a Redoc or Scribe page (HTML), a Postman 2.1 collection, a HAR file, or curl commands.";

/**
 * Detects the format of a document or a recording and reads its routes. The parsers for YAML, HTML and curl commands, and the
 * readers of recordings, are loaded only when needed.
 *
 * @throws RoutesDocumentError when no routes can be read from it. @throws ConfigurationError when a parser is not
 * installed.
 */
export async function readDocument(
  document: string | object,
  maxBytes: number,
): Promise<ReadDocument | Recording> {
  if (typeof document !== "string") return readObject(document);
  refuseTooLarge(document, maxBytes);
  const text = document.replace(/^\uFEFF/, "").trim();
  if (text === "") throw new RoutesDocumentError(`The document is empty. ${expected}`);
  if (text.startsWith("<")) {
    const { readHtml } = await loadParser(
      "an HTML page",
      ["htmlparser2", "acorn"],
      () => import("./html.ts"),
    );
    return readHtml(text);
  }
  if (/^[[{]/.test(text)) return readObject(parseJson(text));
  if (isFlowFile(text)) throw flowFile();
  if (isCurl(text)) {
    const { readCurl } = await loadParser("curl commands", ["shlex"], () => import("../traffic/curl.ts"));
    return readCurl(text);
  }
  refuseTooMany(text);
  const { parseDocument } = await loadParser("YAML", ["yaml"], () => import("yaml"));
  return readObject(parseYaml(text, parseDocument));
}

/** mitmproxy's own files are netstrings: `1234:4:type;…`. */
function isFlowFile(text: string): boolean {
  return /^\d{1,12}:\d{1,12}:/.test(text);
}

function flowFile(): RoutesDocumentError {
  return new RoutesDocumentError(
    "The file is a recording in mitmproxy's own form, which only mitmproxy reads. " +
      "Convert it to HAR: mitmdump -nr FILE --set hardump=session.har",
  );
}

/** Commands begin their lines; a YAML document may contain some as samples. */
function isCurl(text: string): boolean {
  return /^[ \t]*(?:\$ )?curl(?:\.exe)?\s/m.test(text) && !/^["']?(?:openapi|swagger)["']?\s*:/m.test(text);
}

function refuseTooLarge(text: string, maxBytes: number): void {
  // A unit of a string has at most three bytes in UTF-8, so most documents need no count.
  if (text.length * 3 <= maxBytes) return;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxBytes) {
    throw new RoutesDocumentError(
      `The document has ${bytes} bytes, more than the limit of ${maxBytes}. ` +
        "Check that it is the right file; if it is, raise the option maxBytes.",
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the place, which in a recording may be a secret.
    const [place = "at its end"] = /at position \d+/.exec(String(error)) ?? [];
    throw new RoutesDocumentError(
      `The document looks like JSON, but is invalid ${place}. Download it again, or record it again: the file may be incomplete.`,
    );
  }
}

/** A line of YAML that starts a route, except in YAML written like JSON. */
const methodLine = /^[ \t]+["']?(?:get|put|post|delete|patch)["']?:[ \t]*(?:#.*)?\r?$/gm;

/** Refuses a document of too many routes before it is parsed: the parser takes a minute for a hundred thousand. */
function refuseTooMany(text: string): void {
  const found = text.match(methodLine)?.length ?? 0;
  // A field of a schema may have the same name.
  if (found > 2 * mostRoutes) throw tooMany(`about ${found}`);
}

type ParseDocument = typeof parseDocument;

function parseYaml(text: string, parse: ParseDocument): unknown {
  const document = parsedYaml(text, parse);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    // The parser is recursive, and reports a stack overflow as an error of the document.
    if (/call stack/i.test(problem.message)) throw unreadableYaml(new Error("it is nested too deeply"));
    const [what = ""] = problem.message.split("\n");
    throw new RoutesDocumentError(
      `The document was read as YAML, but is invalid${line === undefined ? "" : ` in line ${line}`}: ${clipped(what)} ${expected}`,
      { cause: problem },
    );
  }
  try {
    return document.toJS();
  } catch (error) {
    throw unreadableYaml(error);
  }
}

function parsedYaml(text: string, parse: ParseDocument): ReturnType<ParseDocument> {
  try {
    return parse(text, { prettyErrors: true, uniqueKeys: false, logLevel: "silent" });
  } catch (error) {
    throw unreadableYaml(error);
  }
}

function unreadableYaml(error: unknown): RoutesDocumentError {
  return new RoutesDocumentError(
    `The YAML document cannot be read: ${clipped(String(error instanceof Error ? error.message : error))}. ` +
      "Recursive and very deeply nested documents are refused; import the JSON file instead.",
    { cause: error },
  );
}

async function readObject(document: unknown): Promise<ReadDocument | Recording> {
  if (!isObject(document)) {
    const kind = Array.isArray(document) ? "a list" : "plain text";
    throw new RoutesDocumentError(`The document is ${kind}, not a description of an API. ${expected}`);
  }
  const openapi = textOf(field(document, "openapi"));
  if (openapi !== undefined) {
    if (/^3\.[0-9]/.test(openapi)) return readOpenApi(document);
    throw new RoutesDocumentError(
      `The document uses OpenAPI ${clipped(openapi)}, which is not supported. ${expected}`,
    );
  }
  const swagger = textOf(field(document, "swagger"));
  if (swagger !== undefined) {
    throw new RoutesDocumentError(
      `The document uses OpenAPI ${clipped(swagger)} (Swagger), an older version. ` +
        "Convert it to OpenAPI 3 first, for example at editor.swagger.io with Edit > Convert to OpenAPI 3.",
    );
  }
  if (field(document, "log") !== undefined && openapi === undefined) {
    const { readHar } = await import("../traffic/har.ts");
    return readHar(document);
  }
  const schema = textOf(field(field(document, "info"), "schema")) ?? "";
  if (Array.isArray(field(document, "item")) || schema.includes("getpostman.com"))
    return readCollection(document, schema);
  if (Array.isArray(field(document, "requests")) && Array.isArray(field(document, "order"))) {
    throw new RoutesDocumentError(`The document is a Postman collection of version 1. ${exportAgain}`);
  }
  const names = clipped(Object.keys(document).slice(0, 5).join(", "));
  throw new RoutesDocumentError(
    `The document is an object, but not one that describes an API (its fields: ${names === "" ? "none" : names}). ${expected}`,
  );
}

const exportAgain = 'Export it again from Postman as "Collection v2.1", and import that file.';

async function readCollection(collection: JsonObject, schema: string): Promise<ReadDocument | Recording> {
  const [, version] = /\/v(\d+\.\d+)/.exec(schema) ?? [];
  if (version === "2.1") {
    const { isRecorded, readPostmanRecording } = await import("../traffic/postman-recording.ts");
    return isRecorded(collection) ? readPostmanRecording(collection) : readPostman(collection);
  }
  const found = version === undefined ? "without a version" : `of version ${version}`;
  throw new RoutesDocumentError(`The document is a Postman collection ${found}. ${exportAgain}`);
}
