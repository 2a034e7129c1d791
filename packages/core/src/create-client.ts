import { type Call, type CallResult, LazyCall } from "./call.ts";
import type { Client, RequestOptions } from "./client.ts";
import type { AnyDeclaration, HttpMethod } from "./declaration.ts";
import { checkCallOptions, createEngine, type Engine, type VendorDefinition } from "./engine.ts";
import { ConfigurationError, KelasError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { isObject } from "./json-object.ts";
import { loadPart } from "./load-part.ts";
import { loadRecovery, type Recovery } from "./load-recovery.ts";
import {
  type CallOptions,
  callOptionNames,
  clientOptions,
  type ClientOptions,
  type UnverifiedRoutePolicy,
} from "./options.ts";
import { type DeclaredPlan, type Plan, planOperation } from "./plan.ts";
import { buildRequest, type CallRequest } from "./request/build.ts";
import { run, shownFromOutside } from "./run.ts";

const noOptions: CallOptions = {};

type RouteOptions = Pick<ClientOptions, "routes" | "unverifiedRoutes">;

class KelasClient implements Client {
  readonly vendor: string;
  readonly #engine: Engine;
  readonly #routes: Readonly<Record<string, string>>;
  readonly #policy: UnverifiedRoutePolicy;
  readonly #plans = new Map<AnyDeclaration, DeclaredPlan>();

  constructor(
    { routes = {}, unverifiedRoutes = "reads" }: RouteOptions,
    engineOf: (client: KelasClient) => Engine,
  ) {
    this.#routes = routes;
    this.#policy = unverifiedRoutes;
    this.#engine = engineOf(this);
    this.vendor = this.#engine.vendor;
  }

  get baseUrl(): string {
    return this.#engine.baseUrl();
  }

  #planOf(declaration: AnyDeclaration): DeclaredPlan {
    let plan = this.#plans.get(declaration);
    if (plan === undefined) {
      const settings = { override: this.#routes[declaration.name], policy: this.#policy };
      plan = planOperation(this.#engine, declaration, settings);
      this.#plans.set(declaration, plan);
    }
    return plan;
  }

  /** Adds the parameters that the client supplies when the call does not. */
  #complete({ clientParams = [] }: AnyDeclaration, params: object): object {
    if (clientParams.length === 0 || !isObject(params)) return params;
    const missing = clientParams.filter((name) => Reflect.get(params, name) === undefined);
    if (missing.length === 0) return params;
    const given: Record<string, unknown> = {};
    for (const name of missing) given[name] = this.#engine.clientParams[name]?.();
    return { ...params, ...given };
  }

  /** Loads code that is needed before a call is sent, or because it cannot be. */
  #load({ operation, method, path }: Pick<Plan, "operation" | "method" | "path">): Promise<Recovery> {
    return loadPart({ vendor: this.vendor, operation, method, path }, loadRecovery);
  }

  async #unwritten(plan: Plan, thrown: unknown): Promise<KelasError> {
    if (KelasError.isInstance(thrown)) return thrown;
    const { unwrittenError } = await this.#load(plan);
    return unwrittenError(this.vendor, plan.operation, thrown);
  }

  async "~execute"<Reply>(
    declaration: AnyDeclaration,
    given: object = {},
    options: CallOptions = noOptions,
    isUnread?: boolean,
  ): Promise<CallResult<Reply>> {
    if (options !== noOptions)
      checkCallOptions(`${this.vendor} ${declaration.name}`, options, callOptionNames);
    const plan = this.#planOf(declaration);
    if (!plan.isAllowed) throw (await this.#load(plan)).unverifiedRouteError(this.vendor, plan);
    let params = given;
    let request: CallRequest;
    try {
      params = this.#complete(declaration, given);
      const building = buildRequest(plan, params, options);
      request = building instanceof Promise ? await building : building;
    } catch (error) {
      throw shownFromOutside(await this.#unwritten(plan, error), this["~execute"]);
    }
    const exchange = new Exchange(this.#engine, plan, request, options, params, isUnread);
    // Validating the reply against the declaration is what makes it a `Reply`; with "off" the caller accepts it unchecked.
    return (await run(exchange)) as CallResult<Reply>;
  }

  request(method: HttpMethod, path: string, options: RequestOptions = {}): Call<unknown> {
    return new LazyCall(this, { name: "request" }, async (isUnread) => {
      const operation = "request";
      const { buildRawRequest, planRequest } = await this.#load({ operation, method, path });
      const plan = planRequest(this.#engine, method, path, options);
      let request: CallRequest;
      try {
        request = await buildRawRequest(plan, options);
      } catch (error) {
        throw await this.#unwritten(plan, error);
      }
      return run(new Exchange(this.#engine, plan, request, options, undefined, isUnread));
    });
  }

  get "~overridden"(): readonly string[] {
    return Object.keys(this.#routes);
  }

  "~changed"(change: (engine: Engine) => Engine): Client {
    const settings = { routes: this.#routes, unverifiedRoutes: this.#policy };
    return new KelasClient(settings, () => change(this.#engine));
  }

  /** What `console.log` shows for a client in Node: no options, no credentials. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Client(${this.vendor})`;
  }

  toJSON(): object {
    return { vendor: this.vendor };
  }
}

/**
 * Creates a vendor's client from its definition and the user's options. For authors of vendor packages; users
 * call the vendor's `createX`.
 *
 * @throws ConfigurationError when an option is invalid or unknown.
 */
export function createClient(definition: VendorDefinition, options: ClientOptions = {}): Client {
  const { vendor, options: own, credentials = {} } = definition;
  const checked = clientOptions(vendor, options, own);
  return new KelasClient(checked, (client) =>
    createEngine(definition, checked, (credential) => async ({ declaration }, params) => {
      if ((declaration.auth ?? Object.keys(credentials)[0]) === credential) {
        throw new ConfigurationError(
          `${declaration.name} obtains the credential "${credential}": declare another one, or auth: false.`,
        );
      }
      // The validation of the reply against the declaration is what makes it the operation's reply.
      return (await client["~execute"]<never>(declaration, params)).data;
    }),
  );
}
