import type { Evidence } from "@kelaskit/core";
import {
  operation as coreOperation,
  type Operation,
  type OperationDeclaration,
  pagedOperation as corePagedOperation,
  type PagedOperation,
  type Pager,
} from "@kelaskit/core/vendor";
import { type PageParams, recordsPager } from "./pagination.ts";

/**
 * The declaration of an operation. `evidence` defaults to "proposed", because the vendor's documentation lost nearly
 * all routes.
 */
type Declaration<Params, Reply> = Omit<OperationDeclaration<Params, Reply>, "evidence"> & {
  readonly evidence?: Evidence;
};

/** The declaration of a paged operation. `pager` defaults to the vendor's usual pages, see `recordsPager`. */
type PagedDeclaration<Params, Reply> = Declaration<Params, Reply> & { readonly pager?: Pager };

/** Declares an operation. */
/* @__NO_SIDE_EFFECTS__ */
export function operation<Params extends object, Reply>(
  declaration: Declaration<Params, Reply>,
): Operation<Params, Reply> {
  return coreOperation<Params, Reply>({ evidence: "proposed", ...declaration });
}

/** Declares a paged operation whose page is chosen by `page_size` and `page_number`. */
/* @__NO_SIDE_EFFECTS__ */
export function pagedOperation<Params extends PageParams, Reply, Item>(
  declaration: PagedDeclaration<Params, Reply>,
): PagedOperation<Params, Reply, Item> {
  return corePagedOperation<Params, Reply, Item>({
    evidence: "proposed",
    clientParams: ["page_size", "page_number"],
    pager: recordsPager(),
    ...declaration,
  });
}

/** What most lists can be sorted and searched by. */
interface ListParams extends PageParams {
  readonly order_by?: unknown;
  readonly search_param?: unknown;
}

/** Declares a paged operation that takes `order_by` and `search_param` as JSON text, as most of the vendor's lists do. */
/* @__NO_SIDE_EFFECTS__ */
export function listOperation<Params extends ListParams, Reply, Item>(
  declaration: PagedDeclaration<Params, Reply>,
): PagedOperation<Params, Reply, Item> {
  return pagedOperation<Params, Reply, Item>({
    ...declaration,
    encode: { order_by: "json", search_param: "json", ...declaration.encode },
  });
}
