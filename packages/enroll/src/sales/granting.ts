import type { JsonObject } from "@kelaskit/core/vendor";
import { keyOfRow } from "../journal/key.ts";
import { EnrollmentStateError, InvalidEnrollmentError, ServiceFullError } from "../service/errors.ts";
import { flawsOf } from "../service/record-flaws.ts";
import { learnerFields, type SaleLearner } from "./learner.ts";
import type { CheckedItem } from "./items.ts";
import type { SaleReason } from "./sale.ts";
import type { Grant } from "./sale-plan.ts";
import type { SalesStore, StoredSale } from "./sales-store.ts";

/** The record of an item for a learner. */
function recordOf({ enrollments, fields }: CheckedItem, learner: SaleLearner): JsonObject {
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

/** What has become of a variant: it is granted, something came in about its sale meanwhile, or a person has to do something. */
export type Granting = "granted" | "superseded" | SaleReason;

/** A part of a variant, with what is to be added for a learner. */
interface Part {
  readonly item: CheckedItem;
  readonly record: JsonObject;
  readonly key: string;
}

/** The parts of a variant for a learner. @throws InvalidEnrollmentError when one could not be added. */
function partsFor(items: readonly CheckedItem[], learner: SaleLearner): readonly Part[] {
  return items.map((item) => {
    const { target } = item.enrollments;
    const record = recordOf(item, learner);
    const flaws = flawsOf(target, record);
    if (flaws.length > 0) throw new InvalidEnrollmentError(target.name, flaws);
    const parsed = target.parse(record);
    if ("issues" in parsed) throw new InvalidEnrollmentError(target.name, parsed.issues);
    return { item, record, key: keyOfRow(target.name, target.keyOf(parsed.row)) };
  });
}

/** What is stored of a learner: of the further fields, only those that are in a record, which contains no secret. */
function storable({ fields, ...learner }: SaleLearner, parts: readonly Part[]): SaleLearner {
  const used = Object.entries(fields ?? {}).filter(([field, value]) =>
    parts.some(({ record }) => record[field] === value),
  );
  return { ...learner, fields: Object.fromEntries(used) };
}

/** Whether an error of `add` says for certain that nothing was added. */
function isRefusal(error: unknown): boolean {
  return ServiceFullError.isInstance(error) || EnrollmentStateError.isInstance(error);
}

/** Whether it is recorded that a sale holds an enrollment. */
function isHeld({ grants }: StoredSale, part: Pick<Grant, "variant" | "service" | "key">): boolean {
  return grants.some(
    ({ variant, service, key, state }) =>
      state === "granted" && variant === part.variant && service === part.service && key === part.key,
  );
}

/** Adds what a variant enrolls in, and records each part. */
class VariantGranting {
  readonly #store: SalesStore;
  readonly #sale: StoredSale;
  readonly #variant: string;
  /** Whether an earlier try may have added something. */
  readonly #wasBegun: boolean;

  constructor(store: SalesStore, sale: StoredSale, variant: string) {
    this.#store = store;
    this.#sale = sale;
    this.#variant = variant;
    this.#wasBegun = sale.intents.has(variant);
  }

  async grant(items: readonly CheckedItem[], learner: SaleLearner): Promise<Granting> {
    try {
      const parts = partsFor(items, learner);
      for (const part of parts) {
        if (isHeld(this.#sale, { variant: this.#variant, service: part.item.service, key: part.key }))
          continue;
        // What has come in, such as a refund, was acknowledged: nothing is added that it forbids.
        if (!this.#store.isCurrent(this.#sale)) return "superseded";
        if (part === parts[0] && !this.#wasBegun)
          this.#store.intend(this.#sale.id, this.#variant, storable(learner, parts));
        await this.#add(part, part === parts[0]);
      }
    } catch (error) {
      if (InvalidEnrollmentError.isInstance(error))
        return { code: "invalid-learner", message: error.message, variant: this.#variant };
      throw error;
    }
    this.#store.endIntent(this.#sale.id, this.#variant);
    return "granted";
  }

  async #add({ item, record }: Part, isFirst: boolean): Promise<void> {
    const added = await this.#unlessRefused(
      () => item.enrollments.add(record, { reference: this.#sale.number }),
      isFirst,
    );
    // One that was there before another sale's is its seller's own business, and is never taken back for a sale.
    const isOwn = added.isNew || (added.reference !== undefined && this.#store.hasNumber(added.reference));
    const { key, learner } = added;
    this.#store.grant(this.#sale.id, {
      variant: this.#variant,
      service: item.service,
      key,
      isOwn,
      learner,
    });
  }

  /** Without anything added, it is not begun: then a corrected address is used. */
  async #unlessRefused<Result>(add: () => Promise<Result>, isFirst: boolean): Promise<Result> {
    try {
      return await add();
    } catch (error) {
      const isNothingAdded =
        InvalidEnrollmentError.isInstance(error) || (isRefusal(error) && !this.#wasBegun);
      if (isFirst && isNothingAdded) this.#store.endIntent(this.#sale.id, this.#variant);
      throw error;
    }
  }
}

/**
 * Adds what a variant enrolls in, and records each part: a process that is killed in between adds it again, which has no effect.
 * Nothing is added unless every record is valid. Before the first part, it is recorded for whom: whatever becomes of the address
 * meanwhile, the rest is added for the same learner. Nothing is added after something has come in about the sale.
 *
 * @param learner For whom, unless it is being added for somebody already.
 * @throws Whatever a service throws when it could not add: the rest is added later.
 */
export async function grantVariant(
  store: SalesStore,
  sale: StoredSale,
  variant: string,
  { items, learner }: { readonly items: readonly CheckedItem[]; readonly learner: SaleLearner },
): Promise<Granting> {
  return new VariantGranting(store, sale, variant).grant(items, sale.intents.get(variant) ?? learner);
}

/**
 * Records what was added for a variant and is not recorded as such, because the process was killed or the reply was lost. Otherwise
 * nobody would take it back when the order is refunded.
 *
 * @throws Whatever a service throws when it cannot be read.
 */
export async function findGrants(
  store: SalesStore,
  sale: StoredSale,
  variant: string,
  { items, learner }: { readonly items: readonly CheckedItem[]; readonly learner: SaleLearner },
): Promise<void> {
  for (const item of items) {
    const { target } = item.enrollments;
    const parsed = target.parse(recordOf(item, learner));
    if ("issues" in parsed) continue;
    const key = keyOfRow(target.name, target.keyOf(parsed.row));
    if (isHeld(sale, { variant, service: item.service, key })) continue;
    const known = await item.enrollments.get?.(key);
    // One with another reference belongs to another sale, or to something else than a sale.
    if (known?.reference !== sale.number) continue;
    if (known.operation === "revoke" || known.state === "canceled") continue;
    store.grant(sale.id, { variant, service: item.service, key, isOwn: true, learner: known.learner });
  }
}
