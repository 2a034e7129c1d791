import type { MockServerBuilder } from "@kelaskit/core/testing";
import { login, sso } from "../auth.ts";
import { errorReply, libraryError, notFound } from "./reply.ts";
import type { ToolzzStore } from "./store.ts";
import type { ToolzzTokens } from "./tokens.ts";

/**
 * Refuses a request without a valid token, and one with a learner's. Only the library documents it; elsewhere the status is deduced.
 *
 * @param holder The e-mail address of the account whose token was sent.
 */
export function refusal(
  operation: string,
  holder: string | undefined,
  store: ToolzzStore,
): Response | undefined {
  const isLibrary = operation.startsWith("library.");
  if (holder === undefined) {
    return isLibrary
      ? libraryError(401, "unauthenticated", "The token is missing or invalid.")
      : errorReply(401, "Unauthenticated.");
  }
  if (store.findUser("email", holder)?.permission !== 4) return undefined;
  const message = "Learners may not do this.";
  return isLibrary ? libraryError(403, "permission_denied", message) : errorReply(403, message);
}

/** The institution that learners sign in to. */
export interface Institution {
  readonly institutionCode: string;
  /** The URL of its platform. */
  readonly platform: string;
}

/** Answers logins and single sign-on. */
export function mockAuth(
  server: MockServerBuilder,
  store: ToolzzStore,
  tokens: ToolzzTokens,
  { institutionCode, platform }: Institution,
): void {
  server.on(login, ({ params }) => tokens.logIn(params.email, params.institution_code, params.password));
  server.on(sso, ({ params: { email, institution_code: code, id, type } }) => {
    const user = store.findUser("email", email);
    if (user === undefined || code !== institutionCode) return notFound("user in the institution");
    const token = tokens.signIn(user.email);
    const url = new URL("/sso", platform);
    url.searchParams.set("token", token);
    if (type !== undefined) url.searchParams.set("type", String(type));
    if (id !== undefined) url.searchParams.set("id", id);
    return { token, redirect_url: url.href };
  });
}
