import * as z from "#zod";
import { listOperation, operation } from "../operation.ts";
import { id, pageParams, text } from "../fields.ts";
import { type PageParams, unknownLengthPager } from "../pagination.ts";
import { maybeNumber, maybeText, message } from "../shared/replies.ts";
import type { Id, Message, OpenEnum } from "../shared/shapes.ts";

/** A certificate of a user. */
export interface UserCertificate {
  /** The id of this user's certificate, most likely the `rowId` that `users.updateCertificateDates` takes. */
  readonly id: number;
  readonly title?: string | null | undefined;
  /** For example, `2023-08-01`. */
  readonly issued_at?: string | null | undefined;
  /** For example, `2026-08-01`. */
  readonly valid_till?: string | null | undefined;
  /** The name of who issued it. */
  readonly issuer?: string | null | undefined;
  /** For example, `active`. */
  readonly status?: string | null | undefined;
}

/** How the certificates are sorted: not in the form that the vendor's other lists take. */
export interface CertificateOrdering {
  /** The field, by the name that it has in a certificate. */
  readonly field: string;
  readonly direction: "asc" | "desc";
}

/** A filter on a field. */
export interface CertificateFilter {
  /** The field, by the name that it has in a certificate. */
  readonly field: string;
  /** What to look for in it. */
  readonly value: string;
}

/** Whose certificates to list. */
export interface ListUserCertificatesParams extends PageParams {
  /**
   * The user's id, or the word `undefined` for the account whose token is sent: this is literally the vendor's value.
   */
  readonly id: Id;
  /** By which fields, the first one first. */
  readonly order_by?: readonly CertificateOrdering[] | undefined;
  readonly search_param?: readonly CertificateFilter[] | undefined;
  /** The amount of detail; the vendor shows `summary` and names no other value. */
  readonly return_type?: OpenEnum<"summary"> | undefined;
  /** The portal's id. */
  readonly portalId?: Id | undefined;
}

/** The certificate, and its new dates. */
export interface UpdateCertificateDatesParams {
  /** The id of this user's certificate, not of its template. */
  readonly rowId: Id;
  /** As `YYYY-MM-DD HH:mm:ss`; the time zone is not documented. */
  readonly newIssueDate: string;
  /** As `YYYY-MM-DD HH:mm:ss`. */
  readonly newExpiryDate: string;
}

/** A badge that a user has earned. */
export interface EarnedBadge {
  /** The badge's id. */
  readonly id: number;
  readonly title?: string | null | undefined;
  /** Where its image is, as a path of the portal's site. */
  readonly badgeIconUrl?: string | null | undefined;
  /** What earning it is worth. */
  readonly points?: number | null | undefined;
  readonly organizationId?: number | null | undefined;
  /** How often the user has earned it. */
  readonly count?: number | null | undefined;
}

/** Whose badges to list. */
export interface ListEarnedBadgesParams {
  /** The user's id. */
  readonly id: Id;
}

/**
 * Lists a user's certificates. The reply is a bare list that does not say how many there are: iterating ends at an empty
 * page, which costs one more request.
 */
export const listCertificates = listOperation<
  ListUserCertificatesParams,
  readonly UserCertificate[],
  UserCertificate
>({
  name: "users.listCertificates",
  method: "GET",
  path: "/user/certificate/list/{id}",
  params: () =>
    z.strictObject({
      id: id(),
      ...pageParams(),
      order_by: z.optional(z.array(z.strictObject({ field: text(), direction: z.enum(["asc", "desc"]) }))),
      search_param: z.optional(z.array(z.strictObject({ field: text(), value: z.string() }))),
      return_type: z.optional(text()),
      portalId: z.optional(id()),
    }),
  response: () =>
    z.array(
      z.looseObject({
        id: z.number(),
        title: maybeText(),
        issued_at: maybeText(),
        valid_till: maybeText(),
        issuer: maybeText(),
        status: maybeText(),
      }),
    ),
  pager: unknownLengthPager(""),
});

/**
 * Changes when a certificate counts as issued and when it ends. The previous dates are lost: store them if you need
 * them.
 */
export const updateCertificateDates = operation<UpdateCertificateDatesParams, Message>({
  name: "users.updateCertificateDates",
  method: "PUT",
  path: "/user/certificate-dates",
  params: () => z.strictObject({ rowId: id(), newIssueDate: text(), newExpiryDate: text() }),
  response: () => message(),
});

/** Lists the badges that a user has earned, in one reply, with how often. */
export const listBadges = operation<ListEarnedBadgesParams, readonly EarnedBadge[]>({
  name: "users.listBadges",
  method: "GET",
  path: "/user/badge/list/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () =>
    z.array(
      z.looseObject({
        id: z.number(),
        title: maybeText(),
        badgeIconUrl: maybeText(),
        points: maybeNumber(),
        organizationId: maybeNumber(),
        count: maybeNumber(),
      }),
    ),
});
