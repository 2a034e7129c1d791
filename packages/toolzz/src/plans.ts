import { operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { day, doneFields, email, maybeNumber, maybeText, pageNumber, schoolIds, text } from "./fields.ts";
import { pageFields } from "./page-schemas.ts";
import { type Page, plainPager, planPager } from "./pagination.ts";

/** A course package. The vendor does not say which of its fields can be null. */
export interface Plan {
  /** Its number. */
  readonly id: number;
  /** Its UUID, by which learners are enrolled and listed. */
  readonly uuid: string;
  /** The institution that it belongs to. */
  readonly instituicao_id?: number | null | undefined;
  /** The user that it belongs to. */
  readonly user_id?: number | null | undefined;
  /** Its id in another system, if it has one. */
  readonly external_id?: string | null | undefined;
  /** The payment system that takes the money. */
  readonly transaction_operator?: string | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** The address of its cover picture. */
  readonly cover?: string | null | undefined;
  /** How often it is paid: the vendor names months and years; the spelling is not documented. */
  readonly interval?: string | null | undefined;
  /** Days before the first payment. */
  readonly trial_days?: number | null | undefined;
  /** The price as a decimal number in a string. The currency is not documented. Not a number, so that no cent is lost. */
  readonly amount?: string | null | undefined;
  /** How it is paid, such as by credit card; the spelling is not documented. */
  readonly payment_method?: string | null | undefined;
  /** In how many instalments at most it can be paid. */
  readonly max_installments?: number | null | undefined;
  /** What it is about. */
  readonly description?: string | null | undefined;
  /** Whether it is active; the spelling is not documented. */
  readonly status?: string | null | undefined;
  /** 1 for a public package, 0 for a private one; a number, not a boolean. */
  readonly public?: number | null | undefined;
  /** When it was made. Neither format nor zone is documented. */
  readonly created_at?: string | null | undefined;
  /** When it was changed last. */
  readonly updated_at?: string | null | undefined;
  /** Where it is bought. */
  readonly checkout_url?: string | null | undefined;
  /** 1 when it is bought on another site, 0 when on the vendor's; a number, not a boolean. */
  readonly checkout_external?: number | null | undefined;
}

/** Which packages to list. The vendor documents neither parameter here; both are those of its other lists (deduced). */
export interface ListPlansParams {
  /** The number of the page. @default 1 */
  readonly page?: number | undefined;
  /** How many packages a page holds. */
  readonly per_page?: number | undefined;
}

/** A page of packages. */
export interface ListPlansReply {
  /** The page; its packages stand in `data.data`. */
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
  /** The state of the enrollment: `active`, most likely `expired` too. */
  readonly status?: string | null | undefined;
}

/** Whose learners to list. */
export interface ListPlanUsersParams {
  /** The package's UUID. */
  readonly planUuid: string;
  /** The number of the page, should the vendor part the list; not documented. @default 1 */
  readonly page?: number | undefined;
}

/** Learners of a package. */
export interface ListPlanUsersReply {
  /** The learners. */
  readonly data: readonly PlanUser[];
}

/** Whom to enroll in which package. */
export interface EnrollParams {
  /** The package's UUID. The vendor's page calls it `plan_hash`; that it is the UUID is deduced. */
  readonly planUuid: string;
  /** The learner's e-mail address. */
  readonly email: string;
  /** The learner's name; `nome` on the wire. */
  readonly nome: string;
  /** Ids of the schools that the learner is enrolled in; at least one. */
  readonly schools: readonly number[];
  /** The state of the enrollment. */
  readonly status?: "active" | "expired" | undefined;
  /** The last day of the enrollment, as `YYYY-MM-DD`. */
  readonly expires_at?: string | undefined;
}

/** Whom to remove from which package. */
export interface RemovePlanUserParams {
  /** The package's UUID. */
  readonly planUuid: string;
  /** The learner's e-mail address. */
  readonly email: string;
}

/** That a learner was removed. */
export interface RemovePlanUserReply {
  /** True when it was done; a reply with false is thrown as an error. */
  readonly success?: boolean | null | undefined;
  /** The vendor's words about it. */
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
 * Lists the institution's course packages: await it for one page, iterate it for the packages of all pages.
 *
 * @see https://docs.toolzz.dev/lxp-reference/course-packages/list-packages/
 */
export const list = pagedOperation<ListPlansParams, ListPlansReply, Plan>({
  name: "plans.list",
  method: "GET",
  // With the slash at its end, as the vendor prints it.
  path: "/api/plans/",
  evidence: "documented",
  params: () => z.strictObject({ page: pageNumber(), per_page: z.optional(z.int().check(z.gte(1))) }),
  response: () => z.looseObject({ data: z.looseObject({ ...pageFields(), data: z.array(plan()) }) }),
  pager: planPager(),
});

/**
 * Lists the learners of a package. Await it for what the vendor's page shows, a list in one piece; iterate it to be sure
 * of every learner, which costs one more request and also reads further pages should there be any.
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
 * Enrols a learner in a package. Sent at most once: the vendor does not say what a second enrollment does, so it is sent
 * again only where the first try proves to have done nothing (connection refused, 429, a token that had ended).
 *
 * When the reply is lost, `outcome` of the error is `"unknown"`: ask `plans.listUsers` before enrolling again.
 *
 * @returns Whatever the vendor answers: its page shows no reply.
 * @throws InvalidParamsError when an address, a date or the schools are wrong; nothing is sent.
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
 * Removes a learner from a package; the address goes into the body of the DELETE.
 *
 * Repeated after a failure that may pass, as HTTP allows for DELETE. When the first try was carried out and its reply was
 * lost, the second may be answered like one for a learner who is not in the package.
 *
 * @throws ApiError also for a reply of status 200 whose `success` is false.
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
