import type { RunClock } from "../../src/run/clock.ts";
import type { Learner } from "./targets.ts";

/** A vendor that orders whatever comes in, also a second time, and counts; its answers to checks lag behind. */
export interface LaggingVendor {
  /** How often each learner was ordered for. */
  readonly orders: ReadonlyMap<string, number>;
  /** Who was ordered for more than once. */
  readonly twice: readonly string[];
  /** An order comes in now. */
  order(learner: Learner): void;
  /** Whether somebody was ordered for, as far as the vendor says so. */
  has(learner: Learner): boolean;
}

/** Makes a vendor that tells of an order only when so many milliseconds have passed since. */
export function laggingVendor(clock: RunClock, lag: number): LaggingVendor {
  const orders = new Map<string, number>();
  const known = new Map<string, number>();
  return {
    orders,
    get twice() {
      return [...orders].filter(([, count]) => count > 1).map(([email]) => email);
    },
    order({ email }) {
      orders.set(email, (orders.get(email) ?? 0) + 1);
      if (!known.has(email)) known.set(email, clock.now() + lag);
    },
    has: ({ email }) => (known.get(email) ?? Infinity) <= clock.now(),
  };
}
