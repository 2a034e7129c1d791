import { bearerTokenOf, TokenDesk, type TokenDeskOptions } from "../../src/testing/index.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const account = "learner@example.com";
const minute = 60_000;

function createDesk(options: Partial<TokenDeskOptions> = {}): TokenDesk<string> {
  return new TokenDesk({ write: (number, kind) => `${kind}-${number}`, ...options });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

it("numbers all tokens in sequence, whatever their kind", () => {
  const desk = createDesk();

  expect(desk.issue("access", account).token).toBe("access-1");
  expect(desk.issue("refresh", account).token).toBe("refresh-2");
  expect(desk.issue("access", account).token).toBe("access-3");
});

it("returns the holder of a token, by kind", () => {
  const desk = createDesk();
  const { token } = desk.issue("access", account);

  expect(desk.holderOf("access", token)).toBe(account);
  expect(desk.holderOf("refresh", token)).toBeUndefined();
  expect(desk.holderOf("access", "access-2")).toBeUndefined();
  expect(desk.holderOf("access", undefined)).toBeUndefined();
});

describe("lifetimes", () => {
  it("each kind has its own, in milliseconds", () => {
    const desk = createDesk({ lifetimes: { access: minute, refresh: 2 * minute } });
    const access = desk.issue("access", account);
    const refresh = desk.issue("refresh", account);
    expect([access.expiresAt, refresh.expiresAt]).toEqual([minute, 2 * minute]);

    vi.setSystemTime(minute - 1);
    expect(desk.holderOf("access", access.token)).toBe(account);
    vi.setSystemTime(minute);
    expect(desk.holderOf("access", access.token)).toBeUndefined();
    expect(desk.holderOf("refresh", refresh.token)).toBe(account);
  });

  it("without one, a token lives until it is ended", () => {
    const desk = createDesk();
    const { token, expiresAt } = desk.issue("access", account);
    expect(expiresAt).toBe(Infinity);

    vi.setSystemTime(8_640_000_000_000_000);
    expect(desk.holderOf("access", token)).toBe(account);
    desk.end(token);
    expect(desk.holderOf("access", token)).toBeUndefined();
  });

  it("a lifetime of 0 issues expired tokens", () => {
    const desk = createDesk({ lifetimes: { access: 0 } });
    expect(desk.holderOf("access", desk.issue("access", account).token)).toBeUndefined();
  });
});

it("ends one token of either kind, and ignores an unknown one", () => {
  const desk = createDesk();
  const first = desk.issue("refresh", account).token;
  const second = desk.issue("refresh", account).token;

  desk.end(first);
  desk.end("unknown");
  expect(desk.holderOf("refresh", first)).toBeUndefined();
  expect(desk.holderOf("refresh", second)).toBe(account);
});

it("expires access tokens, and refresh tokens only on request", () => {
  const desk = createDesk();
  const access = desk.issue("access", account).token;
  const refresh = desk.issue("refresh", account).token;

  desk.expire({ refreshTokens: false });
  expect(desk.holderOf("access", access)).toBeUndefined();
  expect(desk.holderOf("refresh", refresh)).toBe(account);
  desk.expire({ refreshTokens: true });
  expect(desk.holderOf("refresh", refresh)).toBeUndefined();
  expect(desk.issue("access", account).token).toBe("access-3");
});

it("a reset ends every token, and never issues one of them again", () => {
  const desk = createDesk();
  const access = desk.issue("access", account).token;
  const refresh = desk.issue("refresh", account).token;

  desk.reset();
  expect(desk.holderOf("access", access)).toBeUndefined();
  expect(desk.holderOf("refresh", refresh)).toBeUndefined();
  expect(desk.issue("access", account).token).toBe("access-3");
  expect(desk.holderOf("access", access)).toBeUndefined();
});

it.for([
  ["Bearer abc", "abc"],
  ["bearer abc", "abc"],
  ["Basic abc", undefined],
  ["Bearer", undefined],
  [undefined, undefined],
] as const)("the bearer token of %j is %j", ([authorization, token]) => {
  const headers = authorization === undefined ? {} : { authorization };
  expect(bearerTokenOf(new Request("https://api.example.com", { headers }))).toBe(token);
});
