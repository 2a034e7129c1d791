// What the pages of a vendor say that no declaration does.
import type { VendorName } from "../../packages/cli/src/vendors/names.ts";

/** How a program uses a vendor's package. */
export interface VendorCode {
  readonly title: string;
  /** The usual name of its client: `academy`. */
  readonly client: string;
  /** The function that creates the client. */
  readonly create: string;
  /** The function that creates the mock. */
  readonly createMock: string;
  /** The options that it needs besides credentials, which come from the environment. */
  readonly options?: string;
  /** The options that make the client use the mock, besides `fetch`. */
  readonly mockOptions: string;
}

/** The vendors in the order of the navigation, by the folder of their package. */
export const vendorCode: Readonly<Record<VendorName, VendorCode>> = {
  scalev: {
    title: "Scalev",
    client: "scalev",
    create: "createScalev",
    createMock: "createMockScalev",
    mockOptions: "...mock.credentials, tokens: mock.logIn()",
  },
  skilvul: {
    title: "Skilvul",
    client: "skilvul",
    create: "createSkilvul",
    createMock: "createMockSkilvul",
    mockOptions: "...mock.credentials",
  },
  toolzz: {
    title: "Toolzz",
    client: "toolzz",
    create: "createToolzz",
    createMock: "createMockToolzz",
    mockOptions: "...mock.credentials",
  },
  "academy-of-mine": {
    title: "Academy of Mine",
    client: "academy",
    create: "createAcademyOfMine",
    createMock: "createMockAcademyOfMine",
    mockOptions: "...mock.credentials",
  },
  mitrabunso: {
    title: "Mitrabunso",
    client: "mitrabunso",
    create: "createMitrabunso",
    createMock: "createMockMitrabunso",
    // The vendor offers no https.
    options: "allowInsecureHttp: true",
    mockOptions: "...mock.credentials",
  },
};
