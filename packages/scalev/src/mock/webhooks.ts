import { signingKey } from "../shared/signing-key.ts";
import { webhookAppHeader, webhookSignatureHeader } from "../webhook-delivery.ts";
import type { WebhookEventName } from "../webhook-events.ts";
import { webhookSamples } from "./webhook-samples.ts";

/**
 * Signs the body of a webhook as the vendor does, to test the route that receives it.
 *
 * @param body The body that will be sent.
 * @param secret The signing secret that the route uses.
 * @returns The value of the header `X-Scalev-Hmac-Sha256`.
 * @throws ConfigurationError when the secret is not a string or is empty.
 */
export async function signWebhook(body: string | Uint8Array, secret: string): Promise<string> {
  const key = await signingKey(secret, "signWebhook", "sign");
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
  return btoa(String.fromCodePoint(...signature));
}

/** Options of `mockWebhook`. */
export interface MockWebhookOptions {
  /** The signing secret that the route uses. */
  readonly secret: string;
  /** The URL it is sent to. @default "https://shop.example.com/webhooks/scalev" */
  readonly url?: string | undefined;
  /** The id of the app, in the header `X-Scalev-App-Id`. @default none */
  readonly appId?: string | undefined;
  /** The id of the event, `event_…`; pass the same one for a redelivery. @default a new one */
  readonly unique_id?: string | undefined;
  /** When it happened, in ISO 8601. @default now */
  readonly timestamp?: string | undefined;
  /** Fields that replace those of the sample data, or all data of an event without a sample. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** The body of an event, as the vendor sends it. */
function bodyOf(event: string, { unique_id, timestamp, data }: MockWebhookOptions): string {
  if (event === "ping") return "";
  const samples: Readonly<Record<string, object>> = webhookSamples;
  const id = unique_id ?? `event_${crypto.randomUUID().replaceAll("-", "")}`;
  return JSON.stringify({
    event,
    // The vendor's test has none.
    unique_id: event === "business.test_event" ? unique_id : id,
    timestamp: timestamp ?? new Date().toISOString(),
    data: { ...(Object.hasOwn(samples, event) ? samples[event] : {}), ...data },
  });
}

/**
 * Creates a signed webhook as the vendor would send it, to test the route that receives it.
 *
 * @param event The name of the event: `business.test_event` for the vendor's test, `ping` for a request without a body,
 * or any other text for an event without a type here.
 * @throws ConfigurationError when the secret is not a string or is empty.
 * @example
 * ```ts
 * const response = await receive(await mockWebhook("payment.received", { secret, data: { payment_status: "settled" } }));
 * expect(response.status).toBe(204);
 * ```
 */
export async function mockWebhook(
  // Keeps the known names in an editor's suggestions.
  event: WebhookEventName | "ping" | (string & {}),
  options: MockWebhookOptions,
): Promise<Request> {
  const body = bodyOf(event, options);
  const headers = new Headers({ [webhookSignatureHeader]: await signWebhook(body, options.secret) });
  if (options.appId !== undefined) headers.set(webhookAppHeader, options.appId);
  if (body !== "") headers.set("content-type", "application/json");
  return new Request(options.url ?? "https://shop.example.com/webhooks/scalev", {
    method: "POST",
    headers,
    body: body === "" ? null : body,
  });
}
