import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { text } from "./fields.ts";

/** The account to log in with. */
export interface LoginParams {
  /** The e-mail address of an administrator's account. */
  readonly email: string;
  /** The institution's code: the subdomain of its platform. */
  readonly institution_code: string;
  /** The account's password. */
  readonly password: string;
}

/** A token. The vendor documents neither its lifetime nor a way to renew it. */
export interface LoginReply {
  /** The access token, a JWT. */
  readonly access_token: string;
}

/**
 * Logs in. The client does this by itself; call it only to store tokens elsewhere.
 *
 * Retried when the reply is lost: the only effect is one more unused token.
 *
 * @throws AuthenticationError when the e-mail address, institution or password is wrong (the status is deduced).
 * @see https://docs.toolzz.dev/lxp-reference/authorization/generate-token/
 */
export const login = operation<LoginParams, LoginReply>({
  name: "auth.login",
  method: "POST",
  path: "/api/auth/login",
  evidence: "documented",
  auth: false,
  tokenRequest: true,
  // The first token stays valid.
  idempotent: true,
  params: () => z.strictObject({ email: text(), institution_code: text(), password: text() }),
  response: () => z.looseObject({ access_token: text() }),
});
