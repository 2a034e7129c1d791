import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileTokenStore } from "@kelaskit/core/node";
import { createScalev, LoginRequiredError, needsOtp, verifyWebhook, WebhookError } from "@kelaskit/scalev";
import { mockWebhook } from "@kelaskit/scalev/mock";
import type { MockProcess } from "./mock-process.ts";
import { requestCounter } from "./request-counter.ts";
import { expect, heading, step } from "./steps.ts";

/** A customer logs in and continues a course, while two clients share rotating tokens. */
export async function runScalev(mock: MockProcess): Promise<string> {
  heading(`Scalev: the client against its mock at ${mock.url} (process ${String(mock.pid)})`);
  const sent = requestCounter();
  let drift = 0;
  const folder = await mkdtemp(path.join(tmpdir(), "kelaskit-demo-"));
  const settings = {
    baseUrl: mock.url,
    storeId: "store_demo",
    storefrontKey: "sfpk_demo",
    businessKey: "sk_demo",
    customer: "1",
    middleware: [sent.middleware],
    onDrift: () => {
      drift += 1;
    },
  };
  const scalev = createScalev({ ...settings, tokenStore: fileTokenStore(folder) });
  // As in another process: the two share only the folder.
  const other = createScalev({ ...settings, tokenStore: fileTokenStore(folder) });
  const { times } = sent;
  const customer = { email: "learner@example.com", password: "demo-password" };

  await step("a customer's call before any login", async () => {
    const refused: unknown = await scalev.me.get().catch((error: unknown) => error);
    expect(LoginRequiredError.isInstance(refused), "expected a LoginRequiredError");
    expect(times("me.get") === 0, "expected that nothing was sent");
    return "login required; nothing was sent";
  });

  await step("login with a code", async () => {
    const reply = await scalev.auth.login({ ...customer, email: "otp@example.com" });
    expect(needsOtp(reply), "expected a challenge");
    await scalev.useTokens(await scalev.auth.verifyOtp({ email: "otp@example.com", otp: "123456" }));
    const { customer: found } = await scalev.me.get();
    expect(found.email === "otp@example.com", "expected the customer who logged in");
    return `challenge, code, tokens: ${String(found.name)}`;
  });

  await step("log out, then log in as another customer", async () => {
    await scalev.logOut();
    const reply = await scalev.auth.login(customer);
    expect(!needsOtp(reply), "expected tokens");
    await scalev.useTokens(reply);
    const { customer: found } = await scalev.me.get();
    return `tokens revoked and deleted; now ${String(found.name)}`;
  });

  const contents: { readonly uuid: string; readonly title: string }[] = [];
  await step("my courses: orders, catalog, courses", async () => {
    const names: string[] = [];
    const skipped: string[] = [];
    const onSkipped = ({ reason }: { readonly reason: string }): void => {
      skipped.push(reason);
    };
    for await (const { course } of scalev.myCourses({ onSkipped })) {
      names.push(course.fullname ?? "");
      for (const section of course.course_sections ?? [])
        for (const { uuid, title } of section.course_contents ?? [])
          if (uuid !== undefined) contents.push({ uuid, title: title ?? "" });
    }
    expect(names.length === 2 && skipped.length === 1, "expected two courses, and one that was not paid");
    return `${names.join(", ")}; skipped: ${skipped.join(", ")}`;
  });
  const { uuid: contentUuid = "", title = "" } = contents.at(-1) ?? {};

  await step("a progress of 101, refused here", async () => {
    const refused: unknown = await scalev.courses
      .updateProgress({ contentUuid, progress: 101 })
      .catch((error: unknown) => error);
    expect(
      refused instanceof Error && refused.message.includes("at most 100"),
      "expected the maximum in the message",
    );
    expect(times("courses.updateProgress") === 0, "expected that nothing was sent");
    return "expected at most 100; nothing was sent";
  });

  await step("tokens expire, two clients need new ones", async () => {
    await other.me.get();
    await mock.expireTokens();
    await Promise.all([scalev.me.get(), other.me.get(), scalev.orders.list(), other.orders.list()]);
    expect(times("auth.refresh") === 1, "expected that the refresh token was spent once");
    return "4 calls refused, 1 refresh thanks to the lock, all sent again";
  });

  await step("the reply to a progress update is lost", async () => {
    await mock.fail("courses.updateProgress", { lost: "reply" });
    const { progress } = await scalev.courses.updateProgress({ contentUuid, progress: 100 });
    expect(times("courses.updateProgress") === 2, "expected two attempts");
    expect(progress?.is_completed === true, "expected the lesson to be done");
    return `sent again, because it is idempotent: "${title}" is done`;
  });

  await step("429 in plain text, with a reset time", async () => {
    const reset = Math.ceil(Date.now() / 1000) + 1;
    await mock.fail("catalog.listItems", {
      status: 429,
      headers: { "content-type": "text/plain", "x-ratelimit-reset": String(reset) },
      body: "Too many requests",
    });
    const items = await scalev.catalog.listItems().toArray({ limit: 100 });
    expect(Date.now() >= reset * 1000 - 50, "expected to have waited until the reset");
    return `waited until then; ${items.length} products and bundles`;
  });

  await step("a signed webhook, then a changed one", async () => {
    const secrets = ["current secret", "next secret"];
    const request = await mockWebhook("order.created", { secret: "next secret" });
    const changed = (await request.clone().text()).replace("pending", "closed");
    const event = await verifyWebhook(request, { secrets });
    const delivery = { headers: request.headers, body: changed };
    const refused: unknown = await verifyWebhook(delivery, { secrets }).catch((error: unknown) => error);
    expect(WebhookError.isInstance(refused), "expected the changed one to be refused");
    return `${event.type}; the changed one is refused`;
  });

  await step("the seller: from a sale to its learners", async () => {
    const request = await mockWebhook("order.created", { secret: "secret" });
    const event = await verifyWebhook(request, { secrets: "secret" });
    expect(event.type === "order.created", "expected an order");
    const [store] = await scalev.businessStores.list().toArray({ limit: 1 });
    const products = await scalev.businessProducts
      .list({ storeNumber: store?.id ?? 0 })
      .toArray({ limit: 100 });
    const sold = event.data.orderlines[0]?.variant_unique_id ?? "";
    const product = products.find(({ variants }) =>
      (variants ?? []).some(({ unique_id: id }) => id === sold),
    );
    const learners = await scalev.businessVariants.listCustomers({ variantId: sold }).toArray({ limit: 10 });
    expect(learners.length === 1, "expected one learner");
    return `${sold} is ${String(product?.name)}; ${String(learners[0]?.name)} has access`;
  });

  await rm(folder, { recursive: true });
  const arrived = await mock.countRequests();
  for (const [operation, count] of Object.entries(arrived)) {
    expect(count === times(operation), `${operation}: ${times(operation)} requests sent, ${count} arrived`);
  }
  expect(drift === 0, `expected no drift, got ${drift} reports`);
  const total = Object.values(sent.counts).reduce((sum, count) => sum + count, 0);
  return `${total} requests over HTTP, 2 logins, 1 refresh for two clients, no drift`;
}
