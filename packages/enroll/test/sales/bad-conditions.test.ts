import { describe, expect, it, onTestFinished, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { openInbox } from "../../src/sales/node.ts";
import { toolzzEvents } from "../../src/sales/toolzz.ts";
import { memoryEnrollments } from "./support/memory-enrollments.ts";
import { keyOf, school } from "./support/school.ts";
import { newInbox, openShop } from "./support/shop.ts";

const orderId = "00000000-0000-4000-8000-d00000000001";
const email = "ann@example.com";
const number = "260105DEMO7";
const paid = ["created", "paid"] as const;
const secret = "0123456789abcdef0123456789abcdef";

function completed(course: number): Request {
  const body = JSON.stringify({
    event: { slug: "activities.course.completed", send_at: "2026-01-05 09:00:00" },
    data: { user: { id: 4, email: "bia@example.com" }, course: { id: course } },
  });
  return new Request(`https://school.example.com/?secret=${secret}`, { method: "POST", body });
}

describe("a limit", () => {
  it.for([[Infinity], [1.5]])("of %s waiting orders is one", async ([maxWaiting]) => {
    const { sell, enrollments } = openShop({ maxWaiting });
    expect(await sell({ email, steps: paid })).not.toContain(503);
    expect(enrollments.enrolled()).toEqual([keyOf(email, "writing")]);
  });
});

it("an operator's function that rejects does not end the process", async () => {
  const unhandled = vi.fn<(reason: unknown) => void>();
  process.on("unhandledRejection", unhandled);
  onTestFinished(() => void process.off("unhandledRejection", unhandled));
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { receive } = openShop({ onProblem: () => Promise.reject(new Error("chat is down")) });
  const request = new Request("https://shop.example.com/", { method: "POST", body: "forged" });
  expect(await receive(request)).toHaveProperty("status", 401);
  await vi.waitFor(() => {
    expect(printed).toHaveBeenCalledWith("onProblem threw Error.");
  }, patience);
  expect(unhandled).not.toHaveBeenCalled();
});

describe("an order that was added and refunded before that was recorded", () => {
  it("is taken back", async () => {
    const { sell, enrollments } = openShop({ revoke: "on-refund" });
    // What a process that is killed right after adding leaves behind.
    await enrollments.add({ email, course: "writing" }, { reference: number });
    await sell({ orderId, number, email, steps: [...paid, "canceled"] });
    expect(enrollments.enrolled()).toEqual([]);
  });

  it("is listed without revoke", async () => {
    const { sell, enrollments, list } = openShop();
    await enrollments.add({ email, course: "writing" }, { reference: number });
    await sell({ orderId, number, email, steps: [...paid, "canceled"] });
    expect(await list()).toMatchObject([{ reasons: [{ code: "withdrawn" }] }]);
  });
});

describe("a bundle of which a part could not be added", () => {
  it("is taken back as far as it was, when the order is refunded", async () => {
    const enrollments = memoryEnrollments(school);
    const { sell, list } = openShop({ revoke: "on-refund" }, enrollments);
    const add = enrollments.add.bind(enrollments);
    vi.spyOn(enrollments, "add").mockImplementation(async (record, options) => {
      if (record["course"] === "painting") throw new Error("down");
      return add(record, options);
    });
    await sell({ orderId, email, variants: ["variant_2"], steps: paid });
    expect(enrollments.enrolled()).toEqual([keyOf(email, "drawing")]);
    await sell({ orderId, email, variants: ["variant_2"], steps: [...paid, "canceled"] });
    expect(enrollments.enrolled()).toEqual([]);
    expect(await list()).toMatchObject([{ state: "revoked" }]);
  });
});

describe("one inbox", () => {
  it("is refused to a second receiver of the same events", () => {
    const inbox = openInbox(newInbox());
    onTestFinished(() => {
      inbox.close();
    });
    openShop({ inbox });
    expect(() => openShop({ inbox })).toThrow(/another receiver/);
    const options = { inbox, secrets: secret, on: () => undefined };
    const events = toolzzEvents(options);
    onTestFinished(() => events.close());
    expect(() => toolzzEvents(options)).toThrow(/another receiver/);
  });
});

describe("a clock that is set back", () => {
  it("does not put off a sale that is tried again", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const { sell, enrollments, receive } = openShop();
    enrollments.failures.push(...[1, 2, 3, 4].map(() => new Error("down")));
    await sell({ email, steps: paid });
    expect(enrollments.enrolled()).toEqual([]);
    vi.setSystemTime(Date.now() - 86_400_000);
    enrollments.failures.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    await receive.settled();
    expect(enrollments.enrolled()).toHaveLength(1);
  });

  it("does not swallow an event that is equal to an earlier one", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const taken: unknown[] = [];
    const receive = toolzzEvents({
      secrets: secret,
      inbox: newInbox(),
      on: (event) => void taken.push(event),
    });
    onTestFinished(() => receive.close());
    await receive(completed(1));
    vi.setSystemTime(Date.now() - 86_400_000);
    await receive(completed(1));
    await receive.settled();
    expect(taken).toHaveLength(2);
  });
});

it("with duplicatesWithin: 0, equal events of one moment are all handed over", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const taken: unknown[] = [];
  const receive = toolzzEvents({
    secrets: secret,
    inbox: newInbox(),
    duplicatesWithin: 0,
    on: (event) => void taken.push(event),
  });
  onTestFinished(() => receive.close());
  for (let count = 0; count < 3; count += 1) await receive(completed(1));
  await receive.settled();
  expect(taken).toHaveLength(3);
});
