export type { Delivery, Receiver } from "./delivery.ts";
export type { NamedEnrollments, SalesEnrollments } from "./enrollments.ts";
export type { Inbox, InboxRow, InboxValue } from "./inbox.ts";
export type { SaleItem, SaleItems } from "./items.ts";
export type { SaleLearner } from "./learner.ts";
export type { ProblemListener, ReceiverProblem } from "./problems.ts";
export type { Sale, SaleGrant, SaleLine, SaleReason, SaleReasonCode, SaleState } from "./sale.ts";
export type { DismissOptions, SaleFilter, Sales } from "./sales.ts";
export type { SalesEvent } from "./sales-store.ts";
