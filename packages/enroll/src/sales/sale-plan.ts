import type { CheckedItems } from "./items.ts";
import type { OrderEnd, OrderFacts, SoldLine } from "./order-facts.ts";
import type { SaleReason } from "./sale.ts";

/** An enrollment in the inbox that a sale has added. */
export interface Grant {
  readonly variant: string;
  readonly service: string;
  readonly key: string;
  readonly state: "granted" | "revoked";
  /** Whether it was first added by a sale. */
  readonly isOwn: boolean;
  /** The learner's part of the key. */
  readonly learner: string;
  readonly grantedAt: number;
}

/** What is to be done about a sale. */
export interface SalePlan {
  /** The variants to enroll in. */
  readonly toGrant: readonly SoldLine[];
  /** What is to be taken back. */
  readonly toRevoke: readonly Grant[];
}

/** What a sale has added, and by their variants what it is adding. */
export interface Holdings {
  readonly grants: readonly Grant[];
  readonly intents: Pick<ReadonlyMap<string, unknown>, "has">;
}

/** What a plan depends on beside the sale. */
interface PlanSettings {
  readonly items: CheckedItems;
  readonly revokes: boolean;
}

const endWords: Readonly<Record<OrderEnd, string>> = {
  deleted: "was deleted",
  canceled: "was canceled",
  rts: "was returned to the sender",
};

function withdrawalOf({ end, payment, paymentStatus }: OrderFacts): string | undefined {
  if (end !== undefined) return endWords[end];
  return payment === "withdrawn" ? `was paid and is ${paymentStatus ?? "unpaid"} again` : undefined;
}

/** Whether its buyer is to be enrolled, as far as is known now. */
export function isEntitled({ payment, end }: OrderFacts): boolean {
  return payment === "paid" && end === undefined;
}

/** Whether what it has granted is to be taken back: nothing that leaves a doubt, since a learner would lose a course for it. */
export function isWithdrawn(facts: OrderFacts): boolean {
  return withdrawalOf(facts) !== undefined;
}

/** Whether all that a variant enrolls in is with the services. */
export function isGranted({ grants, intents }: Holdings, variant: string): boolean {
  return (
    grants.some((grant) => grant.variant === variant && grant.state === "granted") && !intents.has(variant)
  );
}

function reasonsOfLine(
  { variant, quantity }: SoldLine,
  holdings: Holdings,
  items: CheckedItems,
): readonly SaleReason[] {
  const named = variant === "" ? "a line without a variant" : `the variant ${variant.slice(0, 80)}`;
  if (quantity === 0) return [];
  if (!items.has(variant)) {
    const message = `items lacks ${named}. Add it and start again, or call recheck; or dismiss it if it enrolls nobody.`;
    return [{ code: "unmapped", message, variant }];
  }
  if (quantity === 1) return [];
  const buyer = isGranted(holdings, variant)
    ? "The enrollment of the buyer is with the service"
    : "The enrollment of the buyer is not with the service yet";
  const message =
    quantity === undefined
      ? `How many of ${named} were bought is not known. ${buyer}; check the order.`
      : `${quantity} of ${named} were bought. ${buyer}; ask who the others are, and add them.`;
  return [{ code: "quantity", message, variant }];
}

function reasonsOfEntitled(
  facts: OrderFacts,
  holdings: Holdings,
  items: CheckedItems,
): readonly SaleReason[] {
  if (facts.lines === undefined) return [];
  if (facts.lines.every(({ quantity }) => quantity === 0))
    return [{ code: "nothing-sold", message: "The order is paid, but has no lines. Look at it." }];
  return facts.lines.flatMap((line) => reasonsOfLine(line, holdings, items));
}

function reasonsOfChange(facts: OrderFacts, granted: readonly Grant[]): readonly SaleReason[] {
  const sold = new Set(facts.lines?.map(({ variant }) => variant));
  if (facts.lines === undefined) return [];
  const removed = new Set(granted.map(({ variant }) => variant).filter((variant) => !sold.has(variant)));
  return [...removed].map((variant) => ({
    code: "line-removed",
    message: `The variant ${variant.slice(0, 80)} was granted and is no longer in the order. Decide whether the learner keeps it.`,
    variant,
  }));
}

/** What a sale that is not entitled leaves to a person. */
function reasonsOfEnd(facts: OrderFacts, granted: readonly Grant[], revokes: boolean): readonly SaleReason[] {
  const withdrawal = withdrawalOf(facts);
  const reasons: SaleReason[] = [];
  if (facts.payment === "doubtful") {
    const message = `The order was paid, and its payment is now in the status ${(facts.paymentStatus ?? "").slice(0, 40)}. Nothing more is granted and nothing is taken back: decide.`;
    reasons.push({ code: "payment-in-doubt", message });
  }
  if (facts.payment === "paid" && facts.isPaidAfterEnd && withdrawal !== undefined) {
    const message = `The order ${withdrawal}, and was paid afterwards. Refund it, or reopen it.`;
    reasons.push({ code: "paid-after-end", message });
  }
  if (withdrawal !== undefined && granted.length > 0 && !revokes) {
    const message = `The order ${withdrawal} after it was granted. Take the enrollments back, or leave them and dismiss this.`;
    reasons.push({ code: "withdrawn", message });
  }
  return reasons;
}

function grantedIn({ grants }: Holdings): readonly Grant[] {
  return grants.filter(({ state }) => state === "granted");
}

/** Works out what is to be done about a sale. */
export function planOf(facts: OrderFacts, holdings: Holdings, { items, revokes }: PlanSettings): SalePlan {
  if (!isEntitled(facts))
    return { toGrant: [], toRevoke: revokes && isWithdrawn(facts) ? grantedIn(holdings) : [] };
  const toGrant = (facts.lines ?? []).filter(
    ({ variant, quantity }) => quantity !== 0 && items.has(variant) && !isGranted(holdings, variant),
  );
  return { toGrant, toRevoke: [] };
}

/** Works out what a person has to decide about a sale, with what it has added by now. */
export function reasonsOf(
  facts: OrderFacts,
  holdings: Holdings,
  { items, revokes }: PlanSettings,
): readonly SaleReason[] {
  const granted = grantedIn(holdings);
  if (!isEntitled(facts)) return reasonsOfEnd(facts, granted, revokes);
  return [...reasonsOfEntitled(facts, holdings, items), ...reasonsOfChange(facts, granted)];
}
