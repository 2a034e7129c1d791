// Receives Scalev's webhooks: verifies, stores and acknowledges them. A function from Request to Response, for edge
// functions, Hono, Next.js, Bun and Deno.
import { verifyWebhook, WebhookError, type WebhookEvent } from "@kelaskit/scalev";

/** Where events wait to be processed: a table with a unique column `id`. */
export interface Inbox {
  /** Stores an event, unless one with this id exists. Resolves once it is stored durably. */
  addOnce(id: string, event: WebhookEvent): Promise<void>;
}

/** What a receiver needs. */
export interface Receiver {
  /** The signing secret, and the next one while it is being replaced. */
  readonly secrets: readonly string[];
  readonly inbox: Inbox;
  /** For your own log: nothing of it is sent to the sender. */
  readonly log: (message: string) => void;
}

/** What an event is known by: its id or, so that none is lost, a digest of what it says. Sent again, it says the same. */
async function idOf(event: WebhookEvent): Promise<string> {
  if (typeof event.unique_id === "string") return event.unique_id;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(event)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Answers a webhook. Throws an error that is not the sender's fault: it becomes a 500, and the vendor sends the webhook again. */
export async function receive(request: Request, { secrets, inbox, log }: Receiver): Promise<Response> {
  let event: WebhookEvent;
  try {
    event = await verifyWebhook(request, { secrets });
  } catch (error) {
    if (!WebhookError.isInstance(error)) throw error;
    log(`Refused a webhook: ${error.message}`);
    return new Response(null, { status: error.code === "signature" ? 401 : 400 });
  }
  // The vendor tests the address when the settings are saved, and saves them only after a 200.
  if (event.type === "business.test_event" || event.type === "ping")
    return new Response(null, { status: 200 });
  if (event.drift.length > 0) log(`${event.event} differs from its documentation: ${event.drift.join(", ")}`);
  await inbox.addOnce(await idOf(event), event);
  return new Response(null, { status: 204 });
}
