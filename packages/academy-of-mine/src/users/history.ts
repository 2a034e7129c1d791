import * as z from "#zod";
import { listOperation } from "../operation.ts";
import { id, ids, sortedPageParams, text } from "../fields.ts";
import type { Page, PageParams } from "../pagination.ts";
import { maybeText, page } from "../shared/replies.ts";
import type { Id, OpenEnum, Ordering } from "../shared/shapes.ts";

/** Something that a user did, or that was done to the user. */
export interface UserActivity {
  /** The activity's id. */
  readonly id: number;
  /** For example, `ENROLLED`. */
  readonly verb?: string | null | undefined;
  /** For example, `Aug 09, 2020 10:27 AM`; the time zone is not documented. */
  readonly created_at?: string | null | undefined;
  /** The activity in a sentence. */
  readonly message?: string | null | undefined;
  /** The name of the course. */
  readonly course?: string | null | undefined;
}

/** An order of a user. The vendor's sample has an activity's fields; those of an order are unknown. */
export interface UserOrder extends UserActivity {
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** Which activities or orders to look for. */
export interface UserHistorySearch {
  /** Ids of categories of courses. */
  readonly courseCategoryIds?: readonly Id[] | undefined;
  readonly courseName?: string | undefined;
  /** The user's progress in the course, such as `In Progress`. */
  readonly status?: string | undefined;
  /** Another column, if the vendor searches it: its example has these three. */
  readonly [column: string]: unknown;
}

/** Whose activities or orders to list. */
export interface UserHistoryParams extends PageParams {
  /** The user's id. The vendor requires it, but documents a default, the account whose token is sent. */
  readonly user_id: Id;
  readonly order_by?: Ordering | undefined;
  readonly search_param?: UserHistorySearch | undefined;
  /** Where the list is shown; the vendor shows `admin` and names no other. */
  readonly context: OpenEnum<"admin">;
  /** The portal's id. */
  readonly portalId: Id;
}

const userActivity = () =>
  z.looseObject({
    id: z.number(),
    verb: maybeText(),
    created_at: maybeText(),
    message: maybeText(),
    course: maybeText(),
  });

const userHistoryParams = () =>
  z.strictObject({
    user_id: id(),
    ...sortedPageParams(),
    search_param: z.optional(
      z.looseObject({
        courseCategoryIds: z.optional(ids()),
        courseName: z.optional(z.string()),
        status: z.optional(z.string()),
      }),
    ),
    context: text(),
    portalId: id(),
  });

/** Lists what a user did, such as enrollments, each as a sentence and as a value for programs. */
export const listActivities = listOperation<UserHistoryParams, Page<UserActivity>, UserActivity>({
  name: "users.listActivities",
  method: "GET",
  path: "/user/activity/list",
  params: userHistoryParams,
  response: () => page(userActivity()),
});

/**
 * Lists a user's orders. The vendor's page repeats the parameters and the reply of `users.listActivities`, so the
 * fields of an order are unknown, and so is the effect of the search on orders; returned fields are passed on.
 */
export const listOrders = listOperation<UserHistoryParams, Page<UserOrder>, UserOrder>({
  name: "users.listOrders",
  method: "GET",
  path: "/user/order/list",
  params: userHistoryParams,
  response: () => page(userActivity()),
});
