import type { Inbox } from "./inbox.ts";
import {
  createSalesReceiver,
  type ScalevSalesOptions as PortableOptions,
  type SalesReceiver,
} from "./scalev-sales.ts";
import { openInbox } from "./sqlite-inbox.node.ts";

/** Options of `scalevSales`. */
export interface ScalevSalesOptions extends Omit<PortableOptions, "inbox"> {
  /** The path of the file where events and sales are kept, which is created if it is missing; or an inbox that several receivers share. */
  readonly inbox: string | Inbox;
}

/**
 * Receives the webhooks of Scalev and enrolls whoever has paid, once for each order and variant, in whatever order the events come
 * and however often.
 *
 * An event is acknowledged when it is on the disk. What it leads to is continued after the process was killed: an enrollment is
 * added to the service by its key and then recorded, so that a repetition has no effect. Nobody is enrolled before the order is
 * `paid` or `settled`, and nothing is taken back unless `revoke` is set. What a person has to decide is listed in `sales`; what becomes
 * of an enrollment afterwards is told by the service's own events.
 *
 * @throws ConfigurationError when an option is wrong, or no learner could be enrolled in one of the items.
 * @throws JournalError when the inbox is in use by another process, is another file, or cannot be written.
 * @see https://docs.scalev.com/en/verifying-a-webhook-request.md
 * @example
 * ```ts
 * const receive = scalevSales({
 *   secrets: [current, next],
 *   items: { variant_a: { productId: "…" } },
 *   enrollments,
 *   inbox: "sales.db",
 * });
 * export const POST = receive;
 * ```
 */
export function scalevSales(options: ScalevSalesOptions): SalesReceiver {
  const { inbox: given } = options;
  if (typeof given !== "string") return createSalesReceiver({ ...options, inbox: given }, false);
  const inbox = openInbox(given);
  try {
    return createSalesReceiver({ ...options, inbox }, true);
  } catch (error) {
    inbox.close();
    throw error;
  }
}
