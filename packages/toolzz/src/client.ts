import type { Client, ClientOptions } from "@kelaskit/core";
import { bind, type Bound, createClient, type OwnOptionNames } from "@kelaskit/core/vendor";
import * as auth from "./auth.ts";
import * as classes from "./classes.ts";
import * as courses from "./courses.ts";
import { loginCredential } from "./credentials.ts";
import { readError } from "./errors.ts";
import * as plans from "./plans.ts";
import * as users from "./users.ts";

/** Settings of a Toolzz client. */
export interface ToolzzOptions extends ClientOptions {
  /** The e-mail address of an administrator's account. @default the environment variable TOOLZZ_EMAIL, read at the first request */
  readonly email?: string | undefined;
  /** The institution's code: the subdomain of its platform. @default the environment variable TOOLZZ_INSTITUTION_CODE, read at the first request */
  readonly institutionCode?: string | undefined;
  /** The account's password. @default the environment variable TOOLZZ_PASSWORD, read at the first request */
  readonly password?: string | undefined;
}

/** A Toolzz client with every operation as a method: `toolzz.plans.enroll(params)`. */
export interface Toolzz extends Client {
  /** Logging in. The client does it by itself; call this only to store tokens elsewhere. */
  readonly auth: Bound<typeof auth>;
  /** Course packages and their learners. */
  readonly plans: Bound<typeof plans>;
  /** Users. */
  readonly users: Bound<typeof users>;
  /** Free courses. */
  readonly courses: Bound<typeof courses>;
  /** Classes and their learners. */
  readonly classes: Bound<typeof classes>;
}

const ownOptions = {
  email: true,
  institutionCode: true,
  password: true,
} as const satisfies OwnOptionNames<ToolzzOptions>;

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
      credentials: { login: (context) => loginCredential(options, context) },
      readError,
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
  return bind(createToolzzClient(options), { auth, plans, users, courses, classes });
}
