import { describe, expect, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import type { Target } from "../../src/index.ts";
import { openEnrollments } from "../../src/service/index.ts";
import { collect } from "../sales/support/collect.ts";
import { type Learner, newJournal, newsletter } from "../support/targets.ts";
import { next, open } from "./support.ts";

const ann = { email: "ann@example.com" };
const lost = () => ({ state: "unknown", reason: "the reply was lost" }) as const;

/** A value that the compiler would refuse: what a program in JavaScript may pass. */
function wrong(value: unknown): never {
  return value as never;
}

describe("a person's word", () => {
  it.for([["pending"], ["canceled"], ["sending"], [undefined]])("cannot be %s", async ([word]) => {
    const target = newsletter({ answer: lost });
    const enrollments = await open({ target });
    const { key } = await enrollments.add(ann);
    enrollments.start();
    await next(enrollments, "unknown");
    await expect(enrollments.resolve(key, wrong(word))).rejects.toThrow(/must be "done" or "failed"/);
    expect(await enrollments.get(key)).toHaveProperty("state", "unknown");
    expect(target.sent).toHaveLength(1);
  });

  it.for([
    ["resolve", { why: "seen" }],
    ["revoke", new Date(0)],
  ] as const)("of the wrong type does not undo what others add (%s)", async ([method, reason]) => {
    const enrollments = await open({ target: newsletter({ answer: lost }) });
    const { key } = await enrollments.add(ann);
    enrollments.start();
    await next(enrollments, "unknown");
    const added = enrollments.add({ email: "bea@example.com" });
    const call =
      method === "resolve"
        ? enrollments.resolve(key, "done", wrong(reason))
        : enrollments.revoke(key, wrong(reason));
    await expect(call).rejects.toThrow(/reason must be a text/);
    expect(await added).toHaveProperty("isNew", true);
    expect(enrollments.errors).toEqual([]);
  });
});

describe("a key that is none", () => {
  it.for([["get"], ["retry"], ["cancel"], ["revoke"]] as const)("is refused by %s", async ([method]) => {
    const enrollments = await open({ target: newsletter() });
    await expect(enrollments[method](wrong(undefined))).rejects.toThrow(/key must be a text/);
    expect(enrollments.errors).toEqual([]);
  });
});

describe("a misspelled name", () => {
  it("of a filter does not list everything", async () => {
    const enrollments = await open({ target: newsletter() });
    await enrollments.add(ann);
    await expect(collect(enrollments.list(wrong({ status: "unknown" })))).rejects.toThrow(/status/);
    await expect(collect(enrollments.list({ state: wrong("lost") }))).rejects.toThrow(/state must be one of/);
    await expect(collect(enrollments.list({ operation: wrong("remove") }))).rejects.toThrow(
      /operation must be one of/,
    );
  });

  it("of an event is not waited for", async () => {
    const enrollments = await open({ target: newsletter() });
    expect(() => enrollments.on(wrong("finished"), () => undefined)).toThrow(/event must be one of/);
    expect(() => enrollments.on("done", wrong(undefined))).toThrow(/listener must be a function/);
  });
});

it.for([
  ["no target", { target: undefined }, /target must be a target/],
  ["a client as the target", { target: { name: "skilvul" } }, /target must be a target/],
  ["no journal", { journal: undefined }, /journal must be the path of a file/],
  ["a text as onError", { onError: "log" }, /onError must be a function/],
] as const)("%s is refused when the service is opened", async ([, changes, message]) => {
  const options = { target: newsletter(), journal: newJournal(), ...changes };
  await expect(async () => openEnrollments(wrong(options))).rejects.toThrow(message);
});

describe("a record", () => {
  it("whose fields are inherited is refused, because they would not be stored", async () => {
    class Buyer {
      get email(): string {
        return ann.email;
      }
    }
    const target = newsletter();
    const enrollments = await open({ target });
    await expect(enrollments.add(wrong(new Buyer()))).rejects.toThrow(/email: expected/);
  });

  it("that contains itself is refused with its field", async () => {
    const enrollments = await open({ target: newsletter() });
    const email: unknown[] = [];
    email.push(email);
    await expect(enrollments.add({ email })).rejects.toThrow(
      /email: expected a value that JSON can represent/,
    );
  });

  it("is sent as it was added last, if it was canceled while it waited to be sent", async () => {
    const names: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const base = newsletter();
    const target: Target<Learner & { readonly name?: unknown }> = {
      ...base,
      fields: { ...base.fields, name: { required: false, description: "the name" } },
      parse: ({ email, name }) => ({ row: { email: String(email), name } }),
      send: async (rows) => {
        for (const { name } of rows) names.push(name);
        await gate.promise;
        return rows.map(() => ({ state: "done" }));
      },
    };
    const enrollments = await open({ target, concurrency: 1 });
    await enrollments.add({ ...ann, name: "first" });
    enrollments.start();
    const { key } = await enrollments.add({ email: "bea@example.com", name: "Bia" });
    await vi.waitFor(() => {
      expect(names).toEqual(["first"]);
    }, patience);
    // It is in hand now, and waits for the only slot.
    await enrollments.cancel(key);
    await enrollments.add({ email: "bea@example.com", name: "Bea" });
    gate.resolve();
    await vi.waitFor(async () => {
      expect((await enrollments.health()).counts.done).toBe(2);
    }, patience);
    expect(names).toEqual(["first", "Bea"]);
  });
});
