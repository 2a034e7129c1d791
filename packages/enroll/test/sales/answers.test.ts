import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { mockSale, mockWebhook, signWebhook } from "@kelaskit/scalev/mock";
import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/index.ts";
import { openInbox } from "../../src/sales/node.ts";
import { keyOf } from "./support/school.ts";
import { newInbox, openShop, secret } from "./support/shop.ts";

const address = "https://shop.example.com/webhooks/scalev";
const email = "ann@example.com";

async function orderCreated(): Promise<Request> {
  return mockWebhook("order.created", { secret });
}

async function requestOf(body: string): Promise<Request> {
  const headers = { "x-scalev-hmac-sha256": await signWebhook(body, secret) };
  return new Request(address, { method: "POST", body, headers });
}

describe("the answer to a request", () => {
  it.for([
    ["of an event", async () => orderCreated(), 204],
    ["signed with the next secret", async () => mockWebhook("order.created", { secret: "whsec_next" }), 204],
    ["of an event that nothing is known of", async () => mockWebhook("course.finished", { secret }), 204],
    ["of the vendor's test", async () => mockWebhook("business.test_event", { secret }), 200],
    ["without a body", async () => new Request(address, { method: "POST" }), 200],
    ["signed with another secret", async () => mockWebhook("order.created", { secret: "whsec_other" }), 401],
    ["without a signature", async () => new Request(address, { method: "POST", body: "{}" }), 401],
    ["that is not JSON", async () => requestOf("order.created"), 400],
    ["that lacks the order", async () => requestOf('{"event":"order.created","data":{}}'), 400],
    ["that is too large", async () => requestOf(`"${"a".repeat(20_000)}"`), 413],
    ["that is read and not sent", async () => new Request(address), 405],
  ] as const)("%s says nothing but its status", async ([, create, status]) => {
    const { receive, problems } = openShop({ maxBytes: 10_000 });
    const response = await receive(await create());
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
    expect(problems.map((problem) => problem.status)).toEqual(status < 300 ? [] : [status]);
  });

  it("whose body was read before is 500, not 401, and says why to the operator", async () => {
    const { receive, problems } = openShop();
    const request = await orderCreated();
    await request.text();
    expect(await receive(request)).toHaveProperty("status", 500);
    expect(problems[0]?.message).toContain("was already read");
  });

  it("is 503 while too many orders wait", async () => {
    const { receive, enrollments, problems, sell } = openShop({ maxWaiting: 1 });
    enrollments.failures.push(new Error("busy"));
    await sell({ email, steps: ["created", "paid"], arrange: (events) => events.toReversed() });
    const response = await receive(await orderCreated());
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(problems.at(-1)).toMatchObject({ kind: "not-stored" });
  });

  it("is 503 when the receiver is closed", async () => {
    const { receive } = openShop();
    await receive.close();
    expect(await receive(await orderCreated())).toHaveProperty("status", 503);
  });

  it("names no secret and no address in what the operator is told", async () => {
    const { receive, problems } = openShop();
    for await (const request of mockSale({ secret: "whsec_wrong", email })) await receive(request);
    const told = JSON.stringify(problems.map(({ message }) => message));
    expect(told).not.toContain("whsec");
    expect(told).not.toContain(email);
  });
});

describe("an inbox", () => {
  it("is readable only by its owner, and by one process at a time", () => {
    const path = newInbox();
    const inbox = openInbox(path);
    expect(statSync(path).mode % 0o1000).toBe(0o600);
    expect(() => openInbox(path)).toThrow(/in use/);
    inbox.close();
    openInbox(path).close();
  });

  it("is not taken for the journal of a run or a service", () => {
    const path = newInbox();
    openInbox(path).close();
    const journal = openJournal(path);
    const owner = { target: "school", source: "learners.csv", hash: "1" };
    expect(() => {
      journal.check(owner, { acceptOtherSource: true });
    }).toThrow(/belongs to the receiver of a shop's webhooks/);
    journal.close();
  });

  it("keeps an event before it is acknowledged: what was not worked on is, at the next start", async () => {
    const shop = openShop();
    shop.enrollments.failures.push(new Error("the process is killed"));
    await shop.sell({
      email,
      steps: ["created", "paid"],
      arrange: (events) => events.filter(({ event }) => event !== "payment.received"),
    });
    expect(shop.enrollments.sent).toEqual([]);
    expect(await shop.list()).toMatchObject([{ state: "in-progress" }]);
    const again = await shop.reopen();
    await again.receive.settled();
    expect(shop.enrollments.sent).toEqual([keyOf(email, "writing")]);
  });

  it.for([
    ["removed", (path: string): void => rmSync(path)],
    ["moved", (path: string): void => renameSync(path, `${path}.elsewhere`)],
  ] as const)("that is %s while it is used acknowledges nothing more, and is rescued", async ([, change]) => {
    const inbox = newInbox();
    const shop = openShop({ inbox });
    expect(await shop.sell({ email, steps: ["created"] })).toEqual([204]);
    change(inbox);
    expect(await shop.receive(await orderCreated())).toHaveProperty("status", 503);
    expect(existsSync(`${inbox}.rescued-1`)).toBe(true);
    await expect(shop.reopen()).rejects.toThrow(/rescued-1/);
    const again = openShop({ inbox: `${inbox}.rescued-1` });
    expect(await again.list()).toHaveLength(1);
  });
});

describe("a wrong setting", () => {
  it.for([
    [
      "a misspelled field",
      { items: { variant_1: { cuorse: "writing" } } },
      /no field cuorse. Did you mean course/,
    ],
    [
      "a missing field",
      { items: { variant_1: {} } },
      /items.variant_1 is not valid .* course: expected a course/,
    ],
    [
      "an address for everybody",
      { items: { variant_1: { course: "x", email } } },
      /email is that of whoever/,
    ],
    [
      "a secret for everybody",
      { items: { variant_1: { course: "x", password: "p" } } },
      /password is secret/,
    ],
    [
      "a service that is not there",
      { items: { variant_1: { to: "skilvul", course: "x" } } },
      /to is only for/,
    ],
    ["an empty bundle", { items: { variant_1: [] } }, /is empty/],
    ["a secret that is not set", { secrets: [secret, undefined] }, /secrets\[1\] is not a signing secret/],
    ["no secret", { secrets: [] }, /secrets is not a signing secret/],
    ["another word for revoke", { revoke: "always" }, /revoke must be "on-refund"/],
    ["a misspelled option", { secret: "x" }, /unknown option: secret/],
    ["a time that is not one", { readOrderAfter: "60" }, /readOrderAfter must be a number/],
    ["an inbox without a path", { inbox: "" }, /requires the path of a file/],
  ] as const)("such as %s is found at the start", ([, wrong, message]) => {
    // A program without types.
    const options: object = wrong;
    expect(() => openShop(options)).toThrow(message);
  });

  it("leaves the inbox to the next start", () => {
    const inbox = newInbox();
    expect(() => openShop({ inbox, items: { variant_1: {} } })).toThrow();
    openInbox(inbox).close();
  });
});
