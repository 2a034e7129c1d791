import { KelasError } from "@kelaskit/core";

/** Why a webhook was refused. For you and your log: do not send it to the sender. */
export type AcademyWebhookErrorCode =
  /** The address contains none of the secrets: the webhook is not from your portal. Nothing was read. */
  | "secret"
  /** The body is larger than `maxBytes` and was not parsed. */
  | "too-large"
  /** The body was cut off, or is not a JSON object in UTF-8. */
  | "unreadable"
  /** The body does not identify a user: it is from another event, or the vendor has changed it. */
  | "incomplete";

/** A webhook was refused; `code` is the reason. The error contains no part of the address or of the body. */
export class AcademyWebhookError extends KelasError {
  static override readonly brand: string = "AcademyWebhookError";
  /** Why the webhook was refused. */
  readonly code: AcademyWebhookErrorCode;

  constructor(code: AcademyWebhookErrorCode, message: string, options?: ErrorOptions) {
    super(`academy-of-mine webhook: ${message}.`, options);
    this.code = code;
  }
}
