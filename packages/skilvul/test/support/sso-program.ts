// One login, as a program for platforms that are not the test's own.
import { mockSsoReturn } from "../../src/mock/sso.ts";
import { memoryNonceStore, SsoError, ssoUrl, verifySso } from "../../src/sso/index.ts";

const secret = "sso-secret-of-the-test";

/** Logs a learner in, and then tries the address again and with another name. */
export async function main(): Promise<readonly unknown[]> {
  const nonces = memoryNonceStore();
  const { url, nonce } = await ssoUrl({ site: "https://skilvul.example", partner: "acme", secret, nonces });
  const back = await mockSsoReturn(url, { secret, name: "José 🙂" });
  const changed = back.replace("sso=", "sso=A");
  const results: unknown[] = [];
  for (const address of [changed, back, back]) {
    try {
      results.push(await verifySso(address, { secrets: [secret], nonces, browserNonce: nonce }));
    } catch (error) {
      results.push(SsoError.isInstance(error) ? error.code : String(error));
    }
  }
  return results;
}
