import type { Client, ClientOptions, MethodClient } from "@kelaskit/core";
import {
  bind,
  type Bound,
  ConfigurationError,
  createClient,
  environment,
  type OwnOptionNames,
} from "@kelaskit/core/vendor";
import * as auth from "./auth.ts";
import * as classes from "./classes.ts";
import * as contents from "./contents.ts";
import * as courses from "./courses.ts";
import { institutionCodeOf, loginCredential } from "./credentials.ts";
import { isTokenRejected, readError } from "./errors.ts";
import * as library from "./library.ts";
import * as plans from "./plans.ts";
import * as reports from "./reports.ts";
import * as schools from "./schools.ts";
import * as users from "./users.ts";

/** Settings of a Toolzz client. */
export interface ToolzzOptions extends ClientOptions {
  /** The e-mail address of an administrator's account. @default the environment variable TOOLZZ_EMAIL, read at the first request */
  readonly email?: string | undefined;
  /** The institution's code: the subdomain of its platform. @default the environment variable TOOLZZ_INSTITUTION_CODE, read at the first request */
  readonly institutionCode?: string | undefined;
  /** The account's password. @default the environment variable TOOLZZ_PASSWORD, read at the first request */
  readonly password?: string | undefined;
  /**
   * The base URLs of further servers. `library` is the vendor's server for the library; `institution` is your institution's own
   * domain, such as `https://lms.example.com`, which only `schools` and two of the reports need. Both get the token of the login.
   *
   * @default `baseUrl` if that is set; else the documented address of the library, and for the institution the environment variable
   * TOOLZZ_INSTITUTION_URL
   */
  readonly servers?: { readonly library?: string; readonly institution?: string } | undefined;
}

/** A Toolzz client with every operation as a method: `toolzz.plans.enroll(params)`. */
export interface Toolzz extends MethodClient {
  /** Logging in, which the client does by itself, and signing learners in from your own site. */
  readonly auth: Bound<typeof auth>;
  /** Course packages and their learners. */
  readonly plans: Bound<typeof plans>;
  /** Users. */
  readonly users: Bound<typeof users>;
  /** Free courses. */
  readonly courses: Bound<typeof courses>;
  /** Classes and their learners. */
  readonly classes: Bound<typeof classes>;
  /** Contents of courses and of the catalog. */
  readonly contents: Bound<typeof contents>;
  /** Standalone contents, on a server of their own. */
  readonly library: Bound<typeof library>;
  /** Progress and other reports. */
  readonly reports: Bound<typeof reports>;
  /** The institution's schools. */
  readonly schools: Bound<typeof schools>;
}

const ownOptions = {
  email: true,
  institutionCode: true,
  password: true,
} as const satisfies OwnOptionNames<ToolzzOptions>;

const institutionVariable = "TOOLZZ_INSTITUTION_URL";

/** The address of the institution's own domain: it has no default, because only the institution knows it. */
function institutionUrl(): string {
  const url = environment(institutionVariable);
  if (url === undefined) {
    throw new ConfigurationError(
      `servers.institution is missing: this operation is on your institution's own domain. Pass its address to the client, such as servers: { institution: "https://lms.example.com" }, or set the environment variable ${institutionVariable}.`,
      { code: "missing-option" },
    );
  }
  // Core checks the address, too, but cannot know where it comes from.
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol)) {
    const { username, password, search, hash } = parsed;
    if (username + password + search + hash === "") return url;
  }
  throw new ConfigurationError(
    `${institutionVariable} is not a usable URL: expected the address of your institution's platform with its scheme, without a user, a query or a fragment, such as https://lms.example.com.`,
  );
}

/**
 * Creates a Toolzz client without methods. Pass it to the operations as functions: only those you call are bundled.
 *
 * @throws ConfigurationError when an option is invalid. A missing e-mail address, code or password is reported by the first request.
 * @example
 * ```ts
 * import { createToolzzClient, plans } from "@kelaskit/toolzz";
 * await plans.enroll(createToolzzClient(), { planUuid, email, nome, schools });
 * ```
 */
export function createToolzzClient(options: ToolzzOptions = {}): Client {
  return createClient(
    {
      vendor: "toolzz",
      options: ownOptions,
      baseUrl: "https://kong.api.toolzz.com.br",
      baseUrlVariable: "TOOLZZ_BASE_URL",
      servers: {
        library: "https://lxp.prod.api.toolzz.media",
        // Read only by a call that needs it, and only if the options do not say where to send it.
        get institution() {
          return institutionUrl();
        },
      },
      credentials: { login: (context) => loginCredential(options, context) },
      clientParams: { institution_code: () => institutionCodeOf(options) },
      readError,
      isTokenRejected,
    },
    options,
  );
}

/**
 * Creates a Toolzz client with every operation as a method.
 *
 * @throws ConfigurationError when an option is invalid. A missing e-mail address, code or password is reported by the first request.
 * @example
 * ```ts
 * const toolzz = createToolzz({ email, institutionCode, password });
 * for await (const plan of toolzz.plans.list()) console.log(plan.uuid, plan.name);
 * ```
 */
export function createToolzz(options: ToolzzOptions = {}): Toolzz {
  return bind(createToolzzClient(options), {
    auth,
    plans,
    users,
    courses,
    classes,
    contents,
    library,
    reports,
    schools,
  });
}
