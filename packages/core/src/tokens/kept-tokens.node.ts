import { createHash } from "node:crypto";
import { ConfigurationError } from "../errors.ts";
import type { TokenSet } from "../token-store.ts";

/**
 * Names the place of a key's tokens, for token stores of your own: the key's first word for people, and a hash so that no
 * two keys meet. Safe in the names of files and of keys everywhere; up to 73 characters.
 */
export function keptTokensName(key: string): string {
  const word = /^[\w-]{0,40}/.exec(key)?.[0] ?? "";
  return `${word}-${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}

function isOptionalNumber(value: unknown): boolean {
  return value === undefined || typeof value === "number";
}

function isTokenSet(value: unknown): value is TokenSet {
  if (typeof value !== "object" || value === null || !("accessToken" in value)) return false;
  const { accessToken, expiresAt, refreshToken, refreshExpiresAt } = value as Record<string, unknown>;
  return (
    typeof accessToken === "string" &&
    isOptionalNumber(expiresAt) &&
    (refreshToken === undefined || typeof refreshToken === "string") &&
    isOptionalNumber(refreshExpiresAt)
  );
}

/**
 * Reads tokens that were kept as JSON, for token stores of your own.
 *
 * @param place Where they were kept, as a sentence begins with it: `The token file tokens.json`.
 * @throws ConfigurationError when the text is something else; nothing of it is shown.
 */
export function parseKeptTokens(text: string, place: string): TokenSet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The text is not shown, nor JSON's own words about it: it holds tokens.
    value = undefined;
  }
  if (isTokenSet(value)) return value;
  throw new ConfigurationError(
    `${place} does not hold what this version of Kelaskit writes. Delete it: the next call gets new tokens.`,
    { code: "storage" },
  );
}
