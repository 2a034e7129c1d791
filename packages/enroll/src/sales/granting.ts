import { keyOfRow } from "../journal/key.ts";
import { InvalidEnrollmentError } from "../service/errors.ts";
import { learnerFields, type SaleLearner } from "./learner.ts";
import type { CheckedItem, CheckedItems } from "./items.ts";
import type { SaleReason } from "./sale.ts";
import type { Grant } from "./sale-plan.ts";
import type { SalesStore, StoredSale } from "./sales-store.ts";

function invalid(variant: string, error: InvalidEnrollmentError): SaleReason {
  return { code: "invalid-learner", message: error.message, variant };
}

/** The record of an item for a learner. */
function recordOf({ enrollments, fields }: CheckedItem, learner: SaleLearner) {
  return { ...learnerFields(enrollments.target, learner), ...fields };
}

/** Whether an enrollment of a variant is for somebody else than the learner whom the order names now. */
export function isForAnother(
  { service, learner: former }: Grant,
  items: readonly CheckedItem[],
  learner: SaleLearner,
): boolean {
  const own = items.filter((item) => item.service === service);
  const now = own.flatMap((item) => {
    const parsed = item.enrollments.target.parse(recordOf(item, learner));
    return "issues" in parsed ? [] : [item.enrollments.target.keyOf(parsed.row).learner];
  });
  return now.length > 0 && !now.includes(former);
}

/**
 * Adds what a variant enrolls in, and then records it: a process that is killed in between adds it again, which has no effect.
 * Nothing is added unless every record is valid.
 *
 * @returns Why nothing was added; `undefined` if everything was.
 * @throws Whatever a service throws when it could not add; what was added before is added again later.
 */
export async function grantVariant(
  store: SalesStore,
  sale: StoredSale,
  variant: string,
  items: readonly CheckedItem[],
  learner: SaleLearner,
): Promise<SaleReason | undefined> {
  for (const item of items) {
    const { target } = item.enrollments;
    const parsed = target.parse(recordOf(item, learner));
    if ("issues" in parsed) return invalid(variant, new InvalidEnrollmentError(target.name, parsed.issues));
  }
  const grants: Omit<Grant, "state" | "grantedAt">[] = [];
  for (const item of items) {
    try {
      const added = await item.enrollments.add(recordOf(item, learner), { reference: sale.number });
      // One that was there before another sale's is its seller's own business, and is never taken back for a sale.
      const isOwn = added.isNew || (added.reference !== undefined && store.hasNumber(added.reference));
      grants.push({ variant, service: item.service, key: added.key, isOwn, learner: added.learner });
    } catch (error) {
      if (InvalidEnrollmentError.isInstance(error)) return invalid(variant, error);
      throw error;
    }
  }
  store.grant(sale.id, grants);
  return undefined;
}

/**
 * Records what was added for a sale and is not recorded as such: the process was killed, or a part of a bundle could not be added.
 * Otherwise nobody would take it back when the order is refunded.
 *
 * @returns Whether there was anything.
 * @throws Whatever a service throws when it cannot be read.
 */
export async function findGrants(
  store: SalesStore,
  sale: StoredSale,
  variants: readonly string[],
  { items, learner }: { readonly items: CheckedItems; readonly learner: SaleLearner },
): Promise<boolean> {
  const found: Omit<Grant, "state" | "grantedAt">[] = [];
  for (const variant of variants) {
    for (const item of items.get(variant) ?? []) {
      const { target } = item.enrollments;
      const parsed = target.parse(recordOf(item, learner));
      if ("issues" in parsed) continue;
      const key = keyOfRow(target.name, target.keyOf(parsed.row));
      const known = await item.enrollments.get?.(key);
      // One with another reference belongs to another sale, or to something else than a sale.
      if (known?.reference !== sale.number || known.operation === "revoke") continue;
      found.push({ variant, service: item.service, key, isOwn: true, learner: known.learner });
    }
  }
  store.grant(sale.id, found);
  return found.length > 0;
}
