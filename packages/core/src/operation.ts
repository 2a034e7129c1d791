import { type Call, LazyCall } from "./call.ts";
import type { AnyDeclaration, OperationDeclaration } from "./declaration.ts";
import type { Caller, Client } from "./client.ts";
import { ConfigurationError } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import { type PagedCall, LazyPagedCall } from "./paged-call.ts";
import type { Pager } from "./pagers.ts";
import { type ChangedOptions, withOptions } from "./with-options.ts";

/** The parameters of an operation that has none. */
export interface NoParams {
  /** No field is allowed. */
  readonly [field: string]: never;
}

/** The arguments of a call; the parameters may be omitted if none is required. */
export type CallArguments<Params> = {} extends Params
  ? [params?: Params, options?: CallOptions]
  : [params: Params, options?: CallOptions];

/** An operation of a vendor: call it with a client, or read its declaration. */
export interface Operation<Params, Reply> {
  /** Creates the call, which is sent when it is awaited. */
  (client: Caller, ...args: CallArguments<Params>): Call<Reply>;
  /** The operation as data. */
  readonly declaration: AnyDeclaration;
  /** The method that `bind` creates from it; exists in types only. */
  readonly "~bound"?: (...args: CallArguments<Params>) => Call<Reply>;
}

/** An operation that returns a list page by page. */
export interface PagedOperation<Params, Reply, Item> {
  /** Creates the call: await it for one page, iterate it for all items. */
  (client: Caller, ...args: CallArguments<Params>): PagedCall<Reply, Item>;
  /** The operation as data. */
  readonly declaration: AnyDeclaration;
  /** How its list is paged. */
  readonly pager: Pager;
  /** The method that `bind` creates from it; exists in types only. */
  readonly "~bound"?: (...args: CallArguments<Params>) => PagedCall<Reply, Item>;
}

/**
 * Declares an operation. Write out both type arguments: the interfaces are the public types, and the schemas are checked against them.
 *
 * @example
 * ```ts
 * export const get = operation<GetProductParams, GetProductReply>({
 *   name: "products.get",
 *   method: "GET",
 *   path: "/v1/products/{productId}",
 *   evidence: "deduced",
 *   params: () => z.strictObject({ productId: z.string() }),
 *   response: () => z.looseObject({ product: z.nullable(product()) }),
 * });
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function operation<Params extends object, Reply>(
  declaration: OperationDeclaration<Params, Reply>,
): Operation<Params, Reply> {
  const call = (client: Caller, params?: Params, options?: CallOptions): Call<Reply> =>
    new LazyCall(client, declaration, (isUnread) =>
      client["~execute"]<Reply>(declaration, params, options, isUnread),
    );
  return Object.assign(call as (client: Caller, ...args: CallArguments<Params>) => Call<Reply>, {
    declaration,
  });
}

/**
 * Declares an operation whose replies are pages of a list; `pager` describes how the list is paged.
 *
 * @example
 * ```ts
 * export const list = pagedOperation<ListProductsParams, ProductPage, Product>({
 *   name: "products.list",
 *   method: "GET",
 *   path: "/v1/products",
 *   evidence: "documented",
 *   params: () => z.strictObject({ limit: z.optional(z.int()), offset: z.optional(z.int()) }),
 *   response: () => z.looseObject({ products: z.array(product()), totalProducts: z.int() }),
 *   pager: offsetPager({ items: "products", total: "totalProducts", limit: "limit", offset: "offset", pageSize: 10 }),
 * });
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function pagedOperation<Params extends object, Reply, Item>(
  declaration: OperationDeclaration<Params, Reply> & {
    /** How the list is paged. */
    readonly pager: Pager;
  },
): PagedOperation<Params, Reply, Item> {
  const call = (client: Caller, params?: Params, options?: CallOptions): PagedCall<Reply, Item> =>
    new LazyPagedCall<Reply, Item>(client, declaration, declaration.pager, params, options);
  return Object.assign(call as (client: Caller, ...args: CallArguments<Params>) => PagedCall<Reply, Item>, {
    declaration,
    pager: declaration.pager,
  });
}

/** The operations of one module, bound to a client: `orders.create(params)`. */
export type Bound<Module> = {
  readonly [
    Name in keyof Module as Module[Name] extends { readonly declaration: AnyDeclaration } ? Name : never
  ]: Module[Name] extends { readonly "~bound"?: infer Method } ? NonNullable<Method> : never;
};

/** A client with methods. */
export interface MethodClient extends Client {
  /**
   * Creates a client with other settings, such as for calls that may take longer. It shares everything else with this one: address,
   * credentials with their tokens, limiter, transport, middleware and routes. Requests for tokens keep the settings of the first client.
   *
   * @throws ConfigurationError when an option is invalid, or cannot be changed.
   * @example
   * ```ts
   * await skilvul.withOptions({ timeout: 5_000 }).orders.create({ user, productIds });
   * ```
   */
  withOptions(options: ChangedOptions): this;
}

/** A client with the operations of all its modules: `skilvul.orders.create(params)`. */
export type BoundClient<Modules> = MethodClient & { readonly [Name in keyof Modules]: Bound<Modules[Name]> };

type AnyOperation = ((client: Client, params?: object, options?: object) => unknown) & {
  readonly declaration: AnyDeclaration;
};

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "declaration" in value;
}

function bindModule(client: Client, module: object): object {
  const bound: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(module)) {
    if (!isOperation(member)) continue;
    // A bound function adds no frame to the stack of an error.
    bound[name] = member.bind(undefined, client);
  }
  return Object.freeze(bound);
}

function operationNames(module: object): readonly string[] {
  return Object.values(module).flatMap((member: unknown) =>
    isOperation(member) ? [member.declaration.name] : [],
  );
}

/** @throws ConfigurationError when the option `routes` names operations that the modules do not have. */
function checkOverridden(
  { vendor, "~overridden": overridden }: Client,
  modules: Readonly<Record<string, object>>,
): void {
  if (overridden.length === 0) return;
  const known = new Set(Object.values(modules).flatMap(operationNames));
  const unknown = overridden.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    `routes names ${unknown.map((name) => JSON.stringify(name)).join(", ")}, which the ${vendor} client does not have: expected resource.method, such as ${[...known].slice(0, 3).join(", ")}.`,
    { code: "unknown-operation" },
  );
}

/**
 * Adds the operations of modules to a client as methods. A module's methods are created when it is first used, so that a
 * client with hundreds of operations is cheap to create.
 *
 * @param client The client to which the methods are added.
 * @param modules Modules of operations by resource name: `{ orders, products }`.
 * @param methods Creates further methods, for this client and for each that its `withOptions` creates. @default none
 * @throws ConfigurationError when the client's option `routes` names an operation that no module has.
 */
export function bind<Modules extends Readonly<Record<string, object>>, Methods extends object = object>(
  client: Client,
  modules: Modules,
  methods?: (client: Client) => Methods,
): BoundClient<Modules> & Methods {
  checkOverridden(client, modules);
  for (const [name, module] of Object.entries(modules)) {
    let bound: object | undefined;
    Object.defineProperty(client, name, {
      enumerable: true,
      get: () => (bound ??= bindModule(client, module)),
    });
  }
  Object.assign(client, methods?.(client), {
    withOptions: (options: ChangedOptions) => bind(withOptions(client, options), modules, methods),
  });
  return client as BoundClient<Modules> & Methods;
}
