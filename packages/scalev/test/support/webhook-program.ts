// What a receiver does with webhooks, as a program for platforms that are not the test's own: Bun and Deno.
import { verifyWebhook, WebhookError } from "../../src/index.ts";
import { mockWebhook } from "../../src/mock/webhooks.ts";

const secrets = ["whsec_current", "whsec_next"];

/** What becomes of a request: the type of its event, or why it was refused. */
async function outcomeOf(request: Request): Promise<string> {
  try {
    return (await verifyWebhook(request, { secrets, maxAge: 60_000 })).type;
  } catch (error) {
    return WebhookError.isInstance(error) ? error.code : String(error);
  }
}

/** Sends one webhook of each kind through a check. */
export async function main(): Promise<Readonly<Record<string, string>>> {
  const secret = "whsec_next";
  const changed = await mockWebhook("payment.received", { secret });
  const text = (await changed.text()).replace("paid", "fake");
  return {
    "with the second secret": await outcomeOf(await mockWebhook("payment.received", { secret })),
    "with microseconds": await outcomeOf(
      await mockWebhook("payment.received", {
        secret,
        timestamp: new Date().toISOString().replace("Z", "123Z"),
      }),
    ),
    "of another secret": await outcomeOf(await mockWebhook("payment.received", { secret: "whsec_other" })),
    "that was changed": await outcomeOf(
      new Request(changed.url, { method: "POST", headers: changed.headers, body: text }),
    ),
    "that is old": await outcomeOf(
      await mockWebhook("payment.received", { secret, timestamp: "2025-01-29T20:28:25.046183Z" }),
    ),
    "that is unknown": await outcomeOf(await mockWebhook("course.finished", { secret })),
    "that says nothing": await outcomeOf(
      await mockWebhook("order.deleted", { secret, data: { id: null, order_id: null } }),
    ),
    "that is a test": await outcomeOf(
      await mockWebhook("business.test_event", { secret, timestamp: new Date().toISOString() }),
    ),
    "without a body": await outcomeOf(await mockWebhook("ping", { secret })),
  };
}
