import type { MockServerBuilder } from "@kelaskit/core/testing";
import { get, logout, resendVerification, update } from "../users.ts";
import { notFound } from "./reply.ts";
import type { SkilvulStore } from "./store.ts";

/** Answers for learners. */
export function mockUsers(server: MockServerBuilder, store: SkilvulStore): void {
  server.on(get, ({ params }) => {
    const user = store.users.get(params.userId);
    return user === undefined ? notFound("user") : { user, error: null };
  });
  server.on(update, ({ params: { userId, ...changes } }) => {
    const user = store.users.get(userId);
    return user === undefined ? notFound("user") : { user: store.updateUser(user, changes), error: null };
  });
  server.on(resendVerification, ({ params: { userId } }) => {
    if (!store.users.has(userId)) return notFound("user");
    store.verificationEmails.push(userId);
    return { success: true, error: null };
  });
  server.on(logout, ({ params: { userId } }) => {
    if (!store.users.has(userId)) return notFound("user");
    store.logouts.push(userId);
    return { success: true, error: null };
  });
}
