/** The address of a server. */
interface ServerFacts {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

/** What an OpenAPI document contains besides operations: facts that are not in any declaration. */
export interface VendorFacts {
  readonly title: string;
  readonly server: ServerFacts;
  /** The addresses of further servers, by the names that declarations use as `server`. */
  readonly servers?: Readonly<Record<string, string | ServerFacts>>;
  /** How bodies are encoded unless a declaration says otherwise. */
  readonly bodyType: "json" | "form";
  /** The vendor's credentials, by the names that declarations use in `auth`; the first is the default. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const bearer = (description: string) => ({ type: "http", scheme: "bearer", description });

/** The vendors by the folder of their package. */
export const vendors: Readonly<Record<string, VendorFacts>> = {
  "academy-of-mine": {
    title: "Academy of Mine",
    server: {
      url: "https://{portal}.aomlms.com/api",
      variables: { portal: { default: "demo", description: "The first part of the portal's address." } },
    },
    bodyType: "json",
    credentials: { portal: bearer("The API key that an administrator creates in the portal.") },
  },
  mitrabunso: {
    title: "Mitrabunso",
    server: { url: "http://apiv2.mitrabunso.com/public" },
    bodyType: "form",
    credentials: { user: bearer("The token of a login.") },
  },
  scalev: {
    title: "Scalev",
    server: { url: "https://api.scalev.com" },
    bodyType: "json",
    credentials: {
      customer: bearer("The access token of a customer's login."),
      storefront: {
        type: "apiKey",
        in: "header",
        name: "x-scalev-storefront-api-key",
        description: "The public key of a storefront.",
      },
      business: bearer("The secret or restricted key of a business."),
    },
  },
  skilvul: {
    title: "Skilvul",
    server: { url: "https://public.api.skilvul.com" },
    bodyType: "json",
    credentials: { oauth: bearer("The access token for a client id and secret.") },
  },
  toolzz: {
    title: "Toolzz",
    server: { url: "https://kong.api.toolzz.com.br" },
    servers: {
      library: "https://lxp.prod.api.toolzz.media",
      institution: {
        url: "https://{domain}",
        variables: { domain: { default: "lms.example.com", description: "The institution's own domain." } },
      },
    },
    bodyType: "json",
    credentials: { login: bearer("The token of an administrator's login.") },
  },
};
