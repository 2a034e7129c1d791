import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import type { ReadDocument, ReadRoute } from "./published.ts";
import { field, listOf, textOf } from "./values.ts";

/** Deeper folders are not read. */
const deepestFolder = 32;

/** Reads a Postman collection of version 2.1. Folders count as tags, disabled fields as documented ones. */
export function readPostman(collection: JsonObject): ReadDocument {
  const variables = new Map(
    listOf(field(collection, "variable")).flatMap((variable) => {
      const name = textOf(field(variable, "key")) ?? textOf(field(variable, "id"));
      const value = textOf(field(variable, "value"));
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  const info = field(collection, "info");
  return {
    format: "postman",
    title: textOf(field(info, "name")),
    version: versionOf(field(info, "version")),
    routes: routesIn(listOf(field(collection, "item")), [], variables),
  };
}

function versionOf(version: unknown): string | undefined {
  if (!isObject(version)) return textOf(version);
  return ["major", "minor", "patch"].map((part) => textOf(field(version, part)) ?? "0").join(".");
}

function routesIn(
  items: readonly unknown[],
  folders: readonly string[],
  variables: ReadonlyMap<string, string>,
): ReadRoute[] {
  if (folders.length > deepestFolder) return [];
  return items.flatMap((item) => {
    const name = textOf(field(item, "name")) ?? "";
    const inside = field(item, "item");
    if (Array.isArray(inside)) return routesIn(listOf(inside), [...folders, name], variables);
    const request = field(item, "request");
    if (request === undefined) return [];
    const url = typeof request === "string" ? request : field(request, "url");
    const query = listOf(field(url, "query")).flatMap((parameter) => textOf(field(parameter, "key")) ?? []);
    const path = pathOf(url, variables);
    return {
      method: textOf(field(request, "method")) ?? "GET",
      path,
      title: name,
      tags: folders,
      parameters: [
        ...new Set([
          ...[...path.matchAll(/\{(\w+)\}/g)].map(([, variable = ""]) => variable),
          ...(query.length > 0 ? query : queryOf(url)),
          ...fieldsOfBody(field(request, "body")),
        ]),
      ],
    };
  });
}

function rawAddress(url: unknown): string {
  return textOf(url) ?? textOf(field(url, "raw")) ?? "";
}

/** The query's names, if the collection has the URL only as a string. */
function queryOf(url: unknown): readonly string[] {
  const [, query = ""] = rawAddress(url).split("?");
  return [...new URLSearchParams(query).keys()];
}

/** The path with `:course` and `{{course}}` as `{course}`, after the path of the host's variable. */
function pathOf(url: unknown, variables: ReadonlyMap<string, string>): string {
  const segments = listOf(field(url, "path")).map(
    (segment) => textOf(segment) ?? textOf(field(segment, "value")) ?? "",
  );
  const host = field(url, "host");
  const before = Array.isArray(host) ? listOf(host).map(String).join(".") : (textOf(host) ?? "");
  const address = segments.length > 0 ? `${before}/${segments.join("/")}` : rawAddress(url);
  const [whole = ""] = address.split(/[?#]/);
  const [first = "", ...others] = whole.replace(/^\w+:\/\//, "").split("/");
  return [...hostPath(first, variables), ...others].map(asVariable).join("/");
}

/** The path after the host in `{{baseUrl}}`: its value may be `https://portal.example/api`. */
function hostPath(host: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const [, name] = /^\{\{([^{}]+)\}\}$/.exec(host) ?? [];
  const value = name === undefined ? "" : (variables.get(name.trim()) ?? "");
  const [, ...path] = value.replace(/^\w+:\/\//, "").split("/");
  return ["", ...path];
}

function asVariable(segment: string): string {
  const name = /^:([\w-]+)\??$/.exec(segment)?.[1] ?? /^\{\{([\w-]+)\}\}$/.exec(segment)?.[1];
  return name === undefined ? segment : `{${name}}`;
}

function fieldsOfBody(body: unknown): readonly string[] {
  const mode = textOf(field(body, "mode"));
  if (mode === "urlencoded" || mode === "formdata") {
    return listOf(field(body, mode)).flatMap((part) => outermost(textOf(field(part, "key"))));
  }
  if (mode !== "raw") return [];
  try {
    const value: unknown = JSON.parse(textOf(field(body, "raw")) ?? "null");
    const sample: unknown = Array.isArray(value) ? value[0] : value;
    return isObject(sample) ? Object.keys(sample) : [];
  } catch {
    // A sample that is not JSON contains no names; the route is recognized by the rest.
    return [];
  }
}

/** `modules[0][id]` is a field of `modules`. */
function outermost(name: string | undefined): readonly string[] {
  const [first] = (name ?? "").split(/[.[]/);
  return first === undefined || first === "" ? [] : [first];
}
