/**
 * Receives the webhooks that an Academy of Mine portal sends to your server. The operations that create and list
 * webhooks are in `@kelaskit/academy-of-mine/webhooks`.
 *
 * The portal signs nothing and names no event: each event needs an address of its own that contains a secret, and what
 * arrives is a hint to read the user or the enrollment again. Only two bodies are documented, and so have a receiver:
 * "New Account Created" and "Enrolled in a course". For the others, see what was sent with `webhooks.listLogs`: Submitted
 * a Quiz, Submitted, Evaluated and Rejected assignment, Submitted a discussion, New Order Placed, Order Failed, Order
 * Refused, Payment Pending, New Announcement.
 *
 * @packageDocumentation
 */
export { receiveEnrollment, receiveNewAccount } from "./receive.ts";
export type { ReceiverOptions, WebhookDelivery } from "./receive.ts";
export { AcademyWebhookError, type AcademyWebhookErrorCode } from "./errors.ts";
export type {
  Enrollment,
  EnrollmentEvent,
  NewAccount,
  NewAccountEvent,
  WebhookEventHead,
  WebhookUser,
} from "./events.ts";
