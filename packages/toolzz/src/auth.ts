import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { email, text } from "./fields.ts";

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

/** Whom to sign in, and where to. */
export interface SsoParams {
  /** The learner's e-mail address. */
  readonly email: string;
  /** The institution's code: the subdomain of its platform. @default the client's `institutionCode` */
  readonly institution_code?: string | undefined;
  /** The id of the content that the learner sees first. @default the home page */
  readonly id?: string | undefined;
  /** What `id` is: 1 a free course, 2 an exclusive course, 3 a trail, 4 a course package, 5 a live event. */
  readonly type?: 1 | 2 | 3 | 4 | 5 | undefined;
}

/** A learner's way in. Both fields are secrets: whoever has them is signed in as the learner. */
export interface SsoReply {
  /** The learner's access token. */
  readonly token: string;
  /** Where to send the learner's browser. */
  readonly redirect_url: string;
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

/**
 * Signs a learner in from your own site: send the learner's browser to `redirect_url`. Call it when the learner asks for it, as
 * neither the lifetime of the link nor whether it works twice is documented.
 *
 * The reply is a secret of the learner: like the login, it appears in no error, log line or middleware. Sent at most once; if the
 * reply is lost, call it again. The vendor documents `id` and `type` in a table of their own, without an example: that they are sent
 * in the query is deduced.
 *
 * @throws InvalidParamsError when the e-mail address or the type is wrong; nothing is sent.
 * @throws NotFoundError when there is no such learner (the status is deduced).
 * @see https://docs.toolzz.dev/lxp-reference/login/student-login/
 */
export const sso = operation<SsoParams, SsoReply>({
  name: "auth.sso",
  method: "POST",
  path: "/api/auth/sso",
  evidence: "documented",
  tokenRequest: true,
  clientParams: ["institution_code"],
  query: ["id", "type"],
  params: () =>
    z.strictObject({
      email: email(),
      institution_code: text(),
      id: z.optional(text()),
      type: z.optional(z.literal([1, 2, 3, 4, 5])),
    }),
  response: () => z.looseObject({ token: text(), redirect_url: text() }),
});
