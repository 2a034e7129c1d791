import { ConfigurationError } from "../errors.ts";

/** The method and headers of a request that CORS depends on. */
export interface CorsRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The CORS part of an answer. */
export interface CorsAnswer {
  readonly headers: Map<string, string>;
  /** Whether the request is a preflight. */
  readonly isPreflight: boolean;
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.join(", ");
}

function checkedOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  // As browsers send it: without a path or the scheme's default port, in lower case.
  if (url !== undefined && url.origin !== "null" && url.href === `${url.origin}/`) return url.origin;
  const instead = origin === "*" ? "Pass true for any origin." : "Pass one such as http://localhost:5173.";
  throw new ConfigurationError(`cors: ${JSON.stringify(origin)} is not an origin. ${instead}`);
}

function isGiven(cors: boolean | string | readonly string[]): cors is string | readonly string[] {
  return typeof cors === "string" || Array.isArray(cors);
}

/**
 * Creates the CORS policy: pages of other origins may do nothing, or everything except send cookies.
 *
 * @param cors Whether pages of any origin may read answers, or the allowed origins.
 * @throws ConfigurationError when an origin is invalid.
 */
export function corsPolicy(
  cors: boolean | string | readonly string[],
): (request: CorsRequest) => CorsAnswer | undefined {
  const origins = isGiven(cors) ? new Set([cors].flat().map(checkedOrigin)) : undefined;
  if (cors === false) return () => undefined;
  if (origins === undefined && cors !== true) {
    throw new ConfigurationError(
      `cors: expected true, false, an origin or a list of origins, got ${String(cors)}.`,
    );
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
      // Every header: clients read retry-after, date, rate limits and request ids.
      ["access-control-expose-headers", "*"],
    ]);
    if (isPreflight) {
      answer.set("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
      // The requested headers by name, because `*` does not include authorization.
      const asked = textOf(headers["access-control-request-headers"]);
      if (asked !== undefined) answer.set("access-control-allow-headers", asked);
    }
    return { isPreflight, headers: answer };
  };
}
