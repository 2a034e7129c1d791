import * as z from "#zod";
import { operation } from "../operation.ts";
import { text } from "../fields.ts";
import { maybe, maybeNumber, maybeText } from "../shared/replies.ts";

/** A currency as reports show it. */
export interface ReportCurrency {
  /** For example, "United States (US) dollar". */
  readonly display_name?: string | null | undefined;
  /** For example, "$". */
  readonly symbol?: string | null | undefined;
}

/** Sales in the form of a chart: the three lists belong together by position. */
export interface SalesReport {
  /** The labels of the positions: months, days or products. */
  readonly labels?: readonly string[] | null | undefined;
  /** The income of each. */
  readonly totalIncome?: readonly number[] | null | undefined;
  /** The number of orders of each. */
  readonly totalOrders?: readonly number[] | null | undefined;
  readonly currency?: ReportCurrency | null | undefined;
  /** The income of all. */
  readonly sumIncome?: number | null | undefined;
  /** The number of all orders. */
  readonly sumTotalOrder?: number | null | undefined;
}

/** Which year's sales to report. */
export interface GetYearlySalesParams {
  /** For example, 2020. */
  readonly year: number | string;
}

/** Which month's sales to report. */
export interface GetMonthlySalesParams {
  /** Month and year, such as `1-2020`. */
  readonly selectedMonth: string;
}

/** Which days' sales to report. */
export interface GetProductBreakdownSalesParams {
  /** The first and the last day joined by one more hyphen, such as `2020-01-01-2020-01-31`. */
  readonly selectedDateRange: string;
}

const salesReport = () =>
  z.looseObject({
    labels: maybe(z.array(z.string())),
    totalIncome: maybe(z.array(z.number())),
    totalOrders: maybe(z.array(z.number())),
    currency: maybe(z.looseObject({ display_name: maybeText(), symbol: maybeText() })),
    sumIncome: maybeNumber(),
    sumTotalOrder: maybeNumber(),
  });

/** Reports a year's sales by month. Which statuses count as a sale, and whether test orders do, is not documented. */
export const getYearlySales = operation<GetYearlySalesParams, SalesReport>({
  name: "orders.getYearlySales",
  method: "GET",
  path: "/order/yearly-sales",
  params: () => z.strictObject({ year: z.union([z.int(), text()]) }),
  response: () => salesReport(),
});

/**
 * Reports a month's sales by day, the labels as in `Jan-01`. The vendor's text says "this month", but the month is a
 * required parameter; its sample stops after twelve days.
 */
export const getMonthlySales = operation<GetMonthlySalesParams, SalesReport>({
  name: "orders.getMonthlySales",
  method: "GET",
  path: "/order/monthly-sales",
  params: () => z.strictObject({ selectedMonth: text() }),
  response: () => salesReport(),
});

/** Reports the sales of a span of days by product: the labels are the products' names, without their ids. */
export const getProductBreakdownSales = operation<GetProductBreakdownSalesParams, SalesReport>({
  name: "orders.getProductBreakdownSales",
  method: "GET",
  path: "/order/product-breakdown-sales",
  params: () => z.strictObject({ selectedDateRange: text() }),
  response: () => salesReport(),
});
