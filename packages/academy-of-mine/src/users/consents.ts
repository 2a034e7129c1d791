import * as z from "#zod";
import { pagedOperation } from "../operation.ts";
import { pageParams } from "../fields.ts";
import { type PageParams, recordsPager } from "../pagination.ts";
import { maybeNumber, maybeText } from "../shared/replies.ts";
import type { OpenEnum } from "../shared/shapes.ts";

/** What a user agreed to, or refused. */
export interface UserConsent {
  /** The record's id. */
  readonly id: number;
  /** When the user decided, such as `2025-04-01T14:32:00Z`. */
  readonly consentDate?: string | null | undefined;
  /** The decision's id, such as `CONSENT-XYZ123`. */
  readonly consentId?: string | null | undefined;
  /** As a code of two letters, such as `DE`. */
  readonly country?: string | null | undefined;
  /** The address that the decision came from: personal data. */
  readonly ipAddress?: string | null | undefined;
  readonly status?: OpenEnum<"accepted" | "rejected"> | null | undefined;
  readonly userId?: number | null | undefined;
  /** For example, `johndoe`. */
  readonly userName?: string | null | undefined;
  /** When the record was created, such as `2025-04-01T14:32:00Z`. */
  readonly createdAt?: string | null | undefined;
}

/** A page of consents; its fields are not those of other lists. */
export interface UserConsentsPage {
  readonly userConsents: readonly UserConsent[];
  /** How many consents there are in all. */
  readonly total: number;
  /** Smaller than `total` in the vendor's sample, although there is no search: most likely the number on this page. */
  readonly recordsFiltered?: number | null | undefined;
}

const userConsent = () =>
  z.looseObject({
    id: z.number(),
    consentDate: maybeText(),
    consentId: maybeText(),
    country: maybeText(),
    ipAddress: maybeText(),
    status: maybeText(),
    userId: maybeNumber(),
    userName: maybeText(),
    createdAt: maybeText(),
  });

/**
 * Lists what users agreed to or refused, of all users together: it cannot be searched. What was asked is not
 * documented.
 */
export const listConsents = pagedOperation<PageParams, UserConsentsPage, UserConsent>({
  name: "users.listConsents",
  method: "GET",
  path: "/user/consent/list",
  params: () => z.strictObject(pageParams()),
  response: () =>
    z.looseObject({
      userConsents: z.array(userConsent()),
      total: z.int(),
      recordsFiltered: maybeNumber(),
    }),
  pager: recordsPager({ items: "userConsents", total: "total" }),
});
