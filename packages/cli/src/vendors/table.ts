import type { VendorName } from "./names.ts";
import {
  apiAddress,
  emailAddress,
  oneLine,
  oneWord,
  subdomain,
  uuid,
  type ValueCheck,
} from "./value-checks.ts";
import type { CredentialField, Vendor } from "./vendor.ts";

function secret(name: string, label: string, variable: string, check: ValueCheck = oneWord): CredentialField {
  return { name, label, variable, check, secret: true, required: true };
}

function plain(name: string, label: string, variable: string, check: ValueCheck = oneWord): CredentialField {
  return { name, label, variable, check, secret: false, required: true };
}

function address(variable: string): CredentialField {
  return {
    name: "baseUrl",
    label: "address",
    hint: "of the API, unless it is the default",
    variable,
    check: apiAddress,
    secret: false,
    required: false,
    group: "address",
  };
}

/** A mock that is served for days must not grow, and its requests cannot be read from outside. */
const unrecorded = { maxRequests: 0 };

/** The vendors of the command line. Their packages are imported when `load` or `createMock` is called. */
export const vendors: Readonly<Record<VendorName, Vendor>> = {
  "academy-of-mine": {
    name: "academy-of-mine",
    title: "Academy of Mine",
    baseUrlVariable: "ACADEMY_OF_MINE_BASE_URL",
    fields: [
      {
        name: "portal",
        label: "portal",
        hint: "the first part of https://{portal}.aomlms.com",
        variable: "ACADEMY_OF_MINE_PORTAL",
        check: subdomain,
        secret: false,
        // A portal with its own domain has a base URL instead.
        required: false,
        group: "address",
      },
      secret("token", "API key", "ACADEMY_OF_MINE_TOKEN"),
      address("ACADEMY_OF_MINE_BASE_URL"),
    ],
    async load() {
      const academy = await import("@kelaskit/academy-of-mine");
      return {
        exports: academy,
        createClient: (credentials, options) => academy.createAcademyOfMine({ ...credentials, ...options }),
      };
    },
    async createMock(routes = {}) {
      const server = (await import("@kelaskit/academy-of-mine/mock")).createMockAcademyOfMine({
        ...unrecorded,
        routes,
      });
      return { server, credentials: { token: server.credentials.token } };
    },
  },
  mitrabunso: {
    name: "mitrabunso",
    title: "Mitrabunso",
    baseUrlVariable: "MITRABUNSO_BASE_URL",
    fields: [
      secret("token", "bearer token", "MITRABUNSO_TOKEN"),
      { ...plain("userId", "user id", "MITRABUNSO_USER_ID", uuid), hint: "a UUID" },
      address("MITRABUNSO_BASE_URL"),
    ],
    async load() {
      const mitrabunso = await import("@kelaskit/mitrabunso");
      return {
        exports: mitrabunso,
        createClient: (credentials, options) => mitrabunso.createMitrabunso({ ...credentials, ...options }),
      };
    },
    async createMock(routes = {}) {
      const server = (await import("@kelaskit/mitrabunso/mock")).createMockMitrabunso({
        ...unrecorded,
        routes,
      });
      return { server, credentials: server.credentials };
    },
  },
  scalev: {
    name: "scalev",
    title: "Scalev",
    baseUrlVariable: "SCALEV_BASE_URL",
    fields: [
      { ...plain("storeId", "store id", "SCALEV_STORE_ID"), hint: "begins with store_" },
      // Only the catalog and the login require it.
      {
        ...secret("storefrontKey", "storefront key", "SCALEV_STOREFRONT_KEY"),
        hint: "begins with sfpk_",
        required: false,
      },
      // Only the resources whose names begin with `business` require it.
      {
        ...secret("businessKey", "business key", "SCALEV_BUSINESS_KEY"),
        hint: "begins with sk_ or rk_; full access unless it is restricted",
        required: false,
      },
      {
        name: "customer",
        label: "customer",
        hint: "a name for the customer whose tokens these are",
        variable: "SCALEV_CUSTOMER",
        check: oneLine,
        secret: false,
        required: false,
      },
      // Only `kelaskit sales replay` requires it.
      {
        ...secret("webhookSecret", "signing secret", "SCALEV_WEBHOOK_SECRET", oneLine),
        hint: "of the webhooks; only kelaskit sales replay uses it",
        required: false,
      },
      // No variables: a refresh token works only once, and the next one is in the token store.
      {
        name: "access",
        label: "access token",
        hint: "of a customer's login",
        check: oneWord,
        secret: true,
        required: false,
      },
      {
        name: "refresh",
        label: "refresh token",
        hint: "of the same login",
        check: oneWord,
        secret: true,
        required: false,
      },
      address("SCALEV_BASE_URL"),
    ],
    async load() {
      const scalev = await import("@kelaskit/scalev");
      return {
        exports: scalev,
        createClient({ access, refresh, webhookSecret, ...credentials }, options) {
          const tokens = access === undefined ? undefined : { access, refresh };
          return scalev.createScalev({ ...credentials, tokens, ...options });
        },
      };
    },
    async createMock(routes = {}) {
      const server = (await import("@kelaskit/scalev/mock")).createMockScalev({ ...unrecorded, routes });
      return {
        server,
        credentials: server.credentials,
        note: "auth.login accepts learner@example.com with the password demo-password",
      };
    },
  },
  skilvul: {
    name: "skilvul",
    title: "Skilvul",
    baseUrlVariable: "SKILVUL_BASE_URL",
    fields: [
      plain("clientId", "client id", "SKILVUL_CLIENT_ID"),
      secret("clientSecret", "client secret", "SKILVUL_CLIENT_SECRET"),
      address("SKILVUL_BASE_URL"),
    ],
    async load() {
      const skilvul = await import("@kelaskit/skilvul");
      return {
        exports: skilvul,
        createClient: (credentials, options) => skilvul.createSkilvul({ ...credentials, ...options }),
      };
    },
    async createMock(routes = {}) {
      const server = (await import("@kelaskit/skilvul/mock")).createMockSkilvul({ ...unrecorded, routes });
      return { server, credentials: server.credentials };
    },
  },
  toolzz: {
    name: "toolzz",
    title: "Toolzz",
    baseUrlVariable: "TOOLZZ_BASE_URL",
    fields: [
      { ...plain("email", "e-mail address", "TOOLZZ_EMAIL", emailAddress), hint: "of an administrator" },
      {
        ...plain("institutionCode", "institution code", "TOOLZZ_INSTITUTION_CODE", subdomain),
        hint: "the platform's subdomain",
      },
      secret("password", "password", "TOOLZZ_PASSWORD", oneLine),
      address("TOOLZZ_BASE_URL"),
      {
        name: "institutionUrl",
        label: "address of the institution's own domain",
        hint: "such as https://lms.example.com; only schools and some reports need it",
        variable: "TOOLZZ_INSTITUTION_URL",
        check: apiAddress,
        secret: false,
        required: false,
        group: "address",
      },
    ],
    async load() {
      const toolzz = await import("@kelaskit/toolzz");
      return {
        exports: toolzz,
        createClient({ institutionUrl, ...credentials }, options) {
          // An address that is given for one command, such as a mock's, is that of all servers.
          const servers =
            institutionUrl === undefined || options.baseUrl !== undefined
              ? undefined
              : { institution: institutionUrl };
          return toolzz.createToolzz({ ...credentials, servers, ...options });
        },
      };
    },
    async createMock(routes = {}) {
      const server = (await import("@kelaskit/toolzz/mock")).createMockToolzz({ ...unrecorded, routes });
      return { server, credentials: server.credentials };
    },
  },
};
