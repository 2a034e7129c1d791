import { ConfigurationError } from "@kelaskit/core";
import { checkMockOptions } from "@kelaskit/core/testing";
import { decodeForm, encodeForm } from "../sso/form.ts";
import { isSigned, sign, signingKey } from "../sso/signature.ts";
import type { SsoUser } from "../sso/verify.ts";
import { mockId } from "./fixtures.ts";

/** Options of `mockSsoReturn`: which learner logs in. */
export interface MockSsoReturnOptions extends Partial<SsoUser> {
  /** The single sign-on secret that your site uses. */
  readonly secret: string;
  /** The address of your site to which Skilvul sends learners back. @default "https://site.example/sso" */
  readonly returnTo?: string | undefined;
}

const optionNames: Readonly<Record<keyof MockSsoReturnOptions, true>> = {
  secret: true,
  returnTo: true,
  id: true,
  email: true,
  isEmailVerified: true,
  name: true,
};

/**
 * Plays Skilvul's part in a login, to test the route to which learners come back: reads the address of `ssoUrl` and returns
 * the address with which Skilvul would send the learner back. By default, the learner is the mock's `learner@example.com`.
 *
 * @throws ConfigurationError when the address is not signed with the secret, or an option is unknown.
 * @example
 * ```ts
 * const { url, nonce } = await ssoUrl({ site, partner, secret, nonces });
 * const back = await mockSsoReturn(url, { secret, returnTo: "https://site.example/sso" });
 * expect(await verifySso(back, { secrets: secret, nonces, browserNonce: nonce })).toMatchObject({ email: "learner@example.com" });
 * ```
 */
export async function mockSsoReturn(url: string, options: MockSsoReturnOptions): Promise<string> {
  checkMockOptions("mockSsoReturn", options, optionNames);
  const address = "mockSsoReturn requires an address of ssoUrl, signed with the same secret.";
  if (!URL.canParse(url)) throw new ConfigurationError(address);
  const { searchParams } = new URL(url);
  const [sso, sig] = [searchParams.get("sso") ?? "", searchParams.get("sig") ?? ""];
  const isSent = await isSigned(sso, sig, [await signingKey(options.secret, "mockSsoReturn", "verify")]);
  const nonce = decodeForm(sso)?.get("nonce") ?? "";
  if (!isSent || nonce === "") throw new ConfigurationError(address);
  const payload = encodeForm({
    nonce,
    id: options.id ?? mockId("user", 1),
    email: options.email ?? "learner@example.com",
    isEmailVerified: String(options.isEmailVerified ?? true),
    name: options.name ?? "Pelajar Contoh",
  });
  const back = new URL(options.returnTo ?? "https://site.example/sso");
  back.searchParams.set("sso", payload);
  back.searchParams.set(
    "sig",
    await sign(payload, await signingKey(options.secret, "mockSsoReturn", "sign")),
  );
  return back.href;
}
