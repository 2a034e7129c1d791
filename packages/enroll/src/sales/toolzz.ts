/**
 * Receives the webhooks of Toolzz durably.
 *
 * @packageDocumentation
 */
export * from "./toolzz-events.ts";
export type { EventsOptions, EventsReceiver } from "./events-receiver.ts";
export type { EventContext, QueuedEvent } from "./event-queue.ts";
export type { Delivery, Receiver } from "./delivery.ts";
export type { Inbox, InboxRow, InboxValue } from "./inbox.ts";
export type { ProblemListener, ReceiverProblem } from "./problems.ts";
export { nodeHandler } from "./handler.node.ts";
export { openInbox } from "./sqlite-inbox.node.ts";
