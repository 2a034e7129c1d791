import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Scrubber, scrubText } from "../../src/scrub/scrubber.ts";
import { everyReading, spellings } from "../support/spellings.ts";

const places = fc.constantFrom(...Object.entries(spellings));

/** Texts full of what escapes are made of, whole and cut. */
const tangled = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from("%&\\;#+u/\"'<>=0123456789abcdefABCxnrt é\n\t😀,.-")),
      fc.constantFrom(
        "%41",
        "%25",
        "&amp;",
        "&#38;",
        "&#x41;",
        "\\u0041",
        "\\n",
        "\\\\",
        "%C3%A9",
        "amp;",
        "%E2",
      ),
      fc.string({ unit: "grapheme", maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => text.isWellFormed());

/** Secrets of that kind, with a part that no escape decodes to. */
const secrets = fc
  .tuple(tangled, fc.stringMatching(/^[g-mo-tv-z]{3}$/), tangled)
  .map((pieces) => pieces.join(""))
  .filter((secret) => secret.length >= 6 && !"[redacted]".includes(secret));

describe("a secret is replaced", () => {
  it.each(Object.entries(spellings))("%s, whatever its characters", (_where, spell) => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 6, maxLength: 40 }), (secret) => {
        expect(scrubText(`<${spell(secret)}>`, [secret])).toBe("<[redacted]>");
      }),
    );
  });

  it("in any spelling of any spelling, whatever is around it", () => {
    const levels = fc.array(fc.tuple(places, tangled, tangled), { maxLength: 3 });
    fc.assert(
      fc.property(secrets, levels, tangled, tangled, (secret, spelt, before, after) => {
        let text = before + secret + after;
        for (const [[, spell], outerBefore, outerAfter] of spelt) {
          text = outerBefore + spell(text) + outerAfter;
        }

        const clean = scrubText(text, [secret]);

        expect(clean).toContain("[redacted]");
        expect([...everyReading(clean, 3)].filter((reading) => reading.includes(secret))).toEqual([]);
      }),
      { numRuns: cases(200) },
    );
  });

  it.each([
    ["JSON in HTML", String.raw`<a data-x="{&quot;p&quot;:&quot;a\&quot;b&amp;c!d&quot;}">`],
    ["JSON in JSON", String.raw`{"log":"{\"p\":\"a\\\"b&c!d\"}"}`],
    ["HTML in JSON", String.raw`{"html":"<b>a&quot;b&amp;c!d<\/b>"}`],
    ["an address in an address", "?next=%2Flogin%3Fp%3Da%252522b%252526c%252521d"],
    ["an address in HTML in JSON", String.raw`{"html":"<a href=\"?p=a%22b&amp;x=a&#x25;22b%26c!d\">"}`],
  ])("in %s", (_what, text) => {
    const clean = scrubText(text, [`a"b&c!d`]);

    expect(clean).toContain("[redacted]");
    expect(clean).not.toMatch(/c(!|%\d*21)d/);
  });

  it("wherever it stands, and nothing else is", () => {
    const text = "A wrong secret: s3cr't&x, again s3cr%27t%26x. s3cret is another.";

    expect(scrubText(text, ["s3cr't&x"])).toBe(
      "A wrong secret: [redacted], again [redacted]. s3cret is another.",
    );
  });

  it("with all that overlaps it", () => {
    expect(scrubText("<abcabcabcabc>", ["abcabc"])).toBe("<[redacted]>");
    expect(scrubText("<first-second-third>", ["first-second", "second-third"])).toBe("<[redacted]>");
  });

  it("also where what stands before it could be an escape of its beginning", () => {
    expect(scrubText("100%41d-secret", ["41d-secret"])).toBe("100%[redacted]");
    expect(scrubText(String.raw`C:\new-secret`, ["new-secret"])).toBe(String.raw`C:\[redacted]`);
  });

  it("also where a form or HTTP has trimmed it", () => {
    expect(scrubText("got rahasia.", [" rahasia\n"])).toBe("got [redacted].");
  });
});

it("a text without a secret stays as it is, however it is written", () => {
  fc.assert(
    fc.property(fc.array(places, { maxLength: 2 }), fc.array(tangled), (spelt, pieces) => {
      let text = pieces.join("");
      for (const [, spell] of spelt) text = spell(text);

      expect(scrubText(text, ["kata sandi & rahasia/9", "7f3a%41-wq"])).toBe(text);
    }),
  );
});

describe("a short secret is replaced", () => {
  it.each([
    ["Your PIN 4821 is wrong", "Your PIN [redacted] is wrong"],
    ['{"pin":"4821","id":148210}', '{"pin":"[redacted]","id":148210}'],
    [String.raw`line\n4821\tend`, String.raw`line\n[redacted]\tend`],
    ["pin%3D4821%26x", "pin%3D[redacted]%26x"],
  ])("as a whole word: %s", (text, clean) => {
    expect(scrubText(text, ["4821"])).toBe(clean);
  });

  it.each([
    ["7", "[redacted]"],
    ['{"code":"7","page":"17"}', '{"code":"[redacted]","page":"17"}'],
    [String.raw`{\"code\":\"7\"}`, String.raw`{\"code\":\"[redacted]\"}`],
    ["&quot;7&quot;", "&quot;[redacted]&quot;"],
    ["page 7 of 9", "page 7 of 9"],
  ])("of one or two characters as a whole value: %s", (text, clean) => {
    expect(scrubText(text, ["7"])).toBe(clean);
  });

  it("unless it is so short that it would garble everything", () => {
    expect(scrubText("a banana", ["a"])).toBe("a banana");
  });
});

describe("a parsed body", () => {
  const scrubber = new Scrubber(["628123456789", "004821"]);

  it("is cleaned in texts, names and numbers", () => {
    const body = {
      phone: 628_123_456_789,
      pin: 4821,
      "628123456789": [{ deep: "call 628123456789" }],
      count: 3,
      none: null,
      ok: true,
    };

    expect(scrubber.value(body)).toEqual({
      phone: "[redacted]",
      pin: "[redacted]",
      "[redacted]": [{ deep: "call [redacted]" }],
      count: 3,
      none: null,
      ok: true,
    });
  });

  it("that is very large is kept in part, clean to the cut", () => {
    const text = JSON.stringify(scrubber.value({ list: ["-".repeat(99_985), "628123456789", "more"] }));

    expect(text.length).toBeLessThan(100_100);
    expect(text).toMatch(/…"\]\}$/);
    expect(text).not.toContain("628");
  });

  it("that is very deep is kept in part", () => {
    const deep = JSON.parse(`${'{"a":['.repeat(50_000)}1${"]}".repeat(50_000)}`) as unknown;

    expect(JSON.stringify(scrubber.value(deep))).toContain("…");
  });
});

describe("the beginning of a text", () => {
  it("shows no part of a secret that is cut", () => {
    const page = `${"-".repeat(95)}${encodeURIComponent("kata sandi & rahasia")} and more`;

    expect(new Scrubber(["kata sandi & rahasia"]).beginning(page, 100)).toBe(`${"-".repeat(95)}[redacted]`);
  });

  it("does not grow when secrets are taken out of it", () => {
    const page = "rahasia-besar ".repeat(1000);

    expect(new Scrubber(["rahasia-besar"]).beginning(page, 140)).toBe("[redacted] ".repeat(10));
  });
});
