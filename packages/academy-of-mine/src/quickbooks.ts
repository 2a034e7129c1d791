/**
 * QuickBooks: what the portal sent to the accounting system. The vendor documents nothing else, not even how to list
 * the actions behind these deliveries.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation } from "./operation.ts";
import { deliveryLog, deliveryLogParams } from "./shared/delivery-log-schemas.ts";
import type { DeliveryLog, ListDeliveryLogsParams } from "./shared/delivery-log.ts";
import { id } from "./fields.ts";
import type { Page } from "./pagination.ts";
import { page } from "./shared/replies.ts";
import type { Id } from "./shared/shapes.ts";

/** What to search deliveries by. */
export interface QuickbooksLogSearch {
  /** The kind of record that was sent, such as `order`. */
  readonly entity?: string | undefined;
  /** The id of the order, or of another `entity`. */
  readonly entityId?: Id | undefined;
  /** The outcome, such as `success`. */
  readonly status?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which deliveries to QuickBooks to list. */
export interface ListQuickbooksLogsParams extends ListDeliveryLogsParams {
  readonly search_param?: QuickbooksLogSearch | undefined;
}

const quickbooksLogSearch = () =>
  z.looseObject({
    entity: z.optional(z.string()),
    entityId: z.optional(id()),
    status: z.optional(z.string()),
  });

/**
 * Lists what a QuickBooks action sent, and the outcome of each delivery: search by `entity` and `entityId` to see
 * whether an order arrived. The records do not identify their order, unless their `data` does.
 */
export const listLogs = listOperation<ListQuickbooksLogsParams, Page<DeliveryLog>, DeliveryLog>({
  name: "quickbooks.listLogs",
  method: "GET",
  path: "/quickbooks/log/list/{id}",
  params: () => z.strictObject({ ...deliveryLogParams(), search_param: z.optional(quickbooksLogSearch()) }),
  response: () => page(deliveryLog()),
});
