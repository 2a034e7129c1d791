import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockSale, type MockSaleOptions } from "@kelaskit/scalev/mock";
import { onTestFinished } from "vitest";
import {
  type ReceiverProblem,
  type Sale,
  type SaleFilter,
  scalevSales,
  type ScalevSalesOptions,
  type SalesReceiver,
} from "../../../src/sales/node.ts";
import { school } from "./school.ts";
import { memoryEnrollments, type MemoryEnrollments } from "./memory-enrollments.ts";

export const secret = "whsec_current";

/** The path of an inbox in a folder of its own, which goes with the test. */
export function newInbox(): string {
  const folder = mkdtempSync(join(tmpdir(), "sales-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "sales.db");
}

/** A shop with a receiver, and the means to sell. */
export interface Shop {
  readonly receive: SalesReceiver;
  readonly enrollments: MemoryEnrollments;
  readonly problems: ReceiverProblem[];
  /** Delivers a sale's webhooks, and returns the answers' statuses when everything is done. */
  sell(options?: Partial<MockSaleOptions>): Promise<readonly number[]>;
  /** The sales, or some. */
  list(filter?: SaleFilter): Promise<readonly Sale[]>;
  /** Closes the receiver and opens another on the same inbox. */
  reopen(options?: Partial<ScalevSalesOptions>): Promise<Shop>;
}

/** Opens a shop: variant_1 enrolls in the course writing, variant_2 in drawing and painting. */
export function openShop(
  options: Partial<ScalevSalesOptions> = {},
  enrollments: MemoryEnrollments = memoryEnrollments(school),
): Shop {
  const problems: ReceiverProblem[] = [];
  const settings: ScalevSalesOptions = {
    secrets: [secret, "whsec_next"],
    items: {
      variant_1: { course: "writing" },
      variant_2: [{ course: "drawing" }, { course: "painting" }],
    },
    enrollments,
    inbox: newInbox(),
    onProblem: (problem) => problems.push(problem),
    ...options,
  };
  const receive = scalevSales(settings);
  onTestFinished(() => receive.close());
  return {
    receive,
    enrollments,
    problems,
    async sell(sale = {}) {
      const statuses: number[] = [];
      for await (const request of mockSale({ secret, ...sale })) {
        const { status } = await receive(request);
        statuses.push(status);
      }
      await receive.settled();
      return statuses;
    },
    list: async (filter) => Array.fromAsync(receive.sales.list(filter)),
    async reopen(changes = {}) {
      await receive.close();
      return openShop({ ...settings, ...changes }, enrollments);
    },
  };
}
