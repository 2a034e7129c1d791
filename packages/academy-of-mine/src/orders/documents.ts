import type { BinaryReply } from "@kelaskit/core";
import * as z from "#zod";
import { operation } from "../operation.ts";
import { id, ids, text } from "../fields.ts";
import { maybeText } from "../shared/replies.ts";
import type { Id } from "../shared/shapes.ts";

/** Whose invoice to create. */
export interface DownloadInvoiceParams {
  readonly orderId: Id;
}

/** Where an invoice was put. */
export interface OrderInvoice {
  /** The vendor's message. */
  readonly message?: string | null | undefined;
  /** The path of the PDF, as in `/downloads/order.pdf`; on which host is not documented. */
  readonly file?: string | null | undefined;
}

/** Which orders to export; the vendor shows these three filters. */
export interface OrderExportFilters {
  /** The first and the last day, as `YYYY-MM-DD`. */
  readonly dateRange?: readonly [first: string, last: string] | undefined;
  /** Ids of users. */
  readonly users?: readonly Id[] | undefined;
  /** Ids of products. */
  readonly products?: readonly Id[] | undefined;
  readonly [filter: string]: unknown;
}

/** Which orders to export. */
export interface ExportOrdersParams {
  readonly filters: OrderExportFilters;
}

/**
 * Creates the invoice of an order: a learner's token gets those of the learner's own orders, one of staff, admin or
 * owner any.
 *
 * The vendor's page contradicts itself: its text promises a PDF, its sample is JSON that names one. This follows the
 * sample. Should your portal answer with the file itself, the call fails with `ResponseMismatchError`; then read it
 * with `request("GET", "/order/download-invoice", { query: { orderId }, media: "binary" })`.
 */
export const downloadInvoice = operation<DownloadInvoiceParams, OrderInvoice>({
  name: "orders.downloadInvoice",
  method: "GET",
  path: "/order/download-invoice",
  params: () => z.strictObject({ orderId: id() }),
  response: () => z.looseObject({ message: maybeText(), file: maybeText() }),
});

/**
 * Exports orders as an Excel file (xlsx), which the vendor names `orders-test.xlsx` regardless of its content. The file
 * contains customers' personal data and purchases: protect it accordingly. The vendor prints no sample and does not say
 * whether an empty filter exports all orders.
 */
const exportOrders = operation<ExportOrdersParams, BinaryReply>({
  name: "orders.export",
  method: "GET",
  path: "/order/export",
  encode: { filters: "json" },
  media: "binary",
  params: () =>
    z.strictObject({
      filters: z.looseObject({
        dateRange: z.optional(z.tuple([text(), text()])),
        users: z.optional(ids()),
        products: z.optional(ids()),
      }),
    }),
  response: () => z.custom<BinaryReply>(),
});

export { exportOrders as export };
