import { mockWebhook } from "@kelaskit/academy-of-mine/mock";
import type { WebhookEvent } from "@kelaskit/toolzz";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { academyEvents } from "../../src/sales/academy-of-mine.ts";
import type { EventsReceiver } from "../../src/sales/events-receiver.ts";
import type { ReceiverProblem } from "../../src/sales/problems.ts";
import { openInbox } from "../../src/sales/node.ts";
import { toolzzEvents, type ToolzzEventsOptions } from "../../src/sales/toolzz.ts";
import { newInbox } from "./support/shop.ts";

const secret = "0123456789abcdef0123456789abcdef";
const address = `https://school.example.com/events/toolzz?secret=${secret}`;

function completed(course: number, url = address): Request {
  const body = JSON.stringify({
    event: { slug: "activities.course.completed", send_at: "2026-01-05 09:00:00" },
    data: { user: { id: 4, email: "bia@example.com" }, course: { id: course } },
  });
  return new Request(url, { method: "POST", body });
}

function courseOf(event: WebhookEvent): unknown {
  return event.type === "activities.course.completed" ? event.data.course?.id : undefined;
}

/** A receiver, what its function was called with, and what its operator was told. */
function openEvents(options: Partial<ToolzzEventsOptions> = {}) {
  const taken: unknown[] = [];
  const problems: ReceiverProblem[] = [];
  const receive: EventsReceiver = toolzzEvents({
    secrets: secret,
    inbox: newInbox(),
    on: (event) => {
      taken.push(courseOf(event));
    },
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  onTestFinished(() => receive.close());
  return { receive, taken, problems };
}

describe("an event of Toolzz", () => {
  it("is handed to the function with its type", async () => {
    const { receive, taken } = openEvents();
    expect(await receive(completed(1))).toHaveProperty("status", 204);
    await receive.settled();
    expect(taken).toEqual([1]);
    expect(await Array.fromAsync(receive.events())).toMatchObject([
      { name: "activities.course.completed", state: "delivered" },
    ]);
  });

  it("that comes twice is handed over once, and others in the order in which they came", async () => {
    const { receive, taken } = openEvents();
    for (const course of [1, 1, 2, 1, 3]) await receive(completed(course));
    await receive.settled();
    expect(taken).toEqual([1, 2, 3]);
  });

  it("that comes again long after is another one", async () => {
    const { receive, taken } = openEvents({ duplicatesWithin: 0 });
    await receive(completed(1));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 1 });
    await receive(completed(1));
    await receive.settled();
    expect(taken).toEqual([1, 1]);
  });

  it("is handed over again until the function has taken it, before any later one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const calls: unknown[] = [];
    const { receive, problems } = openEvents({
      on: async (event, { attempt }) => {
        calls.push([courseOf(event), attempt]);
        if (attempt < 3) throw new Error("bia@example.com is not known yet");
      },
    });
    for (const course of [1, 2]) await receive(completed(course));
    await receive.settled();
    expect(calls).toEqual([[1, 1]]);
    for (const wait of [1000, 2000, 1000, 2000]) {
      await vi.advanceTimersByTimeAsync(wait);
      await receive.settled();
    }
    expect(calls).toEqual([1, 2].flatMap((course) => [1, 2, 3].map((attempt) => [course, attempt])));
    expect(problems).toHaveLength(4);
    expect(problems[0]?.message).not.toContain("bia@example.com");
  });

  it("that was not taken is handed over at the next start", async () => {
    const inbox = newInbox();
    const first = openEvents({ inbox, on: () => Promise.reject(new Error("down")) });
    await first.receive(completed(1));
    await first.receive.settled();
    await first.receive.close();
    const second = openEvents({ inbox });
    await second.receive.settled();
    expect(second.taken).toEqual([1]);
  });

  it.for([
    ["without the secret", completed(1, "https://school.example.com/events/toolzz"), 404],
    ["with another secret", completed(1, address.replace("0", "1")), 404],
    ["that is not an event", new Request(address, { method: "POST", body: "{}" }), 400],
    ["that is too large", new Request(address, { method: "POST", body: "a".repeat(10_000) }), 413],
    ["that is read", new Request(address), 405],
  ] as const)("%s is refused", async ([, request, status]) => {
    const { receive, problems } = openEvents({ maxBytes: 5000 });
    expect(await receive(request)).toHaveProperty("status", status);
    expect(problems).toMatchObject([{ status }]);
    expect(JSON.stringify(problems.map(({ message }) => message))).not.toContain(secret);
  });

  it("needs a secret that cannot be guessed", () => {
    expect(() => openEvents({ secrets: "short" })).toThrow(/at least 16 of the characters/);
  });
});

describe("an event of Academy of Mine", () => {
  it.for([["new_account_created"], ["course_enrolled"]] as const)(
    "%s is handed to its function",
    async ([event]) => {
      const inbox = openInbox(newInbox());
      const taken: unknown[] = [];
      const open = (name: typeof event) =>
        academyEvents({
          event: name,
          secrets: secret,
          inbox,
          on: (one) => void taken.push(one.type),
          onProblem: () => undefined,
        });
      // Two receivers share an inbox without getting each other's events.
      const other = open(event === "course_enrolled" ? "new_account_created" : "course_enrolled");
      const receive = open(event);
      const url = `https://school.example.com/events/${secret}`;
      expect(await receive(mockWebhook(event, { url }))).toHaveProperty("status", 204);
      expect(await receive(mockWebhook(event, { url }))).toHaveProperty("status", 204);
      expect(await receive(mockWebhook(event, { url: `${url}x` }))).toHaveProperty("status", 404);
      await receive.settled();
      await other.settled();
      expect(taken).toEqual([event]);
      await receive.close();
      await other.close();
      inbox.close();
    },
  );
});
