import { ConfigurationError } from "../errors.ts";
import type { Authorization, Credential } from "./credential.ts";

/** A token, or a function that gives the current one; it is asked before every try and may be asynchronous. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * The header that sends a token.
 *
 * @param what The token's name for an error, as a sentence begins with it.
 * @throws ConfigurationError when no header can hold it. The platform's own error would show the token.
 */
export function bearerHeaders(token: unknown, what = "The token"): Authorization {
  if (typeof token === "string" && /^[\x21-\x7E]+$/.test(token)) {
    return { headers: { authorization: `Bearer ${token}` } };
  }
  // The value is not shown: it is meant to be a secret even when it is a wrong one.
  throw new ConfigurationError(
    `${what} is not usable in a header: expected a non-empty string of visible ASCII characters, without spaces or line ends.`,
  );
}

/**
 * A bearer token in the `authorization` header.
 *
 * @param source The token, or a function that gives it. A rejected token is asked for once more; when the function then
 * gives another one, the request is sent again.
 */
export function bearer(source: TokenSource): Credential {
  let token = "";
  let authorization: Authorization | undefined;

  const accept = (next: string): void => {
    if (authorization !== undefined && next === token) return;
    authorization = bearerHeaders(next);
    token = next;
  };

  return {
    prepare() {
      if (typeof source === "string") {
        if (authorization === undefined) accept(source);
        return undefined;
      }
      const next = source();
      if (typeof next !== "string") return next.then(accept);
      accept(next);
      return undefined;
    },
    authorize: () => (authorization ??= bearerHeaders(token)),
    async renew(rejected) {
      if (typeof source === "string") return false;
      accept(await source());
      return authorization?.headers["authorization"] !== rejected.headers["authorization"];
    },
    secrets: () => (token === "" ? [] : [token]),
  };
}
