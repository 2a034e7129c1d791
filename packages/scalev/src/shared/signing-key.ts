import { ConfigurationError } from "@kelaskit/core";

/** What a program writes when it puts a value that it does not have into a text: anybody could sign with it. */
const notSecrets: ReadonlySet<string> = new Set(["", "undefined", "null", "NaN", "[object Object]"]);

/**
 * The key of a signing secret.
 *
 * @param whose The function that was called, for its error.
 * @throws ConfigurationError when it is not a secret: WebCrypto would take nothing, and sign with it.
 */
export async function signingKey(
  secret: unknown,
  whose: string,
  usage: "sign" | "verify",
): Promise<CryptoKey> {
  if (typeof secret !== "string") {
    throw new ConfigurationError(
      `${whose}: the signing secret is ${secret === null ? "null" : `of the type ${typeof secret}`}, expected a string that is not empty. Check the environment variable or setting that it comes from.`,
    );
  }
  if (notSecrets.has(secret.trim())) {
    throw new ConfigurationError(
      `${whose}: the signing secret is ${secret.trim() === "" ? "empty" : `the word ${secret.trim()}, so a value was missing`}, expected the webhook's secret. Check the environment variable or setting that it comes from.`,
    );
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [usage]);
}
