import { inspect } from "node:util";
import { failureOf } from "@kelaskit/test-support/failure";
import { KelasError } from "@kelaskit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mockSsoReturn } from "../src/mock/index.ts";
import { memoryNonceStore, SsoError, ssoUrl, verifySso } from "../src/sso/index.ts";

const site = "https://skilvul.example";
const partner = "acme";
const secret = "sso-secret-of-the-test";
const email = "learner@example.com";

/** A text that a form can contain: URLSearchParams replaces lone surrogates. */
const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

/** A login whose learner is about to come back. */
async function login(user: { readonly id?: string; readonly name?: string } = {}, key = secret) {
  const nonces = memoryNonceStore();
  const start = await ssoUrl({ site, partner, secret: key, nonces });
  const back = new URL(await mockSsoReturn(start.url, { secret: key, email, ...user }));
  return { back, settings: { secrets: key, nonces, browserNonce: start.nonce } };
}

/** An ASCII text with one bit of one of its bytes changed. */
function withBitChanged(text: string, place: number): string {
  const bytes = Buffer.from(text, "latin1");
  const index = Math.floor(place / 8) % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (place % 8));
  return bytes.toString("latin1");
}

describe("any login", () => {
  it("comes back with its learner, once", async () => {
    const users = fc.record({
      id: words.filter((id) => id.trim() !== ""),
      name: words,
      isEmailVerified: fc.boolean(),
    });
    const keys = words.filter(
      (key) => !["", "undefined", "null", "NaN", "[object Object]"].includes(key.trim()),
    );
    await fc.assert(
      fc.asyncProperty(users, keys, async (user, key) => {
        const { back, settings } = await login(user, key);
        expect(await verifySso(back, settings)).toEqual({ ...user, email });
        expect(await failureOf(verifySso(back, settings))).toMatchObject({ code: "nonce" });
      }),
    );
  });

  it("is refused when any bit of sso or sig is changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("sso", "sig"), fc.nat(), async (parameter, place) => {
        const { back, settings } = await login();
        const given = back.searchParams.get(parameter) ?? "";
        const changed = new URLSearchParams(back.search);
        changed.set(parameter, withBitChanged(given, place));
        expect(await failureOf(verifySso(changed, settings))).toMatchObject({
          name: "SsoError",
          code: "signature",
        });
        expect(await verifySso(back, settings)).toHaveProperty("email", email);
      }),
    );
  });

  it("is refused with the signed text or the signature of another one", async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (first, second) => {
        const [one, other] = [await login({ name: first }), await login({ name: second })];
        const mixed = new URLSearchParams(one.back.search);
        mixed.set("sig", other.back.searchParams.get("sig") ?? "");
        expect(await failureOf(verifySso(mixed, one.settings))).toMatchObject({ code: "signature" });
        const settings = { ...one.settings, browserNonce: other.settings.browserNonce };
        expect(await failureOf(verifySso(other.back, settings))).toMatchObject({ code: "nonce" });
      }),
      { numRuns: 30 },
    );
  });
});

describe("any address", () => {
  it("is refused with an error that shows no part of it and no secret", async () => {
    const mark = "mark-of-the-address";
    const addresses = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true }),
      fc.tuple(fc.string(), fc.string()).map(([sso, sig]) => new URLSearchParams({ sso, sig }).toString()),
    );
    await fc.assert(
      fc.asyncProperty(addresses, async (address) => {
        const { settings } = await login();
        const error = await failureOf(verifySso(`${address}${mark}`, settings));
        expect(SsoError.isInstance(error)).toBe(true);
        const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
        expect(shown).not.toContain(mark);
        expect(shown).not.toContain(secret);
      }),
    );
  });
});

/** The function as JavaScript sees it. */
const untyped = verifySso as (...values: readonly unknown[]) => Promise<unknown>;

describe("any call from JavaScript", () => {
  it("ends with an error of ours", async () => {
    const settings = fc.oneof(
      fc.anything(),
      fc.record(
        {
          secrets: fc.oneof(fc.anything(), fc.constant(secret)),
          nonces: fc.anything(),
          browserNonce: fc.anything(),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.string()), settings, async (returned, given) => {
        const error = await failureOf(untyped(returned, given));
        expect(KelasError.isInstance(error)).toBe(true);
      }),
    );
  });
});
