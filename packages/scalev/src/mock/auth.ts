import type { MockServerBuilder } from "@kelaskit/core/testing";
import { login, refresh, revoke, savePassword, startPasswordReset, verifyOtp } from "../auth.ts";
import { errorReply, noContent, notFound } from "./reply.ts";
import type { ScalevStore } from "./store.ts";
import type { ScalevTokens } from "./tokens.ts";

/** Answers for logins and passwords. */
export function mockAuth(server: MockServerBuilder, store: ScalevStore, tokens: ScalevTokens): void {
  server.on(login, ({ params: { email, password } }) => {
    const customer = store.customers.get(email);
    if (customer?.password !== password) return errorReply(401, "Invalid email or password");
    if (customer.otp === undefined) return tokens.logIn(email);
    store.sentCodes.push(email);
    return { message: "A code has been sent." };
  });
  server.on(verifyOtp, ({ params: { email, otp } }) => {
    // A code is valid only once it was sent.
    const isSent = store.sentCodes.includes(email);
    if (!isSent || store.customers.get(email)?.otp !== otp) return errorReply(401, "Invalid OTP");
    return tokens.logIn(email);
  });
  server.on(refresh, ({ params }) => tokens.renew(params.refresh));
  server.on(revoke, ({ params }) => {
    tokens.revoke(params.tokens);
    return noContent();
  });
  server.on(startPasswordReset, ({ params }) => {
    store.startPasswordReset(params.email);
    return noContent();
  });
  server.on(savePassword, ({ params: { token, password } }) =>
    store.savePassword(token, password) ? noContent() : notFound(),
  );
}
