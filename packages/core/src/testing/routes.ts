import type { AnyDeclaration } from "../declaration.ts";
import { parsePath } from "../request/route.ts";

/** The requests that a mocked operation answers. */
export interface MockRoute {
  readonly method: string;
  /** The path with its variables in braces. */
  readonly path: string;
  /** Matches the URL without its query; the groups are the path variables in order. */
  readonly address: RegExp;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** Normalizes a base URL, without a trailing slash. One with a `*` may not be a URL. */
export function normalBaseUrl(baseUrl: string): string {
  const normal = URL.canParse(baseUrl) ? new URL(baseUrl).href : baseUrl;
  return normal.replace(/\/+$/, "");
}

function basePattern(baseUrl: string): string {
  return escaped(normalBaseUrl(baseUrl)).replaceAll(String.raw`\*`, ".*");
}

/** Matches the URLs of a route; a `*` in the base matches anything. */
function addressPattern(baseUrl: string, path: string, optional: readonly string[]): RegExp {
  const { literals, variables } = parsePath(path);
  let pattern = basePattern(baseUrl) + escaped(literals[0] ?? "");
  for (const [index, name] of variables.entries()) {
    pattern = optional.includes(name) ? `${pattern.replace(/\\\/$/, "")}(?:/([^/]+))?` : `${pattern}([^/]+)`;
    pattern += escaped(literals[index + 1] ?? "");
  }
  return new RegExp(`^${pattern.replace(/\\\/$/, "")}/?$`);
}

/** Matches the URLs within a base URL, without their query. */
export function addressesWithin(baseUrl: string): RegExp {
  return new RegExp(`^${basePattern(baseUrl)}(?:/|$)`);
}

/** The URL of a request, without its query. */
export function addressOf({ url }: Request): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The route of an operation's mock: the declared one or an override. */
export function routeOf(
  { declaration }: { readonly declaration: AnyDeclaration },
  baseUrl: string,
  route: { readonly method: string; readonly path: string } = declaration,
): MockRoute {
  const { method, path } = route;
  return { method, path, address: addressPattern(baseUrl, path, declaration.optional ?? []) };
}
