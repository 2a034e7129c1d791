import { ConfigurationError } from "@kelaskit/core";

/** What a missing value becomes when a program converts it to text: anyone could sign with these. */
const notSecrets: ReadonlySet<string> = new Set(["", "undefined", "null", "NaN", "[object Object]"]);

/**
 * Imports a secret as a key.
 *
 * @param whose The function or option that it was given to, for the error.
 * @throws ConfigurationError when it is not a secret: WebCrypto would accept an empty one.
 */
export async function signingKey(
  secret: unknown,
  whose: string,
  usage: "sign" | "verify",
): Promise<CryptoKey> {
  if (typeof secret !== "string" || notSecrets.has(secret.trim())) {
    const got =
      typeof secret === "string" ? "an empty or missing value" : `a value of the type ${typeof secret}`;
    throw new ConfigurationError(
      `${whose}: expected the single sign-on secret as a string that is not empty, got ${got}. Check the environment variable or setting that it comes from.`,
    );
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [usage]);
}

/** Signs a text: the HMAC-SHA256 in lower-case hexadecimal digits. */
export async function sign(text: string, key: CryptoKey): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return toHex(new Uint8Array(signature));
}

/** Writes bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** 32 bytes in hexadecimal digits, all in lower or all in upper case. */
const signaturePattern = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/;

/** Whether a text was signed with one of the keys. */
export async function isSigned(
  text: string,
  signature: string,
  keys: readonly CryptoKey[],
): Promise<boolean> {
  if (!signaturePattern.test(signature)) return false;
  const given = Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(signature.slice(2 * index, 2 * index + 2), 16),
  );
  const bytes = new TextEncoder().encode(text);
  // WebCrypto compares in constant time; every key is tried, so that the time does not reveal which one matches.
  const fits = await Promise.all(keys.map(async (key) => crypto.subtle.verify("HMAC", key, given, bytes)));
  return fits.includes(true);
}
