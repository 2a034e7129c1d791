/**
 * Webhooks: your URLs that the portal notifies of its events, and what it sent there. Deliveries are not signed;
 * `@kelaskit/academy-of-mine/webhook-receiver` receives the two whose body is documented.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { deliveryLog, deliveryLogParams } from "./shared/delivery-log-schemas.ts";
import type { DeliveryLog, ListDeliveryLogsParams } from "./shared/delivery-log.ts";
import { id, text } from "./fields.ts";
import { integrationActionsParams } from "./shared/integration-action-schemas.ts";
import type { ListIntegrationActionsParams } from "./shared/integration-actions.ts";
import type { Page } from "./pagination.ts";
import { lookupOption, maybeText, page } from "./shared/replies.ts";
import type { Id, LookupOption, Message, OpenEnum } from "./shared/shapes.ts";

/** An event that a webhook can follow. The vendor misspells those of assignments. */
export type WebhookEvent = OpenEnum<
  | "new_account_created"
  | "course_enrolled"
  | "quiz_submission"
  | "assigment_submission"
  | "assigment_evaluation"
  | "assigment_rejection"
  | "discussion_submission"
  | "new_order"
  | "failed_order"
  | "refunded_order"
  | "pending_payment"
  | "new_announcement"
  | "course_completed"
>;

/** A webhook in the list, without its URL and description. */
export interface Webhook {
  readonly id: number;
  /** Its event as text: "Enrolled in a course", not `course_enrolled`. */
  readonly events?: string | null | undefined;
  /** The name of the member of staff who created it. */
  readonly author?: string | null | undefined;
  /** For example, "Aug 10, 2020 12:43 PM". */
  readonly created_at?: string | null | undefined;
}

/** A webhook: its URL and its event. */
export interface WebhookParams {
  /** The webhook's id. */
  readonly id: Id;
  /**
   * Where the portal sends the event's data. Deliveries are not signed and do not name their event, so use a URL for
   * this event alone that contains a secret.
   */
  readonly url: string;
  /** A description of its purpose. */
  readonly description?: string | undefined;
  /**
   * A single event, despite the name. The vendor's text lists the values, and its example is the text "New Account
   * Created"; how to write several is not documented.
   */
  readonly eventList: WebhookEvent;
}

/** The outcome of saving a webhook. */
export interface WebhookSaved extends Message {
  /** The webhook's id: digits in the samples, where the list has a number. */
  readonly id: Id;
}

/** Which deliveries of a webhook to list. */
export interface ListWebhookLogsParams extends ListDeliveryLogsParams {
  /**
   * The vendor's text mentions columns in JSON and names none, its page declares an integer and shows a bare `0`: both
   * forms are accepted and sent as JSON text.
   */
  readonly search_param?: Readonly<Record<string, unknown>> | number | undefined;
}

const webhook = () =>
  z.looseObject({ id: z.number(), events: maybeText(), author: maybeText(), created_at: maybeText() });

const webhookParams = () =>
  z.strictObject({ id: id(), url: text(), description: z.optional(text()), eventList: text() });

const webhookSaved = () => z.looseObject({ id: z.union([z.number(), z.string()]), message: maybeText() });

/** Lists the events that a webhook can follow. */
export const lookupEvents = operation<NoParams, readonly LookupOption[]>({
  name: "webhooks.lookupEvents",
  method: "GET",
  path: "/webhook/event/lookup",
  response: () => z.array(lookupOption()),
});

/**
 * Lists the webhooks. The vendor documents no parameters for pages, so only one reply is read: if it contains fewer
 * records than `recordsFiltered`, try `page_size` and `page_number` in the call's option `extraParams`.
 */
export const list = operation<ListIntegrationActionsParams, Page<Webhook>>({
  name: "webhooks.list",
  method: "GET",
  path: "/webhook/list",
  encode: { order_by: "json", search_param: "json" },
  params: () => z.strictObject(integrationActionsParams()),
  response: () => page(webhook()),
});

/**
 * Makes the portal send an event to your URL. The vendor also requires an `id`, although a webhook gets its id by
 * this call; its purpose is not documented, and the sample reply has a different one. Use the `id` of the reply.
 */
export const create = operation<WebhookParams, WebhookSaved>({
  name: "webhooks.create",
  method: "POST",
  path: "/webhook",
  params: webhookParams,
  response: webhookSaved,
});

/** Replaces the URL, the description and the event of a webhook. No operation deletes one. */
export const update = operation<WebhookParams, WebhookSaved>({
  name: "webhooks.update",
  method: "PUT",
  path: "/webhook/{id}",
  params: webhookParams,
  response: webhookSaved,
});

/** Lists what the portal sent to a webhook, and the outcome of each delivery: look here to see the form of a body. */
export const listLogs = listOperation<ListWebhookLogsParams, Page<DeliveryLog>, DeliveryLog>({
  name: "webhooks.listLogs",
  method: "GET",
  path: "/webhook/log/list/{id}",
  params: () =>
    z.strictObject({
      ...deliveryLogParams(),
      search_param: z.optional(z.union([z.record(z.string(), z.unknown()), z.number()])),
    }),
  response: () => page(deliveryLog()),
});
