/** An answered request: `POST /v1/orders`, and its token. */
interface StubRequest {
  readonly route: string;
  readonly authorization: string | null;
}

/** A stub of Skilvul that answers at once: tokens, orders and pages of products. */
export interface SkilvulStub {
  readonly fetch: typeof globalThis.fetch;
  /** Every request, in order of arrival. */
  readonly requests: readonly StubRequest[];
  /** Refuses all tokens issued so far, as if they had been revoked. */
  revokeTokens: () => void;
}

const lastProduct = 100;

/**
 * Creates a stub that costs next to nothing, for measuring and counting.
 *
 * @param lifetimes Milliseconds until the first token expires, the second, and so on; the last applies to all others.
 */
export function skilvulStub({
  lifetimes = [86_400_000],
}: { readonly lifetimes?: readonly number[] } = {}): SkilvulStub {
  const requests: StubRequest[] = [];
  let tokens = 0;
  let firstGoodToken = 1;
  const isGood = (authorization: string | null): boolean =>
    Number(authorization?.replace("Bearer token-", "")) >= firstGoodToken;
  const answer = (
    route: string,
    query: URLSearchParams,
    authorization: string | null,
  ): readonly [number, object] => {
    if (route.startsWith("POST /v1/oauth/")) {
      tokens += 1;
      const accessTokenExpiresAt = Date.now() + (lifetimes[tokens - 1] ?? lifetimes.at(-1) ?? 0);
      return [
        200,
        { accessToken: `token-${tokens}`, accessTokenExpiresAt, refreshToken: "refresh", error: null },
      ];
    }
    if (!isGood(authorization)) return [403, { error: { message: "The token has expired." } }];
    if (route === "POST /v1/orders") {
      return [
        200,
        {
          user: {},
          order: { id: "o1" },
          errorBundleIds: [],
          errorProductIds: [],
          errorAddOnIds: [],
          error: null,
        },
      ];
    }
    if (route === "GET /v1/products") {
      const offset = Number(query.get("offset") ?? 0);
      const limit = Math.max(0, Math.min(Number(query.get("limit") ?? 10), lastProduct - offset));
      const products = Array.from({ length: limit }, (_, index) => ({ id: `p${offset + index}` }));
      return [200, { products, totalProducts: lastProduct, error: null }];
    }
    throw new Error(`The stub has no route ${route}.`);
  };
  return {
    requests,
    revokeTokens: () => {
      firstGoodToken = tokens + 1;
    },
    fetch: (input, init) => {
      const isRequest = input instanceof Request;
      const { pathname, searchParams } = new URL(isRequest ? input.url : input);
      const headers = isRequest ? input.headers : new Headers(init?.headers);
      const method = isRequest ? input.method : (init?.method ?? "GET");
      const route = `${method} ${pathname}`;
      const authorization = headers.get("authorization");
      requests.push({ route, authorization });
      const [status, body] = answer(route, searchParams, authorization);
      return Promise.resolve(Response.json(body, { status }));
    },
  };
}
