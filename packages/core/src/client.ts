import { type Call, LazyCall, type WithResponse } from "./call.ts";
import type { AnyDeclaration, HttpMethod } from "./declaration.ts";
import { describe } from "./describe.ts";
import {
  ConfigurationError,
  InvalidParamsError,
  KelasError,
  type ParamIssue,
  UnverifiedRouteError,
} from "./errors.ts";
import { createEngine } from "./execute/create-engine.ts";
import type { Engine } from "./execute/engine.ts";
import { Execution } from "./execute/execution.ts";
import type { CallPlan } from "./execute/plan.ts";
import type { CallOptions, ClientOptions, UnverifiedRoutePolicy } from "./options.ts";
import { type BuiltRequest, buildRequest } from "./request/build.ts";
import { encodeBody } from "./request/body.ts";
import { toPairs, toQueryString } from "./request/encode.ts";
import { isIdempotentMethod, isReadMethod, type PreparedOperation, prepare } from "./request/prepare.ts";
import type { VendorDefinition } from "./vendor-definition.ts";

/** Settings of a request through the escape hatch. */
export interface RequestOptions extends CallOptions {
  /** The query: text, numbers, booleans, or lists of these, which are repeated. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The fields of the body. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** How the body is written. @default as the vendor wants it, mostly "json" */
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
  /** Says which of the option `routes` name no operation that is known; what `bind()` asks. Not for users. */
  "~checkRoutes"(operations: () => ReadonlySet<string>): void;
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

function mayUse(policy: UnverifiedRoutePolicy, { evidence, method, readOnly }: PreparedOperation): boolean {
  if (evidence !== "proposed" || policy === "allow") return true;
  return policy === "reads" && readOnly && isReadMethod(method);
}

/** The texts and numbers of a value, however deep: a parameter may be a list of records with a password in each. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "bigint") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Texts among the parameters that no error may repeat: all of a token request, else those that are declared secret. */
function secretsIn({ token, secretParams = [] }: AnyDeclaration, params: object): readonly string[] {
  if (token !== true && secretParams.length === 0) return [];
  return Object.entries(params)
    .filter(([name]) => token === true || secretParams.includes(name))
    .flatMap(([, value]: [string, unknown]) => textsIn(value));
}

/** A getter, a stream or a `toString` of the caller's has thrown while the request was written: nothing has left. */
function unreadableParams(vendor: string, operation: string, thrown: unknown): KelasError {
  if (KelasError.isInstance(thrown)) return thrown;
  const received = thrown instanceof Error ? thrown.name : describe(thrown);
  const expected = "values that can be read";
  const message = `(parameters): expected ${expected}; reading one threw ${received}`;
  const issue: ParamIssue = { field: "(parameters)", expected, received, message };
  return new InvalidParamsError(vendor, operation, [issue], { cause: thrown });
}

class KelasClient implements Client {
  readonly vendor: string;
  readonly #engine: Engine;
  readonly #routes: Readonly<Record<string, string>>;
  readonly #policy: UnverifiedRoutePolicy;
  readonly #defaultParams: NonNullable<VendorDefinition["defaultParams"]>;
  readonly #bodyType: NonNullable<VendorDefinition["bodyType"]>;
  readonly #prepared = new Map<AnyDeclaration, PreparedOperation>();

  constructor(definition: VendorDefinition, options: ClientOptions) {
    checkNumbers(options);
    this.vendor = definition.vendor;
    this.#routes = options.routes ?? {};
    this.#policy = options.unverifiedRoutes ?? "reads";
    this.#defaultParams = definition.defaultParams ?? {};
    this.#bodyType = definition.bodyType ?? "json";
    this.#engine = createEngine(definition, options, this);
  }

  get baseUrl(): string {
    return this.#engine.baseUrl();
  }

  #prepare(declaration: AnyDeclaration): PreparedOperation {
    let prepared = this.#prepared.get(declaration);
    if (prepared === undefined) {
      prepared = prepare(declaration, this.#routes[declaration.name], this.#bodyType);
      this.#prepared.set(declaration, prepared);
    }
    return prepared;
  }

  /** The parameters with what the client gives in place of the call. */
  #complete(declaration: AnyDeclaration, params: object): object {
    const missing = (declaration.defaults ?? []).filter((name) => Reflect.get(params, name) === undefined);
    if (missing.length === 0) return params;
    return { ...params, ...Object.fromEntries(missing.map((name) => [name, this.#defaultParams[name]?.()])) };
  }

  async "~execute"<Reply>(
    declaration: AnyDeclaration,
    given: object = {},
    options: CallOptions = {},
  ): Promise<WithResponse<Reply>> {
    checkNumbers(options);
    const prepared = this.#prepare(declaration);
    const { method, path, evidence } = prepared;
    if (!mayUse(this.#policy, prepared)) {
      throw new UnverifiedRouteError(this.vendor, declaration.name, `${method} ${path}`);
    }
    const params = this.#complete(declaration, given);
    let built: BuiltRequest;
    try {
      const building = buildRequest(this.vendor, prepared, params, options.extraParams);
      built = building instanceof Promise ? await building : building;
    } catch (error) {
      throw unreadableParams(this.vendor, declaration.name, error);
    }
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
      secrets: secretsIn(declaration, { ...params, ...options.extraParams }),
    };
    // The validation of the reply against the declaration is what makes it a `Reply`; with "off" the caller vouches for it.
    return (await new Execution(this.#engine, plan, built, options).run()) as WithResponse<Reply>;
  }

  request(method: HttpMethod, path: string, options: RequestOptions = {}): Call<unknown> {
    return new LazyCall(async () => {
      checkNumbers(options);
      let built: BuiltRequest;
      try {
        built = await this.#buildRaw(method, path, options);
      } catch (error) {
        throw unreadableParams(this.vendor, "request", error);
      }
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
      body === undefined ? undefined : await encodeBody(body, options.bodyType ?? this.#bodyType, {}, issues);
    if (issues.length > 0) throw new InvalidParamsError(this.vendor, "request", issues);
    return { method, path, query, encoded };
  }

  "~checkRoutes"(operations: () => ReadonlySet<string>): void {
    const overridden = Object.keys(this.#routes);
    if (overridden.length === 0) return;
    const known = operations();
    const unknown = overridden.filter((name) => !known.has(name));
    if (unknown.length === 0) return;
    throw new ConfigurationError(
      `routes names ${unknown.map((name) => JSON.stringify(name)).join(", ")}, which the ${this.vendor} client does not have: expected resource.method, as in ${[...known].slice(0, 3).join(", ")}.`,
    );
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
