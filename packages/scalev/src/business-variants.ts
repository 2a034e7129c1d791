import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import type { BusinessPageParams, BusinessParams } from "./business.ts";
import { anyObject, id, maybeText } from "./fields.ts";
import { businessPageParams, businessParams, pageFields } from "./page-schemas.ts";
import { forwardPager, onlyOneCursor, type Page } from "./pagination.ts";

/** A variant, in any of its three forms. */
interface VariantReference {
  /** The variant's number, its unique id (`variant_…`) or its UUID. */
  readonly variantId: string | number;
}

/** Whose customers to list. */
export interface ListVariantCustomersParams extends BusinessPageParams, VariantReference {}

/** A customer who has access to a variant. The vendor documents no field; these are deduced from its other customers. */
export interface VariantCustomer {
  /** The customer's number. */
  readonly id?: number | undefined;
  readonly name?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The phone number. */
  readonly phone?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** A page of customers. */
export type VariantCustomerPage = Page<VariantCustomer>;

/** Whose course to get. */
export interface GetVariantCourseParams extends BusinessParams, VariantReference {}

/** The course of a variant, as its seller sees it. The vendor documents no field of it. */
export interface VariantCourse {
  /** Any field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

const variantId = () => z.union([id(), z.int().check(z.gte(1))]);

const customer = () =>
  z.looseObject({ id: z.optional(z.int()), name: maybeText(), email: maybeText(), phone: maybeText() });

/**
 * Lists the customers who have access to a variant, such as the learners of a course. Await it for one page; iterate it for
 * the customers of all pages.
 *
 * A restricted key requires the scope `product:read`. The paging parameters are deduced: the vendor documents them for lists
 * in general, not for this one.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @throws NotFoundError when the business has no such variant.
 * @see https://docs.scalev.com
 */
export const listCustomers = pagedOperation<ListVariantCustomersParams, VariantCustomerPage, VariantCustomer>(
  {
    name: "businessVariants.listCustomers",
    method: "GET",
    path: "/v3/variants/{variantId}/customers",
    evidence: "documented",
    auth: "business",
    params: () => z.strictObject({ variantId: variantId(), ...businessPageParams() }),
    rules: onlyOneCursor,
    response: () => z.looseObject({ data: z.array(customer()), ...pageFields() }),
    pager: forwardPager(),
  },
);

/**
 * Gets the course of a variant without the progress of any customer; `courses.getAccess` gets that of the customer who is
 * logged in.
 *
 * A restricted key requires the scope `product:read`.
 *
 * @throws AuthenticationError when the business key is wrong or has expired.
 * @throws PermissionError when a restricted key lacks the scope.
 * @throws NotFoundError when the business has no such variant.
 * @see https://docs.scalev.com
 */
export const getCourse = operation<GetVariantCourseParams, VariantCourse>({
  name: "businessVariants.getCourse",
  method: "GET",
  path: "/v3/variants/{variantId}/course",
  evidence: "documented",
  auth: "business",
  params: () => z.strictObject({ variantId: variantId(), ...businessParams() }),
  response: anyObject,
});
