import { ConfigurationError } from "./errors.ts";

/** Characters that no server, proxy or form encodes, in a number that cannot be guessed. */
const secretPattern = /^[\w.~-]{16,}$/;

/**
 * Checks the secrets of an address, for webhooks that their vendor does not sign.
 *
 * @param owner Who has got them, as the start of a sentence: `The receiver of Toolzz's webhooks`.
 * @throws ConfigurationError when there is none, or one cannot protect an address.
 */
export function addressSecrets(owner: string, given: unknown): readonly string[] {
  // Spreading turns a hole in the list into undefined: a secret that is not set.
  const secrets: readonly unknown[] = Array.isArray(given) ? [...(given as unknown[])] : [given];
  if (secrets.length === 0) {
    throw new ConfigurationError(`${owner} got an empty list of secrets, expected at least one.`);
  }
  return secrets.map((secret) => {
    if (typeof secret === "string" && secretPattern.test(secret)) return secret;
    const kind = typeof secret === "string" ? "an unsuitable text" : `a value of the type ${typeof secret}`;
    throw new ConfigurationError(
      `${owner} got ${kind} as a secret, expected at least 16 of the characters A-Z, a-z, 0-9, "-", "_", "." and "~", such as the output of openssl rand -hex 32. Check the environment variable or setting that it comes from.`,
    );
  });
}

/** What an address has where its secret is expected; empty if nothing can be it. */
function candidate(address: string): string {
  try {
    // Node's own servers have the path only.
    const { searchParams, pathname } = new URL(address, "http://localhost");
    const values = searchParams.getAll("secret");
    // Of several, none is tried: the sender could guess as many at once.
    if (values.length > 0) return values.length === 1 ? (values[0] ?? "") : "";
    const segments = pathname.split("/").filter((segment) => segment !== "");
    return decodeURIComponent(segments.at(-1) ?? "");
  } catch {
    return "";
  }
}

/**
 * Whether an address contains one of the secrets: as the query parameter `secret`, or as the last segment of its path. The
 * comparison takes the same time whatever the address contains: WebCrypto compares digests under a random key, and every secret
 * is tried.
 */
export async function addressHasSecret(address: string, secrets: readonly string[]): Promise<boolean> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const digest = await crypto.subtle.sign("HMAC", key, encoder.encode(candidate(address)));
  const fits = await Promise.all(
    secrets.map(async (secret) => crypto.subtle.verify("HMAC", key, digest, encoder.encode(secret))),
  );
  return fits.includes(true);
}
