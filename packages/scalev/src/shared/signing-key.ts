import { ConfigurationError } from "@kelaskit/core";

/** What a missing value becomes when a program converts it to text: anyone could sign with these. */
const notSecrets: ReadonlySet<string> = new Set(["", "undefined", "null", "NaN", "[object Object]"]);

/**
 * Imports a signing secret as a key.
 *
 * @param whose The name of the function that was called, for the error.
 * @throws ConfigurationError when it is not a secret: WebCrypto would accept an empty one.
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
      `${whose}: the signing secret is ${secret.trim() === "" ? "empty" : `the text ${JSON.stringify(secret.trim())}, so a value is missing`}, expected the webhook's secret. Check the environment variable or setting that it comes from.`,
    );
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [usage]);
}
