import type { AnyDeclaration } from "../declaration.ts";
import { parsePath } from "../request/route.ts";
import { type SchemaIssue, schemaIssues } from "../schema.ts";
import { valueAt } from "../schema-text.ts";

type Fields = Record<string, unknown>;

function setAt(root: Fields, path: readonly PropertyKey[], value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent === "object" && parent !== null && last !== undefined) Reflect.set(parent, last, value);
}

function ofType(text: string, expected: string): unknown {
  switch (expected) {
    case "number":
    case "int":
      return /^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : text;
    case "array":
      return [text];
    default:
      return text;
  }
}

/** Converts a text to the type that the schema expected, where possible; texts on the wire have no types. */
function converted(text: string, issue: SchemaIssue): unknown {
  switch (issue.code) {
    case "invalid_type":
      return ofType(text, issue.expected);
    case "invalid_value":
      return issue.values.find((value) => String(value) === text) ?? text;
    case "invalid_union": {
      const choices = issue.errors.flatMap((branch) => branch.filter(({ path }) => path.length === 0));
      return choices.map((choice) => converted(text, choice)).find((value) => value !== text) ?? text;
    }
    default:
      return text;
  }
}

/** Converts fields that arrived as text to the declared types; those of a JSON body already have types. */
function withTypes(
  declaration: AnyDeclaration,
  fields: Fields,
  isText: (name: PropertyKey) => boolean,
): void {
  if (declaration.params === undefined) return;
  // Twice, because a text that became a list may have entries to convert.
  for (let round = 0; round < 2; round += 1) {
    for (const issue of schemaIssues(declaration.params, fields)) {
      const value = valueAt(fields, issue.path);
      if (typeof value === "string" && isText(issue.path[0] ?? "")) {
        setAt(fields, issue.path, converted(value, issue));
      }
    }
  }
}

/** Parses a text as JSON; other text is returned unchanged, for the declaration to refuse. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readPairs(
  declaration: AnyDeclaration,
  pairs: Iterable<readonly [string, FormDataEntryValue]>,
): Fields {
  const fields: Fields = {};
  const encodings: Readonly<Record<string, string | undefined>> = declaration.encode ?? {};
  for (const [wireName, value] of pairs) {
    const name = wireName.endsWith("[]") ? wireName.slice(0, -2) : wireName;
    const encoding = encodings[name];
    if (typeof value === "string" && encoding === "json") fields[name] = fromJson(value);
    else if (typeof value === "string" && encoding === "comma") fields[name] = value.split(",");
    // Without brackets it is a single value, which the parameter may allow too.
    else if (encoding === "brackets" && wireName.endsWith("[]"))
      fields[name] = [...((fields[name] as unknown[] | undefined) ?? []), value];
    else if (name in fields) fields[name] = [fields[name], value].flat();
    else fields[name] = value;
  }
  return fields;
}

async function readBody(
  declaration: AnyDeclaration,
  request: Request,
): Promise<{ readonly fields: Fields; readonly typed: boolean }> {
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("multipart/form-data")) {
    return { fields: readPairs(declaration, (await request.formData()).entries()), typed: false };
  }
  const text = await request.text();
  if (text === "") return { fields: {}, typed: true };
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { fields: readPairs(declaration, new URLSearchParams(text)), typed: false };
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return { fields: { "(body)": value }, typed: true };
  const fields = Object.entries(value).map(([name, field]: [string, unknown]) => {
    const isText = typeof field === "string" && Reflect.get(declaration.encode ?? {}, name) === "json";
    return [name, isText ? fromJson(field) : field] as const;
  });
  return { fields: Object.fromEntries<unknown>(fields), typed: true };
}

/**
 * Reads the flat parameters of an operation from a request: path variables, query and body, with the declared types. The
 * inverse of what the client does.
 *
 * @param path The route that matched; differs from the declared one when it was overridden.
 * @param found The texts of the path variables in order, percent-encoded.
 * @throws SyntaxError when a JSON body is not JSON.
 */
export async function readParams(
  declaration: AnyDeclaration,
  path: string,
  found: Readonly<Record<number, string | readonly string[] | undefined>>,
  request: Request,
): Promise<Fields> {
  const texts: Fields = readPairs(declaration, new URL(request.url).searchParams);
  for (const [index, name] of parsePath(path).variables.entries()) {
    const value = found[index];
    if (typeof value === "string") texts[name] = decodeURIComponent(value);
  }
  const body = await readBody(declaration, request);
  if (!body.typed) Object.assign(texts, body.fields);
  const fields = { ...(body.typed ? body.fields : {}), ...texts };
  withTypes(declaration, fields, (name) => name in texts);
  return fields;
}
