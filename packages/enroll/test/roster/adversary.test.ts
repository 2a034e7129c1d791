import { writeFile } from "node:fs/promises";
import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { TargetMember } from "../../src/index.ts";
import { addresses, apply, newPlan, planFor, pupils, schoolWith } from "./support.ts";

/** A member of the course, by an address. */
function memberOf(email: string, more: Partial<TargetMember<{ email: string; course: string }>> = {}) {
  return { identity: { learner: email, item: "course:maths" }, row: { email, course: "maths" }, ...more };
}

describe("the limit of removals", () => {
  it.each([
    ["would take out all who are known", 15, []],
    ["would take out most who are known", 15, ["learner1@example.com"]],
  ])("is not raised by uncertain entries: a plan that %s is refused", async (_what, known, kept) => {
    const uncertain = Array.from({ length: 200 }, (_, index) => ({ name: `Former ${index}` }));
    const school = schoolWith({ maths: [...uncertain, ...pupils(known)] });
    const source = addresses([...kept, "learner999@example.com"]);
    const { plan } = await planFor(school, source);
    await expect(apply(school, plan, { remove: true })).rejects.toMatchObject({
      problem: "too-many-removals",
    });
    expect(school.sent).toEqual([]);
  });

  it.each([NaN, Infinity, null, "10 %", "%", "1e1%"])("is refused if it is %s", async (maxRemovals) => {
    const school = schoolWith({ maths: ["bob@example.com"] });
    const { plan } = await planFor(school, addresses(["ann@example.com"]));
    await expect(apply(school, plan, { remove: true, maxRemovals: maxRemovals as number })).rejects.toThrow(
      ConfigurationError,
    );
    expect(school.sent).toEqual([]);
  });
});

describe("remove", () => {
  it.each(["false", "no", 1, null])(
    "is refused if it is %o, which would take learners out",
    async (remove) => {
      const school = schoolWith({ maths: pupils(10) });
      const { plan } = await planFor(school, addresses(pupils(9)));
      // Programs without types may pass anything.
      await expect(apply(school, plan, { remove: remove as unknown as boolean })).rejects.toThrow(
        "remove: expected true or false",
      );
      expect(school.sent).toEqual([]);
    },
  );
});

describe("a plan that still applies", () => {
  it("applies when a row of the source is for two entries of the vendor's list", async () => {
    const school = schoolWith(
      {},
      {
        async *members() {
          yield memberOf("ann@example.com", { otherLearners: ["@7"] });
          yield memberOf("annie@example.com", { otherLearners: ["@7"] });
        },
      },
    );
    const { plan, counts } = await planFor(school, addresses(["@7"]));
    expect(counts).toEqual({ add: 0, keep: 2, remove: 0, unknown: 0 });
    expect(await apply(school, plan, { remove: true })).toMatchObject({ finished: true });
  });

  it("continues when the vendor's list still shows those who were taken out, as expired", async () => {
    const removed = new Set<string>();
    const stop = new AbortController();
    const school = schoolWith(
      {},
      {
        async *members() {
          for (const email of ["bob@example.com", "eve@example.com", "joe@example.com"])
            yield memberOf(email, { isUncertain: removed.has(email) });
        },
        removal: {
          async send(rows) {
            for (const { email } of rows) removed.add(email);
            stop.abort();
            return rows.map(() => ({ state: "done" }));
          },
        },
      },
    );
    const { plan } = await planFor(school, addresses(["joe@example.com"]));
    const options = { remove: true, concurrency: 1 };
    expect(await apply(school, plan, { ...options, signal: stop.signal })).toMatchObject({ finished: false });
    expect(await apply(school, plan, options)).toMatchObject({ finished: true, removals: { done: 2 } });
    expect([...removed]).toEqual(["bob@example.com", "eve@example.com"]);
  });
});

describe("a list that changes while learners are added", () => {
  it("ends it before anybody is taken out, since adding may take hours", async () => {
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      {
        at(moment) {
          const list = school.lists.get("maths") ?? [];
          if (moment === "after adding") school.lists.set("maths", [...list, { email: "joe@example.com" }]);
        },
      },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    await expect(apply(school, plan, { remove: true })).rejects.toMatchObject({
      problem: "list-changed",
      changes: [{ what: "joined", learner: "joe@example.com" }],
      message: expect.stringContaining("Nobody was taken out; the additions were sent.") as string,
    });
    expect(school.sent).toEqual(["+eve@example.com"]);
  });

  it("is no error when it is ended meanwhile", async () => {
    const stop = new AbortController();
    let hasAdded = false;
    const school = schoolWith(
      { maths: ["ann@example.com", "bob@example.com"] },
      {
        at(moment) {
          if (moment === "after adding") hasAdded = true;
          if (moment === "listing" && hasAdded) stop.abort();
        },
      },
    );
    const { plan } = await planFor(school, addresses(["ann@example.com", "eve@example.com"]));
    expect(await apply(school, plan, { remove: true, signal: stop.signal })).toMatchObject({
      finished: false,
      additions: { done: 1 },
      removals: undefined,
    });
    expect(await apply(school, plan, { remove: true })).toMatchObject({ finished: true });
  });
});

describe("a plan that no longer applies", () => {
  it.each(["failed", "unknown"] as const)(
    "is refused when somebody whose removal is %s was enrolled anew since",
    async (state) => {
      let enrollment = 1;
      const sent: number[] = [];
      const school = schoolWith(
        {},
        {
          async *members() {
            yield memberOf("ann@example.com");
            yield memberOf("bob@example.com", {
              row: { email: "bob@example.com", course: "maths", name: String(enrollment) },
            } as Partial<TargetMember<{ email: string; course: string }>>);
          },
          removal: {
            async send(rows) {
              sent.push(enrollment);
              return rows.map(() => ({ state, reason: "the vendor was busy" }));
            },
            settle: async (rows) => rows.map(() => "cannot-tell"),
          },
        },
      );
      const { plan } = await planFor(school, addresses(["ann@example.com"]));
      await apply(school, plan, { remove: true });
      expect(sent).toEqual([1]);
      enrollment = 2;
      await expect(apply(school, plan, { remove: true, retryFailed: true })).rejects.toMatchObject({
        problem: "list-changed",
        changes: [{ what: "changed", learner: "bob@example.com" }],
      });
      expect(sent).toEqual([1]);
    },
  );

  it("is not replaced by a new one if it was begun while that was being made", async () => {
    const plan = newPlan();
    let begin: (() => Promise<void>) | undefined;
    const school = schoolWith(
      {},
      {
        async *members() {
          await begin?.();
          yield memberOf("bob@example.com");
        },
      },
    );
    await planFor(school, addresses(["ann@example.com"]), { plan });
    begin = () => writeFile(`${plan}.additions.journal`, "");
    await expect(planFor(school, addresses(["eve@example.com"]), { plan })).rejects.toMatchObject({
      problem: "exists",
    });
  });
});
