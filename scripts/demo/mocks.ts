import type { MockServer } from "@kelaskit/core/testing";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";

/** What the demo uses of a vendor's mock. */
interface DemoMock extends MockServer {
  expireTokens?(): void;
}

/** The mocks that the demo serves, by vendor. */
export const mocks: Readonly<Record<string, () => DemoMock>> = {
  "academy-of-mine": () => createMockAcademyOfMine(),
  mitrabunso: () => createMockMitrabunso(),
  skilvul: () => createMockSkilvul({ clientId: "demo-client", clientSecret: "demo-client-secret" }),
  scalev: () => createMockScalev(),
  toolzz: () =>
    createMockToolzz({ email: "demo@example.com", institutionCode: "demo", password: "demo-password" }),
};
