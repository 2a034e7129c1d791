import type { PageParams } from "../pagination.ts";
import type { Id, Ordering } from "./shapes.ts";

/** What the portal sent to another system, and how it ended. */
export interface DeliveryLog {
  readonly id: number;
  /**
   * The event that caused it: a value such as `new_account_created`, in other samples the text "New Account Created".
   */
  readonly event?: string | null | undefined;
  /** What was sent. Samples show an empty list only; since PHP writes an empty object so too, it may be an object. */
  readonly data?: unknown;
  /** How it ended, such as `success`; the other values are not documented. */
  readonly status?: string | null | undefined;
  /** Why it failed, as display text; empty when it did not. */
  readonly errorMessage?: string | null | undefined;
  /** For example, "Aug 03, 2020 09:56 AM". */
  readonly created_at?: string | null | undefined;
  /** Undocumented; most likely whether the vendor's own table has the row opened. */
  readonly showData?: boolean | null | undefined;
}

/** A delivery with its status as display text. */
export interface LabeledDeliveryLog extends DeliveryLog {
  /** The status as display text, such as "Success". */
  readonly display_status?: string | null | undefined;
}

/** Whose deliveries to list. */
export interface ListDeliveryLogsParams extends PageParams {
  /** The id of the action or the webhook that sent them. */
  readonly id: Id;
  readonly order_by?: Ordering | undefined;
}
