import {
  type Credential,
  type CredentialContext,
  environment,
  optionOrEnvironment,
  tokenCredential,
} from "@kelaskit/core/vendor";
import * as auth from "./auth.ts";

/** The options that the credential requires. */
export interface LoginOptions {
  readonly email?: string | undefined;
  readonly institutionCode?: string | undefined;
  readonly password?: string | undefined;
}

const passwordVariable = "TOOLZZ_PASSWORD";

/**
 * The institution's code, from the option or the environment.
 *
 * @throws ConfigurationError when neither is set.
 */
export function institutionCodeOf({ institutionCode }: LoginOptions): string {
  return optionOrEnvironment(institutionCode, "institutionCode", "TOOLZZ_INSTITUTION_CODE");
}

/** Logs in with the first request, and again when the vendor rejects the token: its lifetime is not documented. */
export function loginCredential(
  options: LoginOptions,
  { baseUrl, tokenStore, call }: CredentialContext,
): Credential {
  const email = (): string => optionOrEnvironment(options.email, "email", "TOOLZZ_EMAIL");
  const institutionCode = (): string => institutionCodeOf(options);
  return tokenCredential({
    key: () => `toolzz ${baseUrl()} ${institutionCode()} ${email()}`,
    async grant() {
      const { access_token: accessToken } = await call(auth.login, {
        email: email(),
        institution_code: institutionCode(),
        password: optionOrEnvironment(options.password, "password", passwordVariable),
      });
      return { accessToken };
    },
    store: tokenStore,
    // Tokens from a store work without the password, so a missing password is not an error here.
    secrets: () => [options.password ?? environment(passwordVariable) ?? ""],
  });
}
