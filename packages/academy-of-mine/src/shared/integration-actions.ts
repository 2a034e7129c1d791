import type { Id, LookupOption, Message, NamedOption, Ordering } from "./shapes.ts";

/** An event of the portal that an action in a CRM can follow. */
export interface IntegrationEvent extends LookupOption {
  /** What may be done on it, `Create` or `Update`. */
  readonly crud_op?: string | null | undefined;
}

/** What the portal does in a CRM when an event happens. */
export interface IntegrationAction {
  readonly id: number;
  /** The event's value, such as `course_enrolled`. */
  readonly event?: string | null | undefined;
  /** The event as text, such as "Enrolled in a Course". */
  readonly event_display_value?: string | null | undefined;
  /** The value of the CRM's kind of record, such as `hubspot_contact`. */
  readonly object?: string | null | undefined;
  /** The kind of record as text, such as "HubSpot Contact". */
  readonly object_display_value?: string | null | undefined;
  /** What is done to the record: `created` in the samples, where actions are given as `create`. */
  readonly action?: string | null | undefined;
  /** The name of the member of staff who created it. */
  readonly author?: string | null | undefined;
  /** For example, "2021-01-01 12:00:00". */
  readonly created_at?: string | null | undefined;
}

/** What to search actions by. */
export interface IntegrationActionSearch {
  /** The events that start them; whether as one value or as a list is not documented. */
  readonly events?: unknown;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which actions to list. */
export interface ListIntegrationActionsParams {
  readonly order_by?: Ordering | undefined;
  /**
   * The vendor's text mentions columns in JSON, its page declares an integer and shows a bare `0`: both forms are
   * accepted and sent as JSON text.
   */
  readonly search_param?: IntegrationActionSearch | number | undefined;
}

/** Which action to change, and its new values. */
export interface UpdateIntegrationActionParams {
  /** The action's id. */
  readonly id: Id;
  /** The event that starts it. The vendor's example has display text, such as "New Account Created", not its value. */
  readonly event: string;
  /** What is done to the record, such as `create`. */
  readonly action: string;
  /** The CRM's kind of record. The vendor's example has display text, such as "HubSpot Deal", not its value. */
  readonly object: string;
}

/** A field's name. */
export interface IntegrationField {
  /** The name, such as `last_login_ip`. */
  readonly db_value: string;
}

/** What there is to map onto a CRM's fields. */
export interface MappableFields {
  /** Fields of a learner's account in the portal. */
  readonly lms_fields?: readonly IntegrationField[] | null | undefined;
  /** The courses to choose from. */
  readonly courses?: readonly NamedOption[] | null | undefined;
}

/** How the saving of a mapping ended. */
export interface MappingSaved extends Message {
  /** Always true: a reply with false is thrown as an error. */
  readonly is_success?: boolean | null | undefined;
}
