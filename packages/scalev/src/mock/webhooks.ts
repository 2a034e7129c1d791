import { signingKey } from "../shared/signing-key.ts";

/**
 * Signs a webhook's body as the vendor does, to test the route that receives it.
 *
 * @param body The body as it will be sent.
 * @param secret The signing secret that the route checks with.
 * @returns What stands in the header `X-Scalev-Hmac-Sha256`.
 * @throws ConfigurationError when the secret is not a string or is empty.
 */
export async function signWebhook(body: string, secret: string): Promise<string> {
  const key = await signingKey(secret, "signWebhook", "sign");
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body)));
  return btoa(String.fromCodePoint(...signature));
}
