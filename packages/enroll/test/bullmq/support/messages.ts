/** Which orders, by the number of their arrival, are held back or lost. */
export interface MockPlan {
  /** Held before they are carried out. */
  readonly holdBefore: readonly number[];
  /** Held after they were carried out. */
  readonly holdAfter: readonly number[];
  /** Carried out, and the connection is cut in place of an answer. */
  readonly lose: readonly number[];
}

/** What the mock's process tells. */
export type FromMock =
  | { readonly kind: "serving"; readonly url: string }
  | { readonly kind: "held"; readonly number: number; readonly worker: string }
  | MockCounts;

/** What has come to the mock. */
export interface MockCounts {
  readonly kind: "counts";
  readonly requests: number;
  readonly tokenRequests: number;
  readonly orders: number;
  /** How many learners have orders. */
  readonly learners: number;
  /** How often an order for the same learner has arrived, carried out or not. */
  readonly mostOrdersOfALearner: number;
}

/** What the mock's process is told. */
export type ToMock =
  | { readonly kind: "go"; readonly number: number }
  | { readonly kind: "count" }
  | { readonly kind: "close" };

/** What a worker's process is given. */
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
