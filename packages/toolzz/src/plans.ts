import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import {
  day,
  doneFields,
  email,
  maybeNumber,
  maybeText,
  pageNumber,
  pageSize,
  schoolIds,
  text,
} from "./fields.ts";
import { pageFields } from "./page-schemas.ts";
import { dataPager, type Page, plainPager } from "./pagination.ts";

/** A course package. The vendor does not document which fields can be null. */
export interface Plan {
  /** Its number. */
  readonly id: number;
  /** Its UUID, by which learners are enrolled and listed. */
  readonly uuid: string;
  /** The institution it belongs to. */
  readonly instituicao_id?: number | null | undefined;
  /** The user it belongs to. */
  readonly user_id?: number | null | undefined;
  /** Its id in another system, if it has one. */
  readonly external_id?: string | null | undefined;
  /** The payment provider. */
  readonly transaction_operator?: string | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** The URL of its cover image. */
  readonly cover?: string | null | undefined;
  /** The billing interval: the vendor mentions months and years; the spelling is not documented. */
  readonly interval?: string | null | undefined;
  /** The trial period in days. */
  readonly trial_days?: number | null | undefined;
  /** The price as a decimal string, so no cent is lost. The currency is not documented. */
  readonly amount?: string | null | undefined;
  /** The payment method, such as credit card; the spelling is not documented. */
  readonly payment_method?: string | null | undefined;
  /** The largest number of installments. */
  readonly max_installments?: number | null | undefined;
  /** Its description. */
  readonly description?: string | null | undefined;
  /** Whether it is active; the spelling is not documented. */
  readonly status?: string | null | undefined;
  /** 1 for a public package, 0 for a private one; a number, not a boolean. */
  readonly public?: number | null | undefined;
  /** When it was created. Neither format nor time zone is documented. */
  readonly created_at?: string | null | undefined;
  /** When it was last updated. */
  readonly updated_at?: string | null | undefined;
  /** The URL of its checkout. */
  readonly checkout_url?: string | null | undefined;
  /** 1 when the checkout is on another site, 0 when on the vendor's; a number, not a boolean. */
  readonly checkout_external?: number | null | undefined;
}

/** Which packages to list. The vendor documents neither parameter here; both are deduced from its other lists. */
export interface ListPlansParams {
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
  /** How many packages a page contains. */
  readonly per_page?: number | undefined;
}

/** A page of packages. */
export interface ListPlansReply {
  /** The page; its packages are in `data.data`. */
  readonly data: Page<Plan>;
}

/** A learner of a package. */
export interface PlanUser {
  /** The learner's id. */
  readonly id: number;
  /** The learner's name. */
  readonly name?: string | null | undefined;
  /** The learner's e-mail address. */
  readonly email?: string | null | undefined;
  /** The status of the enrollment: `active`, most likely also `expired`. */
  readonly status?: string | null | undefined;
}

/** The package whose learners to list. */
export interface ListPlanUsersParams {
  /** The package's UUID. */
  readonly planUuid: string;
  /** The number of the page, if the vendor splits the list; not documented. @default 1 */
  readonly page?: number | undefined;
}

/** Learners of a package. */
export interface ListPlanUsersReply {
  /** The learners. */
  readonly data: readonly PlanUser[];
}

/** The package and the learner to enroll in it. */
export interface EnrollParams {
  /** The package's UUID. The vendor's page calls it `plan_hash`; that it is the UUID is deduced. */
  readonly planUuid: string;
  /** The learner's e-mail address. */
  readonly email: string;
  /** The learner's name; `nome` on the wire. */
  readonly nome: string;
  /** The ids of the schools to enroll the learner in, at least one. */
  readonly schools: readonly number[];
  /** The status of the enrollment. */
  readonly status?: "active" | "expired" | undefined;
  /** The last day of the enrollment, as `YYYY-MM-DD`. */
  readonly expires_at?: string | undefined;
}

/** The package and the learner to remove from it. */
export interface RemovePlanUserParams {
  /** The package's UUID. */
  readonly planUuid: string;
  /** The learner's e-mail address. */
  readonly email: string;
}

/** The reply to `plans.removeUser`. */
export interface RemovePlanUserReply {
  /** True on success; false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's message. */
  readonly message?: string | null | undefined;
}

const plan = () =>
  z.looseObject({
    id: z.int(),
    uuid: z.string(),
    instituicao_id: maybeNumber(),
    user_id: maybeNumber(),
    external_id: maybeText(),
    transaction_operator: maybeText(),
    name: maybeText(),
    cover: maybeText(),
    interval: maybeText(),
    trial_days: maybeNumber(),
    amount: maybeText(),
    payment_method: maybeText(),
    max_installments: maybeNumber(),
    description: maybeText(),
    status: maybeText(),
    public: maybeNumber(),
    created_at: maybeText(),
    updated_at: maybeText(),
    checkout_url: maybeText(),
    checkout_external: maybeNumber(),
  });

/**
 * Lists the institution's course packages. Await it for one page; iterate it for the packages of all pages.
 *
 * @see https://docs.toolzz.dev/lxp-reference/course-packages/list-packages/
 */
export const list = pagedOperation<ListPlansParams, ListPlansReply, Plan>({
  name: "plans.list",
  method: "GET",
  // With the trailing slash, as the vendor prints it.
  path: "/api/plans/",
  evidence: "documented",
  params: () => z.strictObject({ page: pageNumber(), per_page: pageSize() }),
  response: () => z.looseObject({ data: z.looseObject({ ...pageFields(), data: z.array(plan()) }) }),
  pager: dataPager(),
});

/**
 * Lists the learners of a package. Await it for one reply, which contains the whole list as far as documented; iterate it
 * to read further pages too, at the cost of one more request.
 *
 * @see https://docs.toolzz.dev/lxp-reference/course-packages/list-package-students/
 */
export const listUsers = pagedOperation<ListPlanUsersParams, ListPlanUsersReply, PlanUser>({
  name: "plans.listUsers",
  method: "GET",
  path: "/api/plans/{planUuid}/users",
  evidence: "documented",
  params: () => z.strictObject({ planUuid: text(), page: pageNumber() }),
  response: () =>
    z.looseObject({
      data: z.array(
        z.looseObject({ id: z.int(), name: maybeText(), email: maybeText(), status: maybeText() }),
      ),
    }),
  pager: plainPager(),
});

/**
 * Enrolls a learner in a package. Sent once, because the vendor does not document what a second enrollment does. It is
 * retried only when the first attempt provably had no effect (connection refused, 429, an expired token).
 *
 * When the reply is lost, the error's `outcome` is `"unknown"`: check `plans.listUsers` before enrolling again.
 *
 * @returns The vendor's reply, unchanged; it is not documented.
 * @throws InvalidParamsError when the e-mail address, the date or the schools are wrong; nothing is sent.
 * @see https://docs.toolzz.dev/lxp-reference/course-packages/enroll-student-package/
 * @example
 * ```ts
 * await toolzz.plans.enroll({ planUuid, email, nome: "Aluna Exemplo", schools: [1], expires_at: "2026-12-31" });
 * ```
 */
export const enroll = operation<EnrollParams, unknown>({
  name: "plans.enroll",
  method: "POST",
  path: "/api/plans/{planUuid}",
  evidence: "documented",
  params: () =>
    z.strictObject({
      planUuid: text(),
      email: email(),
      nome: text(),
      schools: schoolIds(),
      status: z.optional(z.enum(["active", "expired"])),
      expires_at: z.optional(day()),
    }),
  response: () => z.unknown(),
});

/**
 * Removes a learner from a package; the e-mail address is sent in the body of the DELETE.
 *
 * Retried after a temporary failure, as HTTP allows for DELETE. If the first attempt succeeded and its reply was lost, the
 * second may report that the learner is not in the package.
 *
 * @throws ApiError when the vendor refuses, also with `success: false` in a reply of status 200.
 * @see https://docs.toolzz.dev/lxp-reference/course-packages/remove-student-package/
 */
export const removeUser = operation<RemovePlanUserParams, RemovePlanUserReply>({
  name: "plans.removeUser",
  method: "DELETE",
  path: "/api/plans/{planUuid}",
  evidence: "documented",
  params: () => z.strictObject({ planUuid: text(), email: email() }),
  response: () => z.looseObject(doneFields()),
});
