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

/** The pattern of the URLs that begin with a base URL; a `*` in it matches anything. */
export function basePattern(baseUrl: string): string {
  return escaped(normalBaseUrl(baseUrl)).replaceAll(String.raw`\*`, ".*");
}

function pathPattern(path: string, optional: readonly string[]): string {
  const { literals, variables } = parsePath(path);
  let pattern = escaped(literals[0] ?? "");
  for (const [index, name] of variables.entries()) {
    pattern = optional.includes(name) ? `${pattern.replace(/\\\/$/, "")}(?:/([^/]+))?` : `${pattern}([^/]+)`;
    pattern += escaped(literals[index + 1] ?? "");
  }
  return `${pattern.replace(/\\\/$/, "")}/?`;
}

/** Matches the URLs within a base, without their query. */
export function addressesWithin(base: string): RegExp {
  return new RegExp(`^${base}(?:/|$)`);
}

/** The URL of a request, without its query. */
export function addressOf({ url }: Request): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The patterns of declared paths: many mocks of one vendor may be created. */
const declaredPatterns = new WeakMap<AnyDeclaration, string>();

function declaredPattern(declaration: AnyDeclaration): string {
  const known = declaredPatterns.get(declaration);
  if (known !== undefined) return known;
  const pattern = pathPattern(declaration.path, declaration.optional ?? []);
  declaredPatterns.set(declaration, pattern);
  return pattern;
}

/** The route of an operation's mock: the declared one or an override. `base` is the pattern of its base URL. */
export function routeOf(
  { declaration }: { readonly declaration: AnyDeclaration },
  base: string,
  override?: { readonly method: string; readonly path: string },
): MockRoute {
  const { method, path } = override ?? declaration;
  const pattern =
    override === undefined ? declaredPattern(declaration) : pathPattern(path, declaration.optional ?? []);
  return { method, path, address: new RegExp(`^${base}${pattern}$`) };
}
