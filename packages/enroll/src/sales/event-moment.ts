import type { JsonObject } from "@kelaskit/core/vendor";
import type { WebhookEvent } from "@kelaskit/scalev";
import { momentOf } from "./moments.ts";

/** When an order was placed, or reached the state that the event tells, by the times of the order. */
function momentIn(name: string, data: JsonObject): string {
  if (name === "order.created" || name === "order.spam_created") return momentOf(data["created_at"]);
  if (name === "order.status_changed") return momentOf(data[`${String(data["status"])}_time`]);
  if (!name.startsWith("payment.") && name !== "order.payment_status_changed") return "";
  const status = String(data["payment_status"]);
  // Every order is unpaid at first: that time would be before its payment.
  return status === "unpaid" ? "" : momentOf(data[`${status}_time`]);
}

/**
 * When an event happened: see `momentOf`. By the time of the event, or else of its order; and when it was received if neither tells,
 * so that it is not taken for what came before everything else.
 */
export function momentOfEvent(
  name: string,
  { timestamp, data }: { readonly timestamp: WebhookEvent["timestamp"]; readonly data: JsonObject },
  receivedAt: number,
): string {
  return (
    momentOf(timestamp) ||
    momentOf(data["last_updated_at"]) ||
    momentIn(name, data) ||
    momentOf(new Date(receivedAt).toISOString())
  );
}
