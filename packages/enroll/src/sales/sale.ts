/**
 * The state of a sale, which is an order.
 *
 * - `waiting-for-lines`: no event has told what was sold.
 * - `waiting-for-payment`: it is not paid.
 * - `in-progress`: enrollments are being added or taken back; what fails is tried again.
 * - `granted`: every variant that was sold is with the service, which sends it. Its event `failed` or `unknown` tells when that did
 *   not work.
 * - `unmapped`: it is paid, and `items` lacks a variant.
 * - `needs-attention`: `reasons` says what a person has to decide. What needs nobody is done meanwhile, and tried again if it fails.
 * - `revoked`: what was granted is with the service to be taken back. Its event `failed` or `unknown`, with the operation `revoke`,
 *   tells when that did not work: then the learner may still be enrolled.
 * - `canceled`: it was canceled, deleted or is unpaid again, and nothing was granted.
 * - `dismissed`: it is paid, nothing was granted, and a person has dismissed the reasons.
 */
export type SaleState =
  | "waiting-for-lines"
  | "waiting-for-payment"
  | "in-progress"
  | "granted"
  | "unmapped"
  | "needs-attention"
  | "revoked"
  | "canceled"
  | "dismissed";

/** Why a sale needs a person. */
export type SaleReasonCode =
  /** `items` lacks the variant. */
  | "unmapped"
  /** More than one was bought: one enrollment is for the buyer, the others are not known. */
  | "quantity"
  /** The order has no e-mail address, or `learnerOf` returned none or threw. */
  | "no-learner"
  /** The target refuses the learner, such as an address that cannot exist. */
  | "invalid-learner"
  /** It is paid, but has no lines. */
  | "nothing-sold"
  /** It was granted, and was canceled, deleted or is unpaid again. */
  | "withdrawn"
  /** It was paid, and its payment is in doubt, such as in `conflict`. */
  | "payment-in-doubt"
  /** It was paid after it was canceled or returned. */
  | "paid-after-end"
  /** The enrollment cannot be taken back by the service. */
  | "cannot-revoke"
  /** The learner was enrolled before by something else than a sale, and so is not taken out. */
  | "enrolled-before"
  /** The order's learner has changed since it was granted. */
  | "other-learner"
  /** A variant was granted and is no longer in the order. */
  | "line-removed"
  /** The vendor has no such order. */
  | "order-not-found";

/** Why a sale needs a person. */
export interface SaleReason {
  readonly code: SaleReasonCode;
  /** A sentence without personal data. */
  readonly message: string;
  /** The variant it is about, if it is about one. */
  readonly variant?: string | undefined;
}

/** A variant of a sale. */
export interface SaleLine {
  /** Its unique id, or `number:` and its number if the order was read and the unique id is not known. */
  readonly variant: string;
  /** The product's name, if known. */
  readonly productName?: string | undefined;
  /** How many were bought, if that is known. */
  readonly quantity?: number | undefined;
  /** As the state of a sale. `waiting`: not all of it is with the service. */
  readonly state: "waiting" | "granted" | "revoked" | "unmapped";
}

/** An enrollment that a sale has added. What has become of it is known by the service. */
export interface SaleGrant {
  readonly variant: string;
  /** The name of the service; empty if there is only one. */
  readonly service: string;
  /** Its key, for `enrollments.get`. */
  readonly key: string;
  /** `granted` when it was added; `revoked` when it was handed to the service to be taken back, or when another sale now holds it. */
  readonly state: "granted" | "revoked";
  readonly grantedAt: Date;
}

/** A sale: an order of the vendor, as all its events together describe it. Contains no names and, beside keys, no addresses. */
export interface Sale {
  /** The order's UUID. */
  readonly id: string;
  /** The order's number, which people see, such as `260105DEMO1`; the `reference` of its enrollments. */
  readonly number: string;
  readonly state: SaleState;
  /** What a person has to decide, without what was dismissed. */
  readonly reasons: readonly SaleReason[];
  /** The vendor's latest status of the order. */
  readonly status: string | undefined;
  /** The vendor's latest status of the payment. */
  readonly paymentStatus: string | undefined;
  /** Whether the vendor considers it spam. Spam is granted like any other order: only when it is paid. */
  readonly isSpam: boolean;
  readonly lines: readonly SaleLine[];
  readonly grants: readonly SaleGrant[];
  /** When its first event was received, by the clock of the machine. */
  readonly receivedAt: Date;
  /** When its state was last worked out. */
  readonly changedAt: Date;
}
