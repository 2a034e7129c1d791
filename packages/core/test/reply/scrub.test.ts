import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrubText } from "../../src/reply/scrub.ts";

const spellings: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "in a query": encodeURIComponent,
  "in an address as it is sent": (secret) =>
    new URL(`https://example.com/?${encodeURIComponent(secret)}`).search.slice(1),
  "in an address, in small letters": (secret) =>
    encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  "in a form": (secret) => new URLSearchParams({ secret }).toString().slice("secret=".length),
  "in JSON": (secret) => JSON.stringify(secret).slice(1, -1),
  "in JSON of ASCII": (secret) =>
    JSON.stringify(secret)
      .slice(1, -1)
      // oxlint-disable-next-line unicorn/prefer-code-point -- JSON escapes units, of which a character may have two
      .replaceAll(/[^ -~]/g, (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, "0"))
      .replaceAll("/", String.raw`\/`),
  "in HTML": (secret) =>
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#039;"),
};

describe("a secret is replaced", () => {
  it.each(Object.entries(spellings))("%s, whatever its characters", (_where, spell) => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 6, maxLength: 40 }), (secret) => {
        expect(scrubText(`<${spell(secret)}>`, [secret])).toBe("<[redacted]>");
      }),
    );
  });

  it("wherever it stands, and nothing else is", () => {
    const text = "A wrong secret: s3cr't&x, again s3cr%27t%26x. s3cret is another.";

    expect(scrubText(text, ["s3cr't&x"])).toBe(
      "A wrong secret: [redacted], again [redacted]. s3cret is another.",
    );
  });

  it("unless it is so short that it would garble everything", () => {
    expect(scrubText("a banana", ["a"])).toBe("a banana");
  });
});
