import type { MockServerBuilder } from "@kelaskit/core/testing";
import { createToken, refreshToken } from "../oauth.ts";
import type { TokenDesk } from "./tokens.ts";

/** Answers the token requests. */
export function mockOauth(server: MockServerBuilder, tokens: TokenDesk): void {
  server.on(createToken, ({ params }) => tokens.create(params.clientId, params.clientSecret));
  server.on(refreshToken, ({ params }) => tokens.refresh(params.clientId, params.refreshToken));
}
