import type { MockServerBuilder } from "@kelaskit/core/testing";
import { createToken, refreshToken } from "../oauth.ts";
import type { Logins } from "./logins.ts";

/** Answers the token requests. */
export function mockOauth(server: MockServerBuilder, logins: Logins): void {
  server.on(createToken, ({ params }) => logins.create(params.clientId, params.clientSecret));
  server.on(refreshToken, ({ params }) => logins.refresh(params.clientId, params.refreshToken));
}
