/**
 * Audit activities: who changed what in the academy, and when.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { lookupOption, maybe, maybeText, page } from "./shared/replies.ts";
import type { Id, LookupOption, OpenEnum, Ordering } from "./shared/shapes.ts";

/** What an activity changed. */
export interface AuditDetails {
  /** The record's fields after the change, by their names. */
  readonly attributes?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An entry of the audit log. It has no id. */
export interface AuditActivity {
  /** The full name of the user who did it. */
  readonly performed_by?: string | null | undefined;
  /** The kind of record, such as `Course`. */
  readonly effect_on?: string | null | undefined;
  /** The record, such as `Course: Laravel Basics`. */
  readonly subject?: string | null | undefined;
  /** What was done, such as `CREATED`: the display text of `auditActivities.lookupActions`, not its values. */
  readonly action?: OpenEnum<"LOGIN" | "CREATED" | "UPDATED" | "DELETED"> | null | undefined;
  /** For example, `13 Apr 2025 02:45 PM`; the time zone is not documented. */
  readonly created_at?: string | null | undefined;
  readonly details?: AuditDetails | null | undefined;
}

/** A page of the audit log. */
export interface AuditActivitiesPage extends Page<AuditActivity> {
  /** The kinds of records that the log can be searched for. */
  readonly performedOnList?: readonly string[] | null | undefined;
}

/** Which entries to look for. */
export interface AuditActivitySearch {
  /** The id of the user who did it. */
  readonly user_id?: Id | undefined;
  /** What was done, as a value of `auditActivities.lookupActions`. */
  readonly activityName?: OpenEnum<"login" | "created" | "updated" | "deleted"> | undefined;
  /** The first and the last day, as `YYYY-MM-DD`. */
  readonly dates?: readonly string[] | undefined;
  /** The kind of record, such as `Course`. */
  readonly performedOn?: string | undefined;
  /** Another column, if the vendor searches it: it documents these four. */
  readonly [column: string]: unknown;
}

/** Which part of the audit log to list. */
export interface ListAuditActivitiesParams extends PageParams {
  /** Only entries of this portal and the portals below it. */
  readonly portalId?: Id | undefined;
  /** Sent as JSON text, as the vendor's text says; its example has the form of a query. */
  readonly order_by?: Ordering | undefined;
  readonly search_param?: AuditActivitySearch | undefined;
  /** Has no effect, according to the vendor. */
  readonly context?: OpenEnum<"admin"> | undefined;
  /** The month, as `MM-YYYY`. How it combines with `search_param.dates` is not documented. */
  readonly selectedMonth: string;
}

const auditActivity = () =>
  z.looseObject({
    performed_by: maybeText(),
    effect_on: maybeText(),
    subject: maybeText(),
    action: maybeText(),
    created_at: maybeText(),
    details: maybe(z.looseObject({ attributes: maybe(z.record(z.string(), z.unknown())) })),
  });

/** Lists what was done in a month, and by whom. For a longer period, call it for each month. */
export const list = listOperation<ListAuditActivitiesParams, AuditActivitiesPage, AuditActivity>({
  name: "auditActivities.list",
  method: "GET",
  path: "/auditActivity/list",
  params: () =>
    z.strictObject({
      portalId: z.optional(id()),
      ...sortedPageParams(),
      search_param: z.optional(
        z.looseObject({
          user_id: z.optional(id()),
          activityName: z.optional(z.string()),
          dates: z.optional(z.array(z.string())),
          performedOn: z.optional(z.string()),
        }),
      ),
      context: z.optional(text()),
      selectedMonth: text(),
    }),
  response: () =>
    z.looseObject({ ...page(auditActivity()).shape, performedOnList: maybe(z.array(z.string())) }),
});

/** Lists what can be done to a record, as values to search the log by. */
export const lookupActions = operation<NoParams, readonly LookupOption[]>({
  name: "auditActivities.lookupActions",
  method: "GET",
  path: "/auditActivity/lookup",
  response: () => z.array(lookupOption()),
});
