import { afterEach, beforeEach, expect, it, vi } from "vitest";

const vendors = ["@kelaskit/academy-of-mine", "@kelaskit/scalev", "@kelaskit/skilvul", "@kelaskit/toolzz"];
const modules = [
  ...vendors,
  "@kelaskit/academy-of-mine/courses",
  "@kelaskit/academy-of-mine/learning-paths",
  "@kelaskit/academy-of-mine/webhook-receiver",
];

/** Lets only one vendor's package be there. */
function installOnly(vendor?: string): void {
  for (const name of [...modules, "@kelaskit/academy-of-mine/users"]) {
    if (vendor !== undefined && name.startsWith(vendor)) vi.doUnmock(name);
    else
      vi.doMock(name, () => {
        throw new Error(`${name} is not installed.`);
      });
  }
}

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  for (const vendor of vendors) installOnly(vendor);
});

it("needs no vendor's package for the engine and for targets of one's own", async () => {
  installOnly();
  expect(await import("../src/index.ts")).toHaveProperty("runEnrollment");
  expect(await import("../src/bullmq/index.ts")).toHaveProperty("enrollWorker");
});

it.each([
  [
    "@kelaskit/academy-of-mine",
    () => import("../src/targets/academy-of-mine.ts"),
    ["academyCourse", "academyLearningPath"],
  ],
  ["@kelaskit/skilvul", () => import("../src/targets/skilvul.ts"), ["skilvulOrders"]],
  ["@kelaskit/toolzz", () => import("../src/targets/toolzz.ts"), ["toolzzClass", "toolzzPlan"]],
  ["@kelaskit/scalev", () => import("../src/sales/node.ts"), ["nodeHandler", "openInbox", "scalevSales"]],
  [
    "@kelaskit/scalev",
    () => import("../src/sales/worker.ts"),
    [
      "EnrollmentStateError",
      "InvalidEnrollmentError",
      "ServiceFullError",
      "durableObjectInbox",
      "scalevSales",
    ],
  ],
  ["@kelaskit/toolzz", () => import("../src/sales/toolzz.ts"), ["nodeHandler", "openInbox", "toolzzEvents"]],
  [
    "@kelaskit/academy-of-mine",
    () => import("../src/sales/academy-of-mine.ts"),
    ["academyEvents", "nodeHandler", "openInbox"],
  ],
])("needs only %s for its own targets", async (vendor, load, targets) => {
  installOnly(vendor);
  expect(Object.keys(await load()).toSorted()).toEqual(targets);
  installOnly();
  vi.resetModules();
  await expect(load()).rejects.toThrow();
});
