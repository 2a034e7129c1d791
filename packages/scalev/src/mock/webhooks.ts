/**
 * Signs a webhook's body as the vendor does, to test the route that receives it.
 *
 * @param body The body as it will be sent.
 * @param secret The signing secret that the route checks with.
 * @returns What stands in the header `X-Scalev-Hmac-Sha256`.
 */
export async function signWebhook(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(body)));
  return btoa(String.fromCodePoint(...signature));
}
