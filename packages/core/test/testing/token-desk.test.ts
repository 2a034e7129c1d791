import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";

const newDesk = () => new TokenDesk<"access" | "refresh", string>((kind, number) => `${kind}-${number}`);

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  return () => vi.useRealTimers();
});

describe("a token desk", () => {
  it("numbers tokens of all kinds together", () => {
    const desk = newDesk();
    expect(desk.issue("refresh", "ann").token).toBe("refresh-1");
    expect(desk.issue("access", "ann").token).toBe("access-2");
  });

  it("knows whose a token is, by its kind", () => {
    const desk = newDesk();
    const { token } = desk.issue("access", "ann");
    expect(desk.holderOf("access", token)).toBe("ann");
    expect(desk.holderOf("refresh", token)).toBeUndefined();
    expect(desk.holderOf("access", "made-up")).toBeUndefined();
  });

  it("ends a token at its time, and still finds it", () => {
    const desk = newDesk();
    const { token, expiresAt } = desk.issue("access", "ann", 1000);
    expect(expiresAt).toBe(1000);
    vi.setSystemTime(999);
    expect(desk.holderOf("access", token)).toBe("ann");
    vi.setSystemTime(1000);
    expect(desk.holderOf("access", token)).toBeUndefined();
    expect(desk.find("access", token)).toEqual({ token, holder: "ann", expiresAt });
  });

  it("forgets one token when it is revoked, and a kind when it expires", () => {
    const desk = newDesk();
    const [first, second, refresh] = [
      desk.issue("access", "ann"),
      desk.issue("access", "bob"),
      desk.issue("refresh", "bob"),
    ];
    desk.revoke(first.token);
    expect(desk.find("access", first.token)).toBeUndefined();
    expect(desk.holderOf("access", second.token)).toBe("bob");
    desk.expire("access");
    expect(desk.find("access", second.token)).toBeUndefined();
    expect(desk.holderOf("refresh", refresh.token)).toBe("bob");
  });

  it("is as new after a reset", () => {
    const desk = newDesk();
    const { token } = desk.issue("access", "ann");
    desk.reset();
    expect(desk.find("access", token)).toBeUndefined();
    expect(desk.issue("access", "bob").token).toBe(token);
  });
});

it.each([
  ["Bearer abc", "abc"],
  ["bearer abc", "abc"],
  ["Basic abc", undefined],
  ["Bearer", undefined],
])("the bearer token of %j is %j", (authorization, token) => {
  expect(bearerTokenOf(new Request("https://api.example", { headers: { authorization } }))).toBe(token);
});

it("a request without the header has no bearer token", () => {
  expect(bearerTokenOf(new Request("https://api.example"))).toBeUndefined();
});
