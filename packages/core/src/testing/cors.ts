import { ConfigurationError } from "../errors.ts";

/** The headers of a request that say what a page of another origin asks for. */
export interface CorsRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a mock says to a page of another origin. */
export interface CorsAnswer {
  readonly headers: Map<string, string>;
  /** Whether the browser only asks if it may send the request that the page wants. */
  readonly isPreflight: boolean;
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.join(", ");
}

function checkedOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  // As browsers send it: no path, no port that the scheme has anyway, lower case.
  if (url !== undefined && url.origin !== "null" && url.href === `${url.origin}/`) return url.origin;
  const instead = origin === "*" ? "Give true for any origin." : "Give it as in http://localhost:5173.";
  throw new ConfigurationError(`cors: ${JSON.stringify(origin)} is not an origin. ${instead}`);
}

function isGiven(cors: boolean | string | readonly string[]): cors is string | readonly string[] {
  return typeof cors === "string" || Array.isArray(cors);
}

/**
 * Decides what pages of other origins may do: nothing, or everything but send cookies.
 *
 * @param cors Whether pages may read answers, or the origins whose pages may.
 * @throws ConfigurationError when an origin is not one.
 */
export function corsPolicy(
  cors: boolean | string | readonly string[],
): (request: CorsRequest) => CorsAnswer | undefined {
  const origins = isGiven(cors) ? new Set([cors].flat().map(checkedOrigin)) : undefined;
  if (cors === false) return () => undefined;
  if (origins === undefined && cors !== true) {
    throw new ConfigurationError(`cors: expected true, false, an origin or origins, got ${String(cors)}.`);
  }
  return ({ method, headers }) => {
    const origin = textOf(headers["origin"]);
    const isPreflight =
      method === "OPTIONS" && origin !== undefined && headers["access-control-request-method"] !== undefined;
    const vary = "origin, access-control-request-headers";
    if (origin === undefined || origins?.has(origin) === false) {
      return { isPreflight, headers: new Map([["vary", vary]]) };
    }
    const answer = new Map([
      ["vary", vary],
      ["access-control-allow-origin", origin],
      // Every header: the clients read retry-after, date, and what the vendors say of limits and request ids.
      ["access-control-expose-headers", "*"],
    ]);
    if (isPreflight) {
      answer.set("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
      // Those that are asked for, by name: `*` does not include authorization.
      const asked = textOf(headers["access-control-request-headers"]);
      if (asked !== undefined) answer.set("access-control-allow-headers", asked);
    }
    return { isPreflight, headers: answer };
  };
}
