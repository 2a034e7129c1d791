/**
 * Mailchimp: the audiences of the connected account, what the portal does there, and what it sent.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import type { NoParams } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { deliveryLog, deliveryLogParams } from "./shared/delivery-log-schemas.ts";
import type { DeliveryLog, ListDeliveryLogsParams } from "./shared/delivery-log.ts";
import { ordering } from "./fields.ts";
import type { Page } from "./pagination.ts";
import { maybe, maybeFlag, maybeNumber, maybeText, page } from "./shared/replies.ts";
import type { OpenEnum, Ordering } from "./shared/shapes.ts";

/** The owner of a Mailchimp audience, as shown in the footer of its e-mails. */
export interface MailchimpContact {
  readonly company?: string | null | undefined;
  readonly address1?: string | null | undefined;
  readonly address2?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly zip?: string | null | undefined;
  /** Two letters, such as "US". */
  readonly country?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** The defaults of a new campaign of a Mailchimp audience. */
export interface MailchimpCampaignDefaults {
  /** The sender's name. */
  readonly from_name?: string | null | undefined;
  readonly subject?: string | null | undefined;
  /** Two letters, such as "en". */
  readonly language?: string | null | undefined;
}

/** Numbers about a Mailchimp audience. */
export interface MailchimpAudienceStats {
  readonly member_count?: number | null | undefined;
  readonly unsubscribe_count?: number | null | undefined;
  /** Addresses that Mailchimp removed because e-mails bounced. */
  readonly cleaned_count?: number | null | undefined;
  /** Members who joined since the last campaign. */
  readonly member_count_since_send?: number | null | undefined;
  readonly unsubscribe_count_since_send?: number | null | undefined;
  readonly cleaned_count_since_send?: number | null | undefined;
  readonly campaign_count?: number | null | undefined;
  /** For example, "2024-04-10T10:00:00+00:00". */
  readonly campaign_last_sent?: string | null | undefined;
  /** The number of its custom fields. */
  readonly merge_field_count?: number | null | undefined;
  /** Members who join per month, on average. */
  readonly avg_sub_rate?: number | null | undefined;
  /** Members who leave per month, on average. */
  readonly avg_unsub_rate?: number | null | undefined;
  /** Members who must join per month so that the audience does not shrink. */
  readonly target_sub_rate?: number | null | undefined;
  /** The percentage of e-mails that are opened: 36.5 in the sample. */
  readonly open_rate?: number | null | undefined;
  /** The percentage of e-mails in which a link is followed: 8.7 in the sample. */
  readonly click_rate?: number | null | undefined;
}

/** An audience, which Mailchimp's own API calls a list, as that API describes it. */
export interface MailchimpAudience {
  /** Letters and digits, such as "a1b2c3d4e5". */
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly contact?: MailchimpContact | null | undefined;
  /** Why members get its e-mails, for their footers. */
  readonly permission_reminder?: string | null | undefined;
  /** Whether its campaigns show Mailchimp's archive bar. */
  readonly use_archive_bar?: boolean | null | undefined;
  readonly campaign_defaults?: MailchimpCampaignDefaults | null | undefined;
  /** Whether members choose between HTML and plain text. */
  readonly email_type_option?: boolean | null | undefined;
  /** `pub` or `prv`: whether Mailchimp may show it to others. */
  readonly visibility?: OpenEnum<"pub" | "prv"> | null | undefined;
  /** Whether new members must confirm their address. */
  readonly double_optin?: boolean | null | undefined;
  /** Whether members consent to each kind of marketing. */
  readonly marketing_permissions?: boolean | null | undefined;
  /** Names of its add-ons, such as `ecommerce`. */
  readonly modules?: readonly string[] | null | undefined;
  readonly stats?: MailchimpAudienceStats | null | undefined;
  /** For example, "2023-01-15T09:30:00+00:00". */
  readonly date_created?: string | null | undefined;
}

/** The audiences of the account. */
export interface MailchimpAudiences {
  readonly lists?: readonly MailchimpAudience[] | null | undefined;
}

/** What the portal does in a Mailchimp audience when an event happens. */
export interface MailchimpAction {
  readonly id: number;
  /** The audience's name in Mailchimp; its id is not returned. */
  readonly list_name?: string | null | undefined;
  /** The event as text, such as "New Account Created". */
  readonly event?: string | null | undefined;
  /** The name of the member of staff who created it. */
  readonly author?: string | null | undefined;
  /** For example, "Aug 10, 2020 12:43 PM". */
  readonly created_at?: string | null | undefined;
}

/** How to list Mailchimp actions. */
export interface ListMailchimpActionsParams {
  readonly order_by?: Ordering | undefined;
}

/** What to search deliveries by. */
export interface MailchimpLogSearch {
  /** A name; whose is not documented, and the list has no such column. */
  readonly name?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which deliveries of a Mailchimp action to list. */
export interface ListMailchimpLogsParams extends ListDeliveryLogsParams {
  readonly search_param?: MailchimpLogSearch | undefined;
}

const mailchimpContact = () =>
  z.looseObject({
    company: maybeText(),
    address1: maybeText(),
    address2: maybeText(),
    city: maybeText(),
    state: maybeText(),
    zip: maybeText(),
    country: maybeText(),
    phone: maybeText(),
  });

const mailchimpAudienceStats = () =>
  z.looseObject({
    member_count: maybeNumber(),
    unsubscribe_count: maybeNumber(),
    cleaned_count: maybeNumber(),
    member_count_since_send: maybeNumber(),
    unsubscribe_count_since_send: maybeNumber(),
    cleaned_count_since_send: maybeNumber(),
    campaign_count: maybeNumber(),
    campaign_last_sent: maybeText(),
    merge_field_count: maybeNumber(),
    avg_sub_rate: maybeNumber(),
    avg_unsub_rate: maybeNumber(),
    target_sub_rate: maybeNumber(),
    open_rate: maybeNumber(),
    click_rate: maybeNumber(),
  });

const mailchimpAudience = () =>
  z.looseObject({
    id: z.string(),
    name: maybeText(),
    contact: maybe(mailchimpContact()),
    permission_reminder: maybeText(),
    use_archive_bar: maybeFlag(),
    campaign_defaults: maybe(
      z.looseObject({ from_name: maybeText(), subject: maybeText(), language: maybeText() }),
    ),
    email_type_option: maybeFlag(),
    visibility: maybeText(),
    double_optin: maybeFlag(),
    marketing_permissions: maybeFlag(),
    modules: maybe(z.array(z.string())),
    stats: maybe(mailchimpAudienceStats()),
    date_created: maybeText(),
  });

const mailchimpAction = () =>
  z.looseObject({
    id: z.number(),
    list_name: maybeText(),
    event: maybeText(),
    author: maybeText(),
    created_at: maybeText(),
  });

/**
 * Lists the audiences of the connected Mailchimp account, as Mailchimp describes them. The vendor's page lost the
 * heading and the parameters of this operation; only its sample reply is known. Mailchimp itself returns ten
 * unless more are requested: whether the portal requests more is not documented.
 */
export const listAudiences = operation<NoParams, MailchimpAudiences>({
  name: "mailchimp.listAudiences",
  method: "GET",
  path: "/mailchimp/lists",
  response: () => z.looseObject({ lists: maybe(z.array(mailchimpAudience())) }),
});

/**
 * Lists what the portal does in Mailchimp. The vendor documents no parameters for pages, so only one reply is read: if
 * it contains fewer records than `recordsFiltered`, try `page_size` and `page_number` in the call's option
 * `extraParams`. The same applies to `search_param`, which its text names and its page does not.
 */
export const listActions = operation<ListMailchimpActionsParams, Page<MailchimpAction>>({
  name: "mailchimp.listActions",
  method: "GET",
  path: "/mailchimp/action/list",
  encode: { order_by: "json" },
  params: () => z.strictObject({ order_by: z.optional(ordering()) }),
  response: () => page(mailchimpAction()),
});

/** Lists what a Mailchimp action sent, and the outcome of each delivery. */
export const listLogs = listOperation<ListMailchimpLogsParams, Page<DeliveryLog>, DeliveryLog>({
  name: "mailchimp.listLogs",
  method: "GET",
  path: "/mailchimp/log/list/{id}",
  params: () =>
    z.strictObject({
      ...deliveryLogParams(),
      search_param: z.optional(z.looseObject({ name: z.optional(z.string()) })),
    }),
  response: () => page(deliveryLog()),
});
