import type { HttpMethod } from "@kelaskit/core";
import { RoutesDocumentError } from "../document-error.ts";
import { clipped, longestPath, mostNames } from "./values.ts";

/** The formats of documents with routes, and of recordings of traffic. */
export type RoutesFormat = "openapi" | "redoc" | "postman" | "scribe" | "har" | "curl";

/** One route as a reader finds it, before its path is made relative to the client's base URL. */
export interface ReadRoute {
  readonly method: string;
  /** The path with its variables in braces; the reader removes what comes before `/api`. */
  readonly path: string;
  /** The title, or an empty text where the document has none. */
  readonly title: string;
  /** The tags, groups or folders of the route, outermost first. */
  readonly tags: readonly string[];
  /** Names of the parameters in path, query and body; of nested ones, the outermost name. */
  readonly parameters: readonly string[];
}

/** The content of a document. */
export interface ReadDocument {
  readonly format: RoutesFormat;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly routes: readonly ReadRoute[];
}

/** One route of a document, its path relative to the client's base URL. */
export interface PublishedRoute extends ReadRoute {
  readonly method: HttpMethod;
  /** The names of the path's variables in order. */
  readonly variables: readonly string[];
}

/** The usable routes of a document, and notes on the others. */
export interface PublishedRoutes {
  readonly routes: readonly PublishedRoute[];
  readonly notes: readonly string[];
}

const methods: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

function isMethod(word: string): word is HttpMethod {
  return methods.has(word);
}

/** A path that core accepts in the option `routes`: no query, no dot segments, braces only around names. */
const usablePath = /^(?!.*\/(\.|%2e){1,2}(\/|$))\/([^\s?#{}\\]|\{\w+\})*$/i;

const variable = /\{(\w+)\}/g;

/** A path without its query, in which a `?` may mark an optional variable. */
function withoutQuery(path: string): string {
  const [before = ""] = path.split(/[#?](?!\})/);
  return before;
}

/**
 * Whether the portal wants a `/` at the end, as Django does: then most of its paths have one. A single one is a slip of the
 * document's author, which a server that does not want it may answer with a redirect.
 */
function wantsLastSlash(routes: readonly ReadRoute[]): boolean {
  const ending = routes.filter(({ path }) => withoutQuery(path).endsWith("/"));
  return ending.length * 2 > routes.length;
}

/**
 * One leading `/`, no double ones, optional variables as plain ones, and a last `/` only if the portal wants it:
 * `api//course/{id?}/` is `/api/course/{id}`.
 */
function tidyPath(path: string, keepsLastSlash: boolean): string {
  const tidy = `/${withoutQuery(path)}`
    .replaceAll(/\{([^{}]*)\}/g, (braces, inside: string) => {
      const name = inside.trim().replace(/\?$/, "").trim();
      return /^[\w-]+$/.test(name) ? `{${name.replaceAll("-", "_")}}` : braces;
    })
    .replaceAll(/\/{2,}/g, "/")
    .replace(/(?<=.)\/$/, "");
  return keepsLastSlash && tidy !== "/" && withoutQuery(path).endsWith("/") ? `${tidy}/` : tidy;
}

/** Ten times as many as the LMS has. */
export const mostRoutes = 5000;
const mostTags = 32;
const longestTitle = 1000;

/**
 * A route whose texts have the length of names: a document may contain any, and each is compared with every operation.
 */
function bounded(route: ReadRoute): ReadRoute {
  return {
    ...route,
    method: clipped(route.method).toUpperCase(),
    title: clipped(route.title, longestTitle),
    tags: route.tags.slice(0, mostTags).map((tag) => clipped(tag)),
    parameters: route.parameters.slice(0, mostNames).map((name) => clipped(name)),
  };
}

/** Everything after the portal's `/api`, which is part of the client's base URL; `undefined` for another place. */
function belowApi(path: string): string | undefined {
  if (path === "/api") return "/";
  return path.startsWith("/api/") ? path.slice("/api".length) : undefined;
}

/** A method and a path without the names of variables: what a server can distinguish. */
export function routeShape(method: string, path: string): string {
  return `${method} ${path.replaceAll(variable, "{}")}`;
}

/** The names of the variables in a path, in order. */
export function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(variable)].map(([, name = ""]) => name);
}

/** @param found How many routes there are. */
export function tooMany(found: string): RoutesDocumentError {
  return new RoutesDocumentError(
    `The document has ${found} routes, more than the ${mostRoutes} that can be compared with our operations. ` +
      "Check that it is the documentation of one portal's API.",
  );
}

/**
 * Creates the paths of a document relative to the client's base URL and leaves out what no operation can be sent to. A
 * route that the document has twice counts once.
 */
export function publishedRoutes(read: readonly ReadRoute[]): PublishedRoutes {
  if (read.length > mostRoutes) throw tooMany(`${read.length}`);
  const notes: string[] = [];
  const keepsLastSlash = wantsLastSlash(read);
  const tidied = read.map(bounded).flatMap((route) => {
    const { method } = route;
    const path = tidyPath(route.path, keepsLastSlash);
    if (path.length <= longestPath) return [{ ...route, path }];
    notes.push(`${method} ${clipped(path)} was skipped: its path has ${path.length} characters.`);
    return [];
  });
  // A document without /api in its paths has already removed it.
  const underApi = tidied.some(({ path }) => belowApi(path) !== undefined);
  const routes = new Map<string, PublishedRoute>();
  for (const route of tidied) {
    const { method } = route;
    const path = underApi ? belowApi(route.path) : route.path;
    if (!isMethod(method)) {
      // Many documents list HEAD and OPTIONS next to routes of other methods.
      if (method !== "HEAD" && method !== "OPTIONS") {
        notes.push(`${method} ${route.path} was skipped: no operation can have this method.`);
      }
    } else if (path === undefined) {
      notes.push(
        `${method} ${route.path} was skipped: it is not under /api, where the client sends its requests.`,
      );
    } else if (usablePath.test(path)) {
      const shape = routeShape(method, path);
      const first = routes.get(shape);
      if (first === undefined) routes.set(shape, { ...route, method, path, variables: variablesOf(path) });
      else if (first.title !== route.title) {
        notes.push(
          `${method} ${path} is in the document twice; the one titled "${route.title}" was skipped.`,
        );
      }
    } else {
      notes.push(`${method} ${path} was skipped: the client cannot send such a path.`);
    }
  }
  return { routes: [...routes.values()], notes };
}
