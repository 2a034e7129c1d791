import { describe, expect, it } from "vitest";
import { type ConfirmedCall, Confirmations } from "../../src/mcp/confirmations.ts";

const order: ConfirmedCall = {
  vendor: "skilvul",
  operation: "orders.create",
  parameters: { user: { email: "ann@example.com" }, productIds: ["p1"] },
  by: "code",
};

describe("a confirmation", () => {
  it("confirms its call, whatever the order of the parameters", () => {
    const confirmations = new Confirmations();
    const code = confirmations.issue(order);
    const { productIds, user } = order.parameters;
    expect(confirmations.redeem(code, { ...order, parameters: { productIds, user } })).toBe("confirmed");
  });

  it("is used up by the first attempt", () => {
    const confirmations = new Confirmations();
    const code = confirmations.issue(order);
    expect(confirmations.redeem(code, order)).toBe("confirmed");
    expect(confirmations.redeem(code, order)).toBe("unknown");
  });

  it.each([
    ["another vendor", { vendor: "toolzz" }],
    ["another operation", { operation: "users.update" }],
    ["other parameters", { parameters: { ...order.parameters, productIds: ["p2"] } }],
    ["another order of a list", { parameters: { ...order.parameters, productIds: ["p2", "p1"] } }],
    ["a further parameter", { parameters: { ...order.parameters, bundleIds: [] } }],
    ["another way to confirm", { by: "person" as const }],
  ])("does not confirm %s, and is used up by the attempt", (_, change) => {
    const confirmations = new Confirmations();
    const code = confirmations.issue(order);
    expect(confirmations.redeem(code, { ...order, ...change })).toBe("other-call");
    expect(confirmations.redeem(code, order)).toBe("unknown");
  });

  it("expires after five minutes", () => {
    let now = 0;
    const confirmations = new Confirmations(() => now);
    const early = confirmations.issue(order);
    const late = confirmations.issue(order);
    now = 5 * 60_000;
    expect(confirmations.redeem(early, order)).toBe("confirmed");
    now += 1;
    expect(confirmations.redeem(late, order)).toBe("expired");
  });

  it("is dropped when a hundred newer ones wait", () => {
    const confirmations = new Confirmations();
    const first = confirmations.issue(order);
    const codes = Array.from({ length: 100 }, () => confirmations.issue(order));
    expect(confirmations.redeem(first, order)).toBe("unknown");
    expect(confirmations.redeem(codes[0] ?? "", order)).toBe("confirmed");
  });

  it("cannot be guessed", () => {
    const confirmations = new Confirmations();
    const codes = Array.from({ length: 50 }, () => confirmations.issue(order));
    expect(new Set(codes).size).toBe(50);
    for (const code of codes) expect(code).toMatch(/^[\w-]{24}$/);
  });
});
