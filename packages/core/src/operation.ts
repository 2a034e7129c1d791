import { type Call, type Caller, LazyCall } from "./call.ts";
import type { AnyDeclaration, OperationDeclaration } from "./declaration.ts";
import type { CallOptions } from "./options.ts";
import { type PagedCall, LazyPagedCall } from "./paged-call.ts";
import type { Pager } from "./pagers.ts";

/** The parameters of an operation that takes none. */
export interface NoParams {
  /** No field is known. */
  readonly [field: string]: never;
}

/** The arguments of a call: the parameters may be left out when none is required. */
export type CallArguments<Params> = {} extends Params
  ? [params?: Params, options?: CallOptions]
  : [params: Params, options?: CallOptions];

/** An operation of a vendor: call it with a client, or read its declaration. */
export interface Operation<Params, Reply> {
  /** Makes the call; it is sent when it is awaited. */
  (client: Caller, ...args: CallArguments<Params>): Call<Reply>;
  /** The operation as data. */
  readonly declaration: AnyDeclaration;
  /** What `bind` makes of it; exists in types only. */
  readonly "~bound"?: (...args: CallArguments<Params>) => Call<Reply>;
}

/** An operation that gives a list page by page. */
export interface PagedOperation<Params, Reply, Item> {
  /** Makes the call: await it for one page, iterate it for all items. */
  (client: Caller, ...args: CallArguments<Params>): PagedCall<Reply, Item>;
  /** The operation as data. */
  readonly declaration: AnyDeclaration;
  /** How its pages follow each other. */
  readonly pager: Pager;
  /** What `bind` makes of it; exists in types only. */
  readonly "~bound"?: (...args: CallArguments<Params>) => PagedCall<Reply, Item>;
}

/**
 * Declares an operation. Write both type arguments out: the public shape is the interface, the schema is checked against it.
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
    new LazyCall(() => client["~execute"]<Reply>(declaration, params, options));
  return Object.assign(call as (client: Caller, ...args: CallArguments<Params>) => Call<Reply>, {
    declaration,
  });
}

/**
 * Declares an operation whose replies are pages of a list; `pager` says how pages follow each other.
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
    /** How the pages follow each other. */
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
