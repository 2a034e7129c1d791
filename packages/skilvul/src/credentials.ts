import {
  type Credential,
  type CredentialContext,
  environment,
  optionOrEnvironment,
  tokenCredential,
} from "@kelaskit/core/vendor";
import * as oauth from "./oauth.ts";

/** The options that the credential requires. */
export interface OauthOptions {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

const clientIdVariable = "SKILVUL_CLIENT_ID";
const clientSecretVariable = "SKILVUL_CLIENT_SECRET";

/** Exchanges the client id and secret for an access token and renews it. The vendor's times are milliseconds since 1970. */
export function oauthCredential(
  options: OauthOptions,
  { baseUrl, tokenStore, call }: CredentialContext,
): Credential {
  const clientId = (): string => optionOrEnvironment(options.clientId, "clientId", clientIdVariable);
  const clientSecret = (): string =>
    optionOrEnvironment(options.clientSecret, "clientSecret", clientSecretVariable);
  return tokenCredential({
    key: () => `skilvul ${baseUrl()} ${clientId()}`,
    async grant() {
      const params = { clientId: clientId(), clientSecret: clientSecret() };
      const reply = await call(oauth.createToken, params);
      return {
        accessToken: reply.accessToken,
        expiresAt: reply.accessTokenExpiresAt,
        refreshToken: reply.refreshToken ?? undefined,
        refreshExpiresAt: reply.refreshTokenExpiresAt ?? undefined,
      };
    },
    async refresh(refreshToken) {
      const reply = await call(oauth.refreshToken, { clientId: clientId(), refreshToken });
      return { accessToken: reply.accessToken, expiresAt: reply.accessTokenExpiresAt };
    },
    store: tokenStore,
    // Tokens from a store work without the secret, so a missing secret is not an error here.
    secrets: () => [options.clientSecret ?? environment(clientSecretVariable) ?? ""],
  });
}
