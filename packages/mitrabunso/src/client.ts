import {
  type Client,
  type ClientOptions,
  ConfigurationError,
  type TokenSource,
  type MethodClient,
} from "@kelaskit/core";
import {
  bearer,
  bind,
  type Bound,
  clientOptions,
  createClient,
  environment,
  optionOrEnvironment,
  type OwnOptionNames,
} from "@kelaskit/core/vendor";
import { readError } from "./errors.ts";
import { pageSize } from "./pagination.ts";
import * as prices from "./prices.ts";

/** Settings of a Mitrabunso client. */
export interface MitrabunsoOptions extends ClientOptions {
  /**
   * The bearer token of your login, or a function that returns the current one. The function is called before every attempt,
   * and again when the vendor rejects a token. @default the environment variable MITRABUNSO_TOKEN, read at the first request
   */
  readonly token?: TokenSource | undefined;
  /** The id of your user, a UUID, which is part of every path. @default the environment variable MITRABUNSO_USER_ID, read at the first request */
  readonly userId?: string | undefined;
  /**
   * The encoding of request bodies. The vendor does not document it; its page of reports has a field with JSON as text, which
   * only makes sense in a form. @default "form"
   */
  readonly bodyType?: "form" | "json" | undefined;
}

/** A Mitrabunso client with every operation as a method: `mitrabunso.prices.update(params)`. */
export interface Mitrabunso extends MethodClient {
  /** Prices of products. */
  readonly prices: Bound<typeof prices>;
}

const ownOptions = {
  token: true,
  userId: true,
  bodyType: true,
} as const satisfies OwnOptionNames<MitrabunsoOptions>;

function checkedBodyType(encoding: string): "form" | "json" {
  if (encoding === "form" || encoding === "json") return encoding;
  throw new ConfigurationError(`bodyType is ${JSON.stringify(encoding)}: expected "form" or "json".`);
}

/**
 * Creates a Mitrabunso client without methods. Pass it to the operations as functions: only those you call are bundled.
 *
 * @throws ConfigurationError when an option is invalid, or the base URL is plain http, as the documented one is, without
 * `allowInsecureHttp: true`. A missing token or user id is reported by the first request.
 * @example
 * ```ts
 * import { createMitrabunsoClient, prices } from "@kelaskit/mitrabunso";
 * await prices.list(createMitrabunsoClient({ allowInsecureHttp: true }), { productId });
 * ```
 */
export function createMitrabunsoClient(given: MitrabunsoOptions = {}): Client {
  const options = clientOptions("mitrabunso", given, ownOptions);
  // Read here, not at the first request, so that plain http is refused when the client is created.
  const baseUrl = options.baseUrl ?? environment("MITRABUNSO_BASE_URL");
  return createClient(
    {
      vendor: "mitrabunso",
      options: ownOptions,
      baseUrl: "http://apiv2.mitrabunso.com/public",
      credentials: {
        user: () =>
          bearer(options.token ?? (() => optionOrEnvironment(undefined, "token", "MITRABUNSO_TOKEN"))),
      },
      clientParams: {
        userId: () => optionOrEnvironment(options.userId, "userId", "MITRABUNSO_USER_ID"),
        offset: () => 0,
        limit: () => pageSize,
      },
      bodyType: checkedBodyType(options.bodyType ?? "form"),
      readError,
    },
    { ...options, baseUrl },
  );
}

/**
 * Creates a Mitrabunso client with every operation as a method.
 *
 * @throws ConfigurationError when an option is invalid, or the base URL is plain http, as the documented one is, without
 * `allowInsecureHttp: true`. A missing token or user id is reported by the first request.
 * @example
 * ```ts
 * const mitrabunso = createMitrabunso({ token, userId, allowInsecureHttp: true });
 * for await (const { id, price } of mitrabunso.prices.list({ productId })) console.log(id, price);
 * ```
 */
export function createMitrabunso(options: MitrabunsoOptions = {}): Mitrabunso {
  return bind(createMitrabunsoClient(options), { prices });
}
