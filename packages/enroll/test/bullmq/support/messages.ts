/** Which orders are held back or lost, by the number of their arrival. */
export interface MockPlan {
  /** Held before they are carried out. */
  readonly holdBefore: readonly number[];
  /** Held after they are carried out. */
  readonly holdAfter: readonly number[];
  /** Carried out, but the connection is cut instead of an answer. */
  readonly lose: readonly number[];
}

/** Messages from the mock's process. */
export type FromMock =
  | { readonly kind: "serving"; readonly url: string }
  | { readonly kind: "held"; readonly number: number; readonly worker: string }
  | MockCounts;

/** What the mock has received. */
export interface MockCounts {
  readonly kind: "counts";
  readonly requests: number;
  readonly tokenRequests: number;
  readonly orders: number;
  /** How many learners have orders. */
  readonly learners: number;
  /** The most orders that arrived for one learner, carried out or not. */
  readonly mostOrdersOfALearner: number;
}

/** Messages to the mock's process. */
export type ToMock =
  | { readonly kind: "go"; readonly number: number }
  | { readonly kind: "count" }
  | { readonly kind: "close" };

/** The settings of a worker's process. */
export interface WorkerPlan {
  readonly id: string;
  readonly socket: string;
  readonly queue: string;
  readonly url: string;
  readonly item: string;
  readonly limit: number;
  readonly interval: number;
  readonly settleAfter: number;
}

/** The settings of a worker's process that is frozen. */
export interface FreezablePlan {
  /** Whether it freezes itself just before it sends an order. */
  readonly freezes: boolean;
  readonly socket: string;
  readonly queue: string;
  readonly url: string;
  readonly item: string;
  readonly settleAfter: number;
}
