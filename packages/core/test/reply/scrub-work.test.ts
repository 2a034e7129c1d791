import { describe, expect, it } from "vitest";
import { Scrubber } from "../../src/scrub/scrubber.ts";

/** How many steps it takes to clean a text; time would measure the machine. */
function stepsFor(secret: string, text: string): number {
  const work = { steps: 0 };
  new Scrubber([secret], work).text(text);
  return work.steps;
}

const email = `ibu${"&".repeat(30)}@warung.example`;
const html = (text: string): string => text.replaceAll("&", "&amp;");

/** A secret of an attacker's choice, and a text in which a vendor repeats so much of it. */
const attacks: readonly (readonly [string, (size: number) => string, (size: number) => string])[] = [
  ["an address with thirty ampersands", () => email, (size) => email.slice(0, -1).repeat(size / 50)],
  ["more ampersands than it has", () => email, (size) => `ibu${"&".repeat(size)}`],
  ["the same in HTML", () => email, (size) => html(`ibu${"&".repeat(size / 5)}`)],
  ["ampersands", () => `${"&".repeat(30)}!`, (size) => "&amp;".repeat(size / 5)],
  ["nested ampersands", (size) => `&${"amp;".repeat(size / 8)}`, (size) => `&${"amp;".repeat(size / 4)}`],
  ["backslashes", (size) => `${"\\".repeat(size / 2)}x`, (size) => "\\".repeat(size)],
  ["backslashes before quotes", () => `${'\\"'.repeat(30)}!`, (size) => '\\\\\\"'.repeat(size / 4)],
  ["nested percent signs", (size) => `%${"25".repeat(size / 8)}41`, (size) => `%${"25".repeat(size / 2)}`],
  ["percent signs", () => "%25%25%25%25!", (size) => "%25".repeat(size / 3)],
  ["code units", () => "u0041u0041!", (size) => String.raw`\u0041`.repeat(size / 6)],
  ["semicolons behind digits", () => "&#0000000001;x", (size) => "&#000000000;".repeat(size / 12)],
  ["halves of UTF-8", () => "éééééé!", (size) => "%C3%A9%A9%A9".repeat(size / 12)],
  ["the secret over and over", () => "a".repeat(500), (size) => "a".repeat(size)],
  ["all but the end of a long secret", (size) => `${"a".repeat(size / 2)}b`, (size) => "a".repeat(size)],
  ["a self-similar secret", (size) => `${"ab%26".repeat(size / 10)}c`, (size) => "ab&".repeat(size / 3)],
  ["a short secret as part of words", () => "aaa", (size) => "a".repeat(size)],
];

describe("cleaning takes steps in proportion to the text, for", () => {
  it.each(attacks)("%s", (_what, secret, text) => {
    const once = stepsFor(secret(12_000), text(12_000));
    const twice = stepsFor(secret(24_000), text(24_000));

    expect(twice / once).toBeLessThan(2.1);
    expect(once).toBeLessThan(12_000 * 40);
  });

  it("a body of two megabytes", () => {
    const body = `{"errors":[${'{"email":"ibu\\u0026ibu@warung.example","page":"%2Flogin"},'.repeat(40_000)}`;

    expect(stepsFor(email, body)).toBeLessThan(body.length * 20);
  });
});

describe("keeping a part takes steps in proportion to the part", () => {
  it("of a text", () => {
    const work = { steps: 0 };
    new Scrubber([email], work).beginning("&amp;".repeat(400_000), 2000);

    expect(work.steps).toBeLessThan(200_000);
  });

  it("of a body, however many secrets a bulk call has", () => {
    const secrets = Array.from({ length: 5000 }, (_, index) => `siswa-${index}@warung.example`);
    const work = { steps: 0 };
    new Scrubber(secrets, work).value({ errors: secrets.map((secret) => `${secret} is wrong`) });

    expect(work.steps).toBeLessThan(200_000_000);
  });
});
