import type { Credential, CredentialContext } from "./auth/credential.ts";
import type { TokenStore } from "./auth/token-store.ts";
import { memoryTokenStore } from "./auth/token-store.ts";
import { checkedBaseUrl } from "./base-url.ts";
import { type Call, LazyCall, type WithResponse } from "./call.ts";
import type { AnyDeclaration, Evidence, HttpMethod } from "./declaration.ts";
import { environment } from "./environment.ts";
import { ConfigurationError, InvalidParamsError, type ParamIssue, UnverifiedRouteError } from "./errors.ts";
import type { Engine, ErrorReader, ErrorSource } from "./execute/engine.ts";
import { Execution } from "./execute/execution.ts";
import type { CallPlan } from "./execute/plan.ts";
import { kyTransport } from "./execute/transport.ts";
import { createLimiter, isLimiter } from "./limiter.ts";
import { defaultLogger, type Logger, silentLogger } from "./logging.ts";
import type { CallOptions, ClientOptions, UnverifiedRoutePolicy } from "./options.ts";
import { DriftReporter, driftText } from "./reply/drift.ts";
import { type BuiltRequest, buildRequest } from "./request/build.ts";
import { encodeBody } from "./request/body.ts";
import { toPairs, toQueryString } from "./request/encode.ts";
import { checkedHeaders } from "./request/headers.ts";
import { isIdempotentMethod, isReadMethod, type PreparedOperation, prepare } from "./request/prepare.ts";

/** What a vendor's package knows about its vendor. */
export interface VendorDefinition {
  /** The vendor's short name, as in `skilvul`: for errors, logs and token keys. */
  readonly vendor: string;
  /** The documented address. */
  readonly baseUrl: string;
  /** The environment variable that replaces it. */
  readonly baseUrlVariable?: string;
  /**
   * The ways of proving who calls, by name; the first is the one that operations take when they name none.
   *
   * @param baseUrl Gives the client's address, for a token's key in the store.
   */
  readonly credentials?: (
    baseUrl: () => string,
    tokenStore: TokenStore,
  ) => Readonly<Record<string, Credential>>;
  /** Reads the vendor's error out of a reply. @default no words, the status alone */
  readonly readError?: ErrorReader;
  /** Whether a reply says that the token is not accepted. @default status 401 */
  readonly isTokenRejected?: (source: ErrorSource) => boolean;
  /** The header that names a request for the vendor's support. @default "x-request-id" */
  readonly requestIdHeader?: string;
}

/** Settings of a request through the escape hatch. */
export interface RequestOptions extends CallOptions {
  /** The query: text, numbers, booleans, or lists of these, which are repeated. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The fields of the body. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** How the body is written. @default "json" */
  readonly bodyType?: "json" | "form" | "multipart" | undefined;
  /** Which of the client's credentials it takes; `false` for none. @default the client's first */
  readonly auth?: string | false | undefined;
  /** Sending it twice has the effect of sending it once, so it may be retried. @default whether the method is GET, HEAD, PUT or DELETE */
  readonly idempotent?: boolean | undefined;
  /** What a successful reply holds; `binary` gives a `BinaryReply`. @default "json" */
  readonly media?: "json" | "binary" | undefined;
}

/** A vendor's client: address, credentials and rules for every call. Make one with the vendor's `createX`. */
export interface Client {
  /** The vendor's short name. */
  readonly vendor: string;
  /** Where the API is. */
  readonly baseUrl: string;
  /**
   * Sends a request that no operation declares, with the same credentials, retries and errors. The reply is not
   * validated.
   *
   * @param path The path after the base URL, from its slash on, already percent-encoded.
   * @throws InvalidParamsError when the path, query or body cannot be sent.
   */
  request(method: HttpMethod, path: string, options?: RequestOptions): Call<unknown>;
  /** Runs a declared operation; what `operation()` calls. Not for users. */
  "~execute"<Reply>(
    declaration: AnyDeclaration,
    params: object | undefined,
    options: CallOptions | undefined,
  ): Promise<WithResponse<Reply>>;
}

function checkNumber(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (value >= least && !Number.isNaN(value))) return;
  throw new ConfigurationError(`${name} is ${value}: expected a number of ${least} or more.`);
}

function checkNumbers(options: CallOptions & { readonly maxResponseBytes?: number | undefined }): void {
  checkNumber("timeout", options.timeout, 1);
  checkNumber("totalTimeout", options.totalTimeout, 1);
  checkNumber("retries", options.retries, 0);
  checkNumber("maxResponseBytes", options.maxResponseBytes, 1);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function mayUse(policy: UnverifiedRoutePolicy, evidence: Evidence, method: HttpMethod): boolean {
  if (evidence !== "proposed" || policy === "allow") return true;
  return policy === "reads" && isReadMethod(method);
}

class KelasClient implements Client {
  readonly vendor: string;
  readonly #engine: Engine;
  readonly #routes: Readonly<Record<string, string>>;
  readonly #policy: UnverifiedRoutePolicy;
  readonly #prepared = new Map<AnyDeclaration, PreparedOperation>();

  constructor(definition: VendorDefinition, options: ClientOptions) {
    checkNumbers(options);
    this.vendor = definition.vendor;
    this.#routes = options.routes ?? {};
    this.#policy = options.unverifiedRoutes ?? "reads";
    this.#engine = this.#createEngine(definition, options);
  }

  #createEngine(definition: VendorDefinition, options: ClientOptions): Engine {
    const { vendor } = definition;
    const allowInsecureHttp = options.allowInsecureHttp === true;
    const check = (url: string): string => checkedBaseUrl(vendor, url, allowInsecureHttp);
    const given = options.baseUrl === undefined ? undefined : check(options.baseUrl);
    // Without an option or a variable the documented address stands: that it may be plain http is said at once.
    if (given === undefined && definition.baseUrlVariable === undefined) check(definition.baseUrl);
    const baseUrl = once(() => {
      const variable = definition.baseUrlVariable;
      const found = variable === undefined ? undefined : environment(variable);
      return given ?? check(found ?? definition.baseUrl);
    });
    const logger = once<Logger>(() =>
      options.logger === false ? silentLogger : (options.logger ?? defaultLogger()),
    );
    const { limiter } = options;
    const credentials = definition.credentials?.(baseUrl, options.tokenStore ?? memoryTokenStore()) ?? {};
    const context: CredentialContext = {
      call: ({ declaration }, params) => {
        if (declaration.auth !== false) {
          throw new ConfigurationError(
            `${declaration.name} gets credentials, so it must be declared with auth: false.`,
          );
        }
        return new LazyCall(() => this["~execute"](declaration, params, {}));
      },
    };
    return {
      vendor,
      baseUrl,
      credentials,
      defaultCredential: Object.keys(credentials)[0],
      credentialContext: context,
      readError: definition.readError ?? (() => undefined),
      isTokenRejected: definition.isTokenRejected ?? (({ status }) => status === 401),
      requestIdHeader: definition.requestIdHeader ?? "x-request-id",
      transport: kyTransport(options.fetch),
      limiter: limiter === undefined || isLimiter(limiter) ? limiter : createLimiter(limiter),
      middleware: options.middleware ?? [],
      headers: { accept: "application/json", ...checkedHeaders(options.headers ?? {}) },
      timeout: options.timeout ?? 30_000,
      totalTimeout: options.totalTimeout ?? 120_000,
      retries: options.retries ?? 2,
      maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
      validation: options.validation ?? "warn",
      drift: new DriftReporter(
        vendor,
        options.onDrift ??
          (({ operation, issues }) => {
            logger().warn(
              `${vendor} ${operation}: the reply differs from its declaration. ${driftText(issues)}.`,
            );
          }),
      ),
      logger,
    };
  }

  get baseUrl(): string {
    return this.#engine.baseUrl();
  }

  #prepare(declaration: AnyDeclaration): PreparedOperation {
    let prepared = this.#prepared.get(declaration);
    if (prepared === undefined) {
      prepared = prepare(declaration, this.#routes[declaration.name]);
      this.#prepared.set(declaration, prepared);
    }
    return prepared;
  }

  async "~execute"<Reply>(
    declaration: AnyDeclaration,
    params: object = {},
    options: CallOptions = {},
  ): Promise<WithResponse<Reply>> {
    checkNumbers(options);
    const prepared = this.#prepare(declaration);
    const { method, path, evidence } = prepared;
    if (!mayUse(this.#policy, evidence, method)) {
      throw new UnverifiedRouteError(this.vendor, declaration.name, `${method} ${path}`);
    }
    const building = buildRequest(this.vendor, prepared, params, options.extraParams);
    const built = building instanceof Promise ? await building : building;
    const token = declaration.token === true;
    const plan: CallPlan = {
      operation: declaration.name,
      evidence,
      auth: declaration.auth,
      media: declaration.media ?? "json",
      token,
      repeatable: prepared.repeatable,
      readOnly: prepared.readOnly,
      response: declaration.response,
      secrets: token ? Object.values(params).filter((value) => typeof value === "string") : [],
    };
    // The validation of the reply against the declaration is what makes it a `Reply`; with "off" the caller vouches for it.
    return (await new Execution(this.#engine, plan, built, options).run()) as WithResponse<Reply>;
  }

  request(method: HttpMethod, path: string, options: RequestOptions = {}): Call<unknown> {
    return new LazyCall(async () => {
      checkNumbers(options);
      const built = await this.#buildRaw(method, path, options);
      const plan: CallPlan = {
        operation: "request",
        evidence: "documented",
        auth: options.auth,
        media: options.media ?? "json",
        token: false,
        repeatable: options.idempotent ?? isIdempotentMethod(method),
        readOnly: isReadMethod(method),
        response: undefined,
        secrets: [],
      };
      return new Execution(this.#engine, plan, built, options).run();
    });
  }

  async #buildRaw(method: HttpMethod, path: string, options: RequestOptions): Promise<BuiltRequest> {
    const issues: ParamIssue[] = [];
    const refuse = (field: string, expected: string): void => {
      issues.push({ field, expected, received: "something else", message: `${field}: expected ${expected}` });
    };
    if (!path.startsWith("/") || /[\s?#\\]/.test(path)) {
      refuse(
        "path",
        "a path that begins with a slash and holds no space, backslash, query or fragment (give the query as `query`)",
      );
    }
    if (path.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
      refuse("path", "no `.` or `..` segments");
    const toQuery = isReadMethod(method) ? options.extraParams : undefined;
    const toBody = isReadMethod(method) ? undefined : options.extraParams;
    const body =
      options.body === undefined && toBody === undefined ? undefined : { ...options.body, ...toBody };
    if (body !== undefined && isReadMethod(method))
      refuse("body", `no body, since fetch cannot send one with ${method}`);
    const query = toQueryString(toPairs({ ...options.query, ...toQuery }, {}, issues));
    const encoded =
      body === undefined ? undefined : await encodeBody(body, options.bodyType ?? "json", {}, issues);
    if (issues.length > 0) throw new InvalidParamsError(this.vendor, "request", issues);
    return { method, path, query, encoded };
  }

  /** What `console.log` shows of a client in Node: no option, no credential. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Client(${this.vendor})`;
  }

  toJSON(): object {
    return { vendor: this.vendor };
  }
}

/**
 * Makes a vendor's client from what its package knows and what its user wants. For authors of vendor packages; users
 * call the vendor's `createX`.
 *
 * @throws ConfigurationError when an option cannot be right.
 */
export function createClient(definition: VendorDefinition, options: ClientOptions = {}): Client {
  return new KelasClient(definition, options);
}
