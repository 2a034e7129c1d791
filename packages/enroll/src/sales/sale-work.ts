import { NotFoundError } from "@kelaskit/core";
import type { NamedServices } from "./enrollments.ts";
import { findGrants, grantVariant, isForAnother } from "./granting.ts";
import type { CheckedItems } from "./items.ts";
import { learnerIn, readLearner, type SaleLearner } from "./learner.ts";
import { factsOf, type OrderFacts } from "./order-facts.ts";
import type { ProblemReport } from "./problems.ts";
import type { OrderReader } from "./read-order.ts";
import { revokeGrant } from "./revoking.ts";
import type { SaleReason } from "./sale.ts";
import { isEntitled, planOf, reasonsOf, type SalePlan } from "./sale-plan.ts";
import { resultOf } from "./sale-result.ts";
import type { SalesStore, StoredSale } from "./sales-store.ts";

/** What sales are worked on with. */
export interface SaleSettings {
  readonly items: CheckedItems;
  readonly services: NamedServices;
  readonly revokes: boolean;
  readonly learnerOf: ((order: Readonly<Record<string, unknown>>) => unknown) | undefined;
  readonly reader: OrderReader | undefined;
  /** In milliseconds. */
  readonly readOrderAfter: number;
  readonly onProblem: ProblemReport;
  readonly now: () => number;
}

/** A sale that is being worked on. */
interface Progress {
  readonly sale: StoredSale;
  readonly facts: OrderFacts;
  readonly plan: SalePlan;
  /** What a person has to do, beside what the facts say. */
  readonly reasons: SaleReason[];
  /** What could not be done now. */
  readonly delays: unknown[];
  readAt: number | undefined;
  /** Whether something has come in about it meanwhile: nothing more is done about it as it was. */
  isSuperseded: boolean;
}

/** What a sale was put off for. */
export interface Delay {
  readonly id: string;
  readonly errors: readonly unknown[];
}

const noLearner: SaleReason = {
  code: "no-learner",
  message:
    "The order has no e-mail address to enroll, or learnerOf returned none. Ask the buyer, and enroll by hand or set learnerOf.",
};

const otherLearner: SaleReason = {
  code: "other-learner",
  message:
    "The order names another learner than when it was granted. The first one stays enrolled: decide who is to have it.",
};

/** Works on sales: finds out what is to be done about each, and does it. Everything it does can be done again. */
export class SaleWorker {
  readonly #store: SalesStore;
  readonly #settings: SaleSettings;

  constructor(store: SalesStore, settings: SaleSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /**
   * Works on some sales. All that enrolls comes first and at once; what is taken back follows, one after another: so whether another
   * sale holds an enrollment is known, and cannot change in between.
   *
   * @param wait How long a sale that could not be finished waits, in milliseconds.
   */
  async work(
    ids: readonly string[],
    wait: (id: string) => number,
    signal: AbortSignal,
  ): Promise<readonly Delay[]> {
    const begun = await Promise.all(
      ids.map(async (id) => this.#attempt(id, wait, () => this.#begin(id, signal))),
    );
    const delays: Delay[] = [];
    for (const attempt of begun) {
      const { id, result: progress } = attempt;
      const end = async () => {
        if (progress === undefined) return;
        await this.#revoke(progress);
        // What has come in has made it due: it is worked on anew.
        if (!progress.isSuperseded) this.#finish(progress, wait);
      };
      const { errors } = attempt.errors.length > 0 ? attempt : await this.#attempt(id, wait, end);
      const all = [...errors, ...(progress?.delays ?? [])];
      if (all.length > 0) delays.push({ id, errors: all });
    }
    return delays;
  }

  /** Does a part of the work on a sale. If it throws, the sale is put off: others do not wait for it. */
  async #attempt<Result>(
    id: string,
    wait: (id: string) => number,
    work: () => Promise<Result>,
  ): Promise<Delay & { readonly result?: Result }> {
    try {
      return { id, errors: [], result: await work() };
    } catch (error) {
      this.#store.putOff(id, this.#settings.now() + wait(id));
      return { id, errors: [error] };
    }
  }

  /** Reads an order now, and stores it. @throws Whatever a call throws. */
  async read(id: string, signal: AbortSignal): Promise<void> {
    const { reader } = this.#settings;
    const order = await reader?.read(id, signal);
    if (order === undefined) return;
    this.#store.transaction(() => {
      this.#store.replaceRead({ id, number: order.number }, order.moment, order.data);
    });
  }

  async #begin(id: string, signal: AbortSignal): Promise<Progress | undefined> {
    let sale = this.#store.load(id);
    if (sale === undefined) return undefined;
    const early: Pick<Progress, "reasons" | "delays" | "readAt"> = {
      reasons: [],
      delays: [],
      readAt: undefined,
    };
    let facts = factsOf(sale.events);
    if (facts.lines === undefined && isEntitled(facts) && this.#settings.reader !== undefined) {
      // If the clock was set back since, nothing says how long ago it was received.
      const isFromAhead = sale.receivedAt > this.#settings.now();
      early.readAt = isFromAhead ? 0 : sale.receivedAt + this.#settings.readOrderAfter;
      if (early.readAt <= this.#settings.now()) {
        await this.#readInto(id, early, signal);
        // It is there: it was loaded above, and sales are never removed.
        sale = this.#store.load(id) ?? sale;
        facts = factsOf(sale.events);
      }
    }
    await this.#findGrants(sale, facts);
    // Only the grants: what has come in meanwhile is not in the facts.
    sale = { ...sale, grants: this.#store.grants(id) };
    const plan = planOf(facts, sale, this.#settings);
    const progress: Progress = { sale, facts, plan, ...early, isSuperseded: false };
    await this.#grant(progress);
    return progress;
  }

  /** Looks for what was added for a sale that is not paid any more, and is not recorded. */
  async #findGrants(sale: StoredSale, facts: OrderFacts): Promise<void> {
    if (isEntitled(facts) || facts.payment === "unpaid") return;
    const known = new Set([...sale.grants.map(({ variant }) => variant), ...sale.intents.keys()]);
    const others = (facts.lines ?? [])
      .map(({ variant }) => variant)
      .filter((variant) => this.#settings.items.has(variant) && !known.has(variant));
    const named = others.length === 0 ? undefined : await this.#learnerOf(facts, sale.id);
    const learners = new Map([...sale.intents, ...others.map((variant) => [variant, named] as const)]);
    for (const [variant, learner] of learners) {
      const items = this.#settings.items.get(variant) ?? [];
      if (learner !== undefined) await findGrants(this.#store, sale, variant, { items, learner });
    }
  }

  async #readInto(
    id: string,
    progress: { readonly reasons: SaleReason[]; readonly delays: unknown[]; readAt: number | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    progress.readAt = undefined;
    try {
      await this.read(id, signal);
    } catch (error) {
      if (NotFoundError.isInstance(error)) {
        const message =
          "The vendor has no such order: the business key may be that of another business. Look at the order.";
        progress.reasons.push({ code: "order-not-found", message });
      } else {
        progress.delays.push(error);
      }
    }
  }

  async #grant(progress: Progress): Promise<void> {
    const { sale, facts, plan, reasons } = progress;
    const isHeld = sale.grants.some(({ state }) => state === "granted");
    if (!isEntitled(facts) || (plan.toGrant.length === 0 && !isHeld)) return;
    const named = await this.#learnerOf(facts, sale.id);
    for (const { variant } of plan.toGrant) {
      const learner = sale.intents.get(variant) ?? named;
      if (learner !== undefined) await this.#grantVariant(progress, variant, learner);
      else if (!reasons.includes(noLearner)) reasons.push(noLearner);
      if (progress.isSuperseded) return;
    }
    if (named !== undefined && this.#isForAnother(sale.id, named)) reasons.push(otherLearner);
  }

  async #grantVariant(progress: Progress, variant: string, learner: SaleLearner): Promise<void> {
    const { sale, reasons, delays } = progress;
    const items = this.#settings.items.get(variant) ?? [];
    try {
      const granting = await grantVariant(this.#store, sale, variant, { items, learner });
      if (granting === "superseded") progress.isSuperseded = true;
      else if (granting !== "granted") reasons.push(granting);
    } catch (error) {
      delays.push(error);
    }
  }

  /** Whether a sale holds an enrollment of somebody else than the learner whom the order names now. */
  #isForAnother(sale: string, learner: SaleLearner): boolean {
    return this.#store
      .grants(sale)
      .some(
        (grant) =>
          grant.state === "granted" &&
          isForAnother(grant, this.#settings.items.get(grant.variant) ?? [], learner),
      );
  }

  async #learnerOf(facts: OrderFacts, order: string): Promise<SaleLearner | undefined> {
    const { learnerOf, onProblem } = this.#settings;
    if (learnerOf === undefined) return learnerIn(facts);
    try {
      return readLearner(await learnerOf(facts.order ?? {}));
    } catch (error) {
      onProblem({
        kind: "failed",
        message: "learnerOf threw, so the order needs attention. Correct it, and call recheck.",
        order,
        cause: error,
      });
      return undefined;
    }
  }

  async #revoke(progress: Progress): Promise<void> {
    const { sale, plan, reasons, delays } = progress;
    for (const grant of plan.toRevoke) {
      // It may have been paid again.
      if (!this.#store.isCurrent(sale)) {
        progress.isSuperseded = true;
        return;
      }
      const revocation = await revokeGrant(
        this.#store,
        sale,
        grant,
        this.#settings.services.get(grant.service),
      );
      if (revocation.isDone) continue;
      if (revocation.reason !== undefined) reasons.push(revocation.reason);
      if (revocation.error !== undefined) delays.push(revocation.error);
    }
  }

  #finish({ sale, facts, reasons, delays, readAt }: Progress, wait: (id: string) => number): void {
    const isDelayed = delays.length > 0;
    const holdings = { grants: this.#store.grants(sale.id), intents: this.#store.intents(sale.id) };
    const outcome = {
      facts,
      holdings,
      items: this.#settings.items,
      reasons: [...reasonsOf(facts, holdings, this.#settings), ...reasons],
      dismissed: sale.dismissed,
      tryAt: isDelayed ? this.#settings.now() + wait(sale.id) : readAt,
      isDelayed,
    };
    this.#store.finish(sale, resultOf(outcome));
  }
}
