import { type Call, LazyCall } from "./call.ts";
import type { AnyDeclaration, OperationDeclaration } from "./declaration.ts";
import type { Caller } from "./client.ts";
import type { CallOptions } from "./options.ts";
import { type PagedCall, LazyPagedCall } from "./paged-call.ts";
import type { Pager } from "./pagers.ts";

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
