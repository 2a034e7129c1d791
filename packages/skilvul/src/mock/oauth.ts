import type { MockServerBuilder } from "@kelaskit/core/testing";
import { createToken, refreshToken } from "../oauth.ts";
import type { SkilvulTokens } from "./tokens.ts";

/** Answers for token requests. */
export function mockOauth(server: MockServerBuilder, tokens: SkilvulTokens): void {
  server.on(createToken, ({ params }) => tokens.create(params.clientId, params.clientSecret));
  server.on(refreshToken, ({ params }) => tokens.refresh(params.clientId, params.refreshToken));
}
