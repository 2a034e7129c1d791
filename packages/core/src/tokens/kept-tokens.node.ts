import { createHash } from "node:crypto";
import { ConfigurationError } from "../errors.ts";
import type { TokenSet } from "../token-store.ts";

/**
 * Returns a name under which to store a key's tokens, for your own token stores: the key's first word, for people, and a hash that
 * makes it unique. Safe in file names and in keys of any store; up to 73 characters.
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
 * Parses tokens that were stored as JSON, for your own token stores.
 *
 * @param place Where they were stored, as the start of a sentence: `The token file tokens.json`.
 * @throws ConfigurationError when the text is something else; its content is not shown.
 */
export function parseKeptTokens(text: string, place: string): TokenSet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Neither the text nor JSON's own error is shown: they may contain tokens.
    value = undefined;
  }
  if (isTokenSet(value)) return value;
  throw new ConfigurationError(
    `${place} does not contain tokens as this version of Kelaskit writes them. Delete it: the next call gets new tokens.`,
    { code: "storage" },
  );
}
