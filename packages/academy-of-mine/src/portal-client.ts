import type { Client, ClientOptions, TokenSource } from "@kelaskit/core";
import {
  bearer,
  clientOptions,
  ConfigurationError,
  createClient,
  optionOrEnvironment,
  type OwnOptionNames,
} from "@kelaskit/core/vendor";
import { readError } from "./errors.ts";
import { defaultPageSize } from "./pagination.ts";

/** Settings of an Academy of Mine client. */
export interface AcademyOfMineOptions extends ClientOptions {
  /**
   * The name of your portal: the first part of its address `https://{portal}.aomlms.com`. With your own domain, set
   * `baseUrl` instead. @default the environment variable ACADEMY_OF_MINE_PORTAL, read at the first request
   */
  readonly portal?: string | undefined;
  /**
   * The API key that an administrator created in the portal, or a function that returns the current one: it is called
   * before every try, and once more when the vendor rejects the key. @default the environment variable
   * ACADEMY_OF_MINE_TOKEN, read at the first request
   */
  readonly token?: TokenSource | undefined;
}

const ownOptions = {
  portal: true,
  token: true,
} as const satisfies OwnOptionNames<AcademyOfMineOptions>;

/** One label of a host name: anything else would lead to another host. */
const portalName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function baseUrlOf(portal: string): string {
  if (portalName.test(portal)) return `https://${portal}.aomlms.com/api`;
  throw new ConfigurationError(
    `portal is ${JSON.stringify(portal)}: expected the first part of https://{portal}.aomlms.com, such as "acme". ` +
      "For your own domain, set baseUrl, ending in /api.",
  );
}

/**
 * Creates an Academy of Mine client without methods, for calling operations as functions: only what you call is
 * bundled.
 *
 * @throws ConfigurationError when an option is invalid. A missing portal or token is reported at the first request.
 * @example
 * ```ts
 * import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
 * import * as courses from "@kelaskit/academy-of-mine/courses";
 * for await (const course of courses.list(createAcademyOfMineClient({ portal, token }))) console.log(course.id);
 * ```
 */
export function createAcademyOfMineClient(given: AcademyOfMineOptions = {}): Client {
  const options = clientOptions("academy-of-mine", given, ownOptions);
  const { portal, token } = options;
  // Options are checked immediately, environment variables when they are needed.
  if (portal !== undefined) baseUrlOf(portal);
  return createClient(
    {
      vendor: "academy-of-mine",
      options: ownOptions,
      baseUrl: () => baseUrlOf(optionOrEnvironment(portal, "portal", "ACADEMY_OF_MINE_PORTAL")),
      // An explicit portal wins: the variable replaces only what the environment sets.
      ...(portal === undefined ? { baseUrlVariable: "ACADEMY_OF_MINE_BASE_URL" } : {}),
      credentials: {
        portal: () =>
          bearer(token ?? (() => optionOrEnvironment(undefined, "token", "ACADEMY_OF_MINE_TOKEN"))),
      },
      clientParams: {
        page_size: () => defaultPageSize,
        page_number: () => 1,
        pageSize: () => defaultPageSize,
        pageNumber: () => 1,
      },
      readError,
    },
    options,
  );
}
