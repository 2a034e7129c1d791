import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Budgets, budgetNotes, budgetProblems, recordBudgets } from "../budgets/budget.ts";

const budgets: Budgets = {
  "one operation": { value: 30_000, unit: "bytes", goal: 20_480, reason: "30000 bytes: ky is in it" },
  "first call": { value: 2, unit: "requests", goal: 2, reason: "2 requests: a token and the call" },
};

function counted(name: string, value: number) {
  const { unit, goal } = budgets[name] ?? { unit: "files" as const, goal: undefined };
  return [{ name, value, unit, goal }];
}

describe("budgetProblems", () => {
  it("accepts recorded values, and bytes that differ by rounding", () => {
    expect(
      budgetProblems([...counted("one operation", 30_064), ...counted("first call", 2)], budgets),
    ).toEqual([]);
  });

  it("names what has grown", () => {
    expect(
      budgetProblems([...counted("one operation", 30_065), ...counted("first call", 3)], budgets),
    ).toEqual([
      "one operation: 30065 bytes, 65 more than recorded.",
      "first call: 3 requests, 1 more than recorded.",
    ]);
  });

  it("requires everything to be recorded", () => {
    expect(budgetProblems(counted("a warm call", 14), budgets)).toEqual([
      "a warm call: 14 files, not recorded.",
    ]);
  });

  it.each([
    ["of another value", "29000 bytes: ky is in it"],
    ["that says nothing", "30000 bytes: "],
    ["without its value", "ky is in it"],
  ])("refuses a reason %s", (_, reason) => {
    const changed: Budgets = { "one operation": { value: 30_000, unit: "bytes", reason } };
    expect(budgetProblems([{ name: "one operation", value: 30_000, unit: "bytes" }], changed)).toEqual([
      'one operation: the reason must begin with "30000 bytes: " and explain the number.',
    ]);
  });

  it("keeps a goal that is met, whatever the tolerance", () => {
    const met: Budgets = { size: { value: 1000, unit: "bytes", goal: 1010, reason: "1000 bytes: small" } };
    expect(budgetProblems([{ name: "size", value: 1010, unit: "bytes", goal: 1010 }], met)).toEqual([]);
    expect(budgetProblems([{ name: "size", value: 1011, unit: "bytes", goal: 1010 }], met)).toEqual([
      "size: 1011 bytes are over the goal of 1010, which was met.",
    ]);
  });

  it("requires a changed goal to be recorded", () => {
    const stricter = [{ name: "first call", value: 2, unit: "requests", goal: 1 }] as const;
    expect(budgetProblems(stricter, budgets)).toEqual(["first call: the goal is 1, not 2."]);
  });

  it("does not let anything grow by more than 64", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 65, max: 100_000 }), (value, growth) => {
        for (const unit of ["bytes", "instantiations", "modules", "requests", "files"] as const) {
          const recorded: Budgets = { figure: { value, unit, reason: `${value} ${unit}: it is so` } };
          expect(budgetProblems([{ name: "figure", value: value + growth, unit }], recorded)).toHaveLength(1);
        }
      }),
    );
  });
});

describe("budgetNotes", () => {
  it("reports what could be recorded lower, and how far away a goal is", () => {
    expect(budgetNotes(counted("one operation", 29_000), budgets)).toEqual([
      "one operation: 29000 bytes, 1000 fewer than recorded. Record it to keep it so.",
      "one operation: 8520 bytes over the goal of 20480.",
    ]);
  });
});

describe("recordBudgets", () => {
  it("records the reason for what changes, and keeps all other reasons", () => {
    const measured = [...counted("one operation", 28_000), ...counted("first call", 2)];
    expect(recordBudgets(measured, budgets, "ky is loaded later")).toEqual({
      ...budgets,
      "one operation": {
        value: 28_000,
        unit: "bytes",
        goal: 20_480,
        reason: "28000 bytes: ky is loaded later",
      },
    });
  });

  it("does not give up a goal that is met", () => {
    expect(() => recordBudgets(counted("first call", 3), budgets, "one more")).toThrow(
      "first call: 3 requests are over the goal of 2, which was met.",
    );
  });

  it("accepts what it has recorded", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ minLength: 1 }), (value, why) => {
        const measured = [{ name: "figure", value, unit: "modules" }] as const;
        expect(budgetProblems(measured, recordBudgets(measured, {}, why))).toEqual([]);
      }),
    );
  });
});
