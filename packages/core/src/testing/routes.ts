import type { AnyDeclaration } from "../declaration.ts";
import { parsePath } from "../request/route.ts";

/** The requests that a mocked operation answers. */
export interface MockRoute {
  readonly method: string;
  /** The path with its variables in braces. */
  readonly path: string;
  /** What an address, without its query, must look like; its groups are the path's variables in order. */
  readonly address: RegExp;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** A base URL as it stands in addresses, without a slash at its end. One with a `*` may be no URL. */
export function normalBaseUrl(baseUrl: string): string {
  const normal = URL.canParse(baseUrl) ? new URL(baseUrl).href : baseUrl;
  return normal.replace(/\/+$/, "");
}

function basePattern(baseUrl: string): string {
  return escaped(normalBaseUrl(baseUrl)).replaceAll(String.raw`\*`, ".*");
}

/** The addresses of a route; a `*` in the base stands for anything. */
function addressPattern(baseUrl: string, path: string, optional: readonly string[]): RegExp {
  const { literals, variables } = parsePath(path);
  let pattern = basePattern(baseUrl) + escaped(literals[0] ?? "");
  for (const [index, name] of variables.entries()) {
    pattern = optional.includes(name) ? `${pattern.replace(/\\\/$/, "")}(?:/([^/]+))?` : `${pattern}([^/]+)`;
    pattern += escaped(literals[index + 1] ?? "");
  }
  return new RegExp(`^${pattern.replace(/\\\/$/, "")}/?$`);
}

/** The addresses, without their query, that are within a base URL. */
export function addressesWithin(baseUrl: string): RegExp {
  return new RegExp(`^${basePattern(baseUrl)}(?:/|$)`);
}

/** Where a request goes, without its query. */
export function addressOf({ url }: Request): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The requests that an operation's mock answers: at the declared route, or at another. */
export function routeOf(
  { declaration }: { readonly declaration: AnyDeclaration },
  baseUrl: string,
  route: { readonly method: string; readonly path: string } = declaration,
): MockRoute {
  const { method, path } = route;
  return { method, path, address: addressPattern(baseUrl, path, declaration.optional ?? []) };
}
