import type { MockServer } from "@kelaskit/core/testing";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";

/** A vendor's mock, as far as the demo steers it. */
interface DemoMock extends MockServer {
  expireTokens?(): void;
}

/** The mocks that the demo serves, by vendor. */
export const mocks: Readonly<Record<string, () => DemoMock>> = {
  skilvul: () => createMockSkilvul({ clientId: "demo-client", clientSecret: "demo-client-secret" }),
};
