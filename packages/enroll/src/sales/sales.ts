import { ConfigurationError } from "@kelaskit/core";
import type { Sale, SaleReason, SaleReasonCode, SaleState } from "./sale.ts";
import type { SaleWorker } from "./sale-work.ts";
import type { SalesLoop } from "./sales-loop.ts";
import { reasonKey, type SalesStore } from "./sales-store.ts";

/** Which sales to list. */
export interface SaleFilter {
  readonly state?: SaleState | undefined;
}

/** Which reason to dismiss. */
export interface DismissOptions {
  /** @default every reason of the sale */
  readonly code?: SaleReasonCode | undefined;
}

/** The sales of a receiver, for people. Orders are named by their UUID, the `id` of a sale. */
export interface Sales {
  /** The sales, or some, in the order in which their first events were received. Read in parts: never all in memory. */
  list(filter?: SaleFilter): AsyncIterable<Sale>;
  /** One sale; undefined if there is none. */
  get(id: string): Promise<Sale | undefined>;
  /**
   * Reads an order from the vendor now, and works on it: also one of which no event came. How the vendor's lines are matched with
   * `items` is deduced: they name variants by numbers, which the store's products translate.
   *
   * @throws ConfigurationError without the option `business`.
   * @throws Whatever the call throws, such as NotFoundError when the business has no such order.
   */
  readOrder(id: string): Promise<Sale | undefined>;
  /**
   * Records that a person has dealt with what a sale needed. A reason that comes up later is listed again.
   *
   * @returns The sale as it is afterwards; undefined if there is none.
   */
  dismiss(id: string, options?: DismissOptions): Promise<Sale | undefined>;
  /** Looks again at everything that is not finished or needs a person, as at a start. Resolves when that is done. */
  recheck(): Promise<void>;
  /**
   * When something is to be done next, such as an order to be read, or an enrollment to be added whose service was down: now or
   * later. A receiver that runs does it by itself; where the platform ends what rests, such as a Durable Object, set an alarm for
   * then. Sales that need a person are included if something is to be done about them all the same.
   *
   * @returns undefined if nothing is to be done until an event comes, a person decides or it is started with other settings.
   */
  nextTry(): Promise<Date | undefined>;
}

/** Creates the people's view of an inbox. */
export function createSales(
  store: SalesStore,
  worker: SaleWorker,
  loop: SalesLoop,
  { hasReader, signal }: { readonly hasReader: boolean; readonly signal: AbortSignal },
): Sales {
  const workOn = async (id: string): Promise<Sale | undefined> => {
    if (!store.wake(id)) return undefined;
    loop.wake();
    await loop.settled();
    return store.sale(id);
  };
  return {
    async *list(filter = {}) {
      yield* store.sales(filter.state);
    },
    get: async (id) => store.sale(id),
    async readOrder(id) {
      if (!hasReader) {
        throw new ConfigurationError(
          "sales.readOrder requires the option business: a client of Scalev with a business key.",
        );
      }
      await worker.read(id, signal);
      return workOn(id);
    },
    async dismiss(id, { code } = {}) {
      const sale = store.sale(id);
      const former = store.load(id)?.dismissed;
      if (sale === undefined || former === undefined) return undefined;
      const isMeant = (reason: SaleReason): boolean => code === undefined || reason.code === code;
      store.dismiss(id, [...new Set([...former, ...sale.reasons.filter(isMeant).map(reasonKey)])]);
      return workOn(id);
    },
    async recheck() {
      store.resume();
      loop.wake();
      await loop.settled();
    },
    async nextTry() {
      const next = store.nextDue();
      return next === undefined ? undefined : new Date(Math.max(next, Date.now()));
    },
  };
}
