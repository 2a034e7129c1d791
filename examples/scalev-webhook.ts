// Receives Scalev's webhooks: verifies, stores, acknowledges. A function from Request to Response, as edge functions,
// Hono, Next.js, Bun and Deno take it.
import { verifyWebhook, WebhookError, type WebhookEvent } from "@kelaskit/scalev";

/** Where events wait until somebody carries them out: a table with a unique column `id`. */
export interface Inbox {
  /** Stores an event, unless one with this id is there already. Resolves when it cannot be lost any more. */
  addOnce(id: string, event: WebhookEvent): Promise<void>;
}

/** What a receiver needs. */
export interface Receiver {
  /** The signing secret, and while it is being replaced the next one. */
  readonly secrets: readonly string[];
  readonly inbox: Inbox;
  /** For your eyes: the sender learns nothing. */
  readonly log: (message: string) => void;
}

/** Answers a webhook. An error that is not the sender's is thrown: it becomes a 500, and the vendor sends the webhook again. */
export async function receive(request: Request, { secrets, inbox, log }: Receiver): Promise<Response> {
  let event: WebhookEvent;
  try {
    event = await verifyWebhook(request, { secrets });
  } catch (error) {
    if (!WebhookError.isInstance(error)) throw error;
    log(`Refused a webhook: ${error.message}`);
    return new Response(null, { status: error.code === "signature" ? 401 : 400 });
  }
  // The vendor tries the address while the settings are saved, and saves them only after a 200.
  if (event.type === "business.test_event" || event.type === "ping")
    return new Response(null, { status: 200 });
  if (event.drift.length > 0)
    log(`${event.event} differs from what is documented: ${event.drift.join(", ")}`);
  if (typeof event.unique_id === "string") await inbox.addOnce(event.unique_id, event);
  else log(`${event.event} has no id and was left out.`);
  return new Response(null, { status: 204 });
}
