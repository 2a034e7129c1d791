import { ConfigurationError } from "@kelaskit/core";
import { signingKey } from "./shared/signing-key.ts";
import { WebhookError } from "./errors.ts";

/** The events that the vendor names; all are about orders. Others may come. */
export type WebhookEventName =
  | "order.created"
  | "order.epayment_created"
  | "order.updated"
  | "order.deleted"
  | "order.status_changed"
  | "order.payment_status_changed"
  | "order.spam_created"
  // Keeps the names above in an editor's suggestions.
  | (string & {});

/** A line of an order in a webhook. */
export interface WebhookOrderLine {
  /** `variant_…`: neither the number nor the UUID of the variant. */
  readonly variant_unique_id?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** An order as a webhook brings it. Amounts are decimal texts, as in `"150000.00"`. */
export interface WebhookOrder {
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; others may come. */
  readonly status?: string | null | undefined;
  /** The vendor lists no values. */
  readonly payment_status?: string | null | undefined;
  /** The customer's number. */
  readonly customer_id?: number | null | undefined;
  /** How many of each, by product name. */
  readonly final_variants?: Readonly<Record<string, number>> | null | undefined;
  /** What was bought. */
  readonly orderlines?: readonly WebhookOrderLine[] | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** What a webhook brings. */
export interface WebhookEvent {
  /** What has happened. */
  readonly event: WebhookEventName;
  /** `event_…`. The vendor does not say whether an event can come twice: keep the ids that you have handled. */
  readonly unique_id?: string | undefined;
  /** When, in ISO 8601. It is part of the signed body; nothing else keeps an old webhook from being sent again. */
  readonly timestamp?: string | undefined;
  /** The order. */
  readonly data: WebhookOrder;
}

/** The header that holds the signature. */
export const webhookSignatureHeader = "x-scalev-hmac-sha256";

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  } catch {
    // Not base64, so no signature.
    return undefined;
  }
}

function parseEvent(body: Uint8Array): WebhookEvent {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // The text is not shown: it holds a customer's data.
    throw new WebhookError("The webhook's signature is right, but its body is not JSON.");
  }
  if (typeof value === "object" && value !== null && "event" in value && "data" in value) {
    const { event, data } = value;
    // The rest is the vendor's to keep: a field of another type must not stop an event whose name is known.
    if (typeof event === "string" && typeof data === "object" && data !== null) return value as WebhookEvent;
  }
  throw new WebhookError("The webhook's signature is right, but its body has no `event` and `data`.");
}

/**
 * Checks that a webhook comes from the vendor, and gives what it brings. The comparison takes the same time however much
 * of a wrong signature is right. Fields beyond `event` and `data` are not checked.
 *
 * @param rawBody The body exactly as it came, before any parsing: written out again, it has another signature.
 * @param signature The header `X-Scalev-Hmac-Sha256`, in base64; a missing one is refused.
 * @param secret The signing secret of the webhook.
 * @throws WebhookError when the signature is missing or wrong, or the body is no event.
 * @throws ConfigurationError when the secret is not a string or is empty, the body is neither text nor bytes, or the signature
 * is not a text: the mistake is the caller's, and nothing is compared.
 * @see https://docs.scalev.com/en/verifying-a-webhook-request.md
 * @example
 * ```ts
 * const event = await verifyWebhook(await request.text(), request.headers.get("x-scalev-hmac-sha256"), secret);
 * if (event.event === "order.payment_status_changed") console.log(event.data.payment_status);
 * ```
 */
export async function verifyWebhook(
  rawBody: string | Uint8Array,
  signature: string | null | undefined,
  secret: string,
): Promise<WebhookEvent> {
  const key = await signingKey(secret, "verifyWebhook", "verify");
  // Callers without types pass what their framework has parsed; that can never be verified.
  if (typeof rawBody !== "string" && !(rawBody instanceof Uint8Array)) {
    throw new ConfigurationError(
      "verifyWebhook needs the body as it came, as a string or a Uint8Array: turn the body parser of this route off.",
    );
  }
  if (signature !== undefined && signature !== null && typeof signature !== "string") {
    throw new ConfigurationError(
      `verifyWebhook needs the header ${webhookSignatureHeader} as a string, and got ${Array.isArray(signature) ? "a list" : `a value of the type ${typeof signature}`}: give the one value of the header.`,
    );
  }
  const body = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : new Uint8Array(rawBody);
  const given = bytesOf(signature ?? "");
  // WebCrypto compares in constant time.
  if (given === undefined || !(await crypto.subtle.verify("HMAC", key, given, body))) {
    throw new WebhookError(
      "The webhook's signature is missing or wrong: it does not come from the vendor, or the secret or the body is another. Answer with 401 and do nothing.",
    );
  }
  return parseEvent(body);
}
