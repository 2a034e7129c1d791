import type { CursorParams } from "./pagination.ts";

/** The parameter of every business operation. */
export interface BusinessParams {
  /**
   * The unique id of the business, for an access token of several businesses: without it, the vendor answers such a token with
   * the code `business_selection_required`. A key belongs to one business and does not need it.
   */
  readonly b_uid?: string | undefined;
}

/** Which page of a list of the business. */
export interface BusinessPageParams extends BusinessParams, CursorParams {}
