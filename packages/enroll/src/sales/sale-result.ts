import type { CheckedItems } from "./items.ts";
import type { OrderFacts } from "./order-facts.ts";
import type { SaleLine, SaleReason, SaleState } from "./sale.ts";
import { type Holdings, isGranted, isWithdrawn } from "./sale-plan.ts";
import { reasonKey, type SaleResult } from "./sales-store.ts";

/** What was found out about a sale, and what was done. */
export interface SaleOutcome {
  readonly facts: OrderFacts;
  /** As they are now. */
  readonly holdings: Holdings;
  readonly items: CheckedItems;
  /** Including those that were dismissed. */
  readonly reasons: readonly SaleReason[];
  readonly dismissed: readonly string[];
  /** When it is to be tried again. */
  readonly tryAt: number | undefined;
  /** Whether something could not be done now. */
  readonly isDelayed: boolean;
}

function lineStateOf(variant: string, { holdings, items }: SaleOutcome): SaleLine["state"] {
  const own = holdings.grants.filter((grant) => grant.variant === variant);
  if (isGranted(holdings, variant)) return "granted";
  if (own.length > 0 && own.every(({ state }) => state === "revoked")) return "revoked";
  return items.has(variant) ? "waiting" : "unmapped";
}

function stateOf(outcome: SaleOutcome, reasons: readonly SaleReason[]): SaleState {
  const { facts, isDelayed } = outcome;
  const { grants } = outcome.holdings;
  if (reasons.some(({ code }) => code !== "unmapped")) return "needs-attention";
  if (reasons.length > 0) return "unmapped";
  if (isDelayed) return "in-progress";
  if (grants.some(({ state }) => state === "granted")) return "granted";
  if (grants.length > 0) return "revoked";
  if (isWithdrawn(facts)) return "canceled";
  if (facts.lines === undefined) return "waiting-for-lines";
  return facts.payment === "unpaid" ? "waiting-for-payment" : "dismissed";
}

/** What a sale has come to. */
export function resultOf(outcome: SaleOutcome): SaleResult {
  const { facts, dismissed, tryAt } = outcome;
  const reasons = outcome.reasons.filter((reason) => !dismissed.includes(reasonKey(reason)));
  const state = stateOf(outcome, reasons);
  return {
    state,
    details: {
      reasons,
      status: facts.status,
      paymentStatus: facts.paymentStatus,
      isSpam: facts.isSpam,
      lines: (facts.lines ?? []).map(({ variant, productName, quantity }) => ({
        variant,
        productName,
        quantity,
        state: lineStateOf(variant, outcome),
      })),
    },
    tryAt,
    isOpen: state === "unmapped" || state === "needs-attention" || state === "waiting-for-lines",
  };
}
