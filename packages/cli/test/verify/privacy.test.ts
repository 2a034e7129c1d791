import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import * as fc from "fast-check";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { desk, liar, verify, type Verification } from "./support.ts";

const api = "https://secret-portal.aomlms.com/api";

/** Everything that a verification writes anywhere. */
function written({ json, report, stdout, stderr }: Verification): string {
  return [json, report, stdout, stderr].join("\n").toLowerCase();
}

/** A portal of its own name, with an API key, that answers everything with the same reply. */
async function verifyWith(reply: unknown, init: ResponseInit): Promise<Verification> {
  const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
    url.startsWith(api) ? Response.json(reply, init) : undefined,
  );
  const env = { ACADEMY_OF_MINE_PORTAL: "secret-portal", ACADEMY_OF_MINE_TOKEN: "key-marked-0123456789" };
  return verify("academy-of-mine", { ...from, env }, ["--only", "badges.list,users.list,users.get,orders.*"]);
}

/** Texts as vendors have them: names, addresses, keys, words of any script. */
const text = fc.oneof(
  fc.constantFrom("ada@example.com", "Siti Nurhaliza", "0812-3456-7890", "Kelas Memasak", "sk_live_4f9a1c"),
  fc.string({ minLength: 4, maxLength: 30, unit: "grapheme" }),
  fc.stringMatching(/^[a-z]{5,12}$/),
);

describe("what kelaskit verify writes", () => {
  it("contains no value of a reply, no key that is data, no credential and no host", async () => {
    const record = { id: 918273, name: "Marked Name", email: "marked@example.com", token: "marked-token-77" };
    const found = await verifyWith(
      {
        recordsTotal: 918273,
        recordsFiltered: "marked total",
        records: [record],
        "marked@example.com": 3,
        byTitle: { "Marked Course": { seats: 12 }, markedcourse: 1, marked: 2 },
        note: "markedcourse is full",
      },
      {
        headers: {
          "x-request-id": "marked-request",
          "set-cookie": "session=marked",
          "x-ratelimit-limit": "marked",
        },
      },
    );
    expect(found.file.operations["badges.list"]?.verdict).toBe("drift");
    expect(written(found)).not.toContain("marked");
    expect(written(found)).not.toContain("918273");
    expect(written(found)).not.toContain("secret-portal");
    expect(written(found)).not.toContain("aomlms.com");
  });

  it.each([
    ["beside an address", { "ada@example.com": { seats: 1 }, markeddora: { seats: 2 } }],
    ["beside a title", { "Intro to Cooking": 3, MarkedBaking: 4 }],
    ["beside an id", { 918273: {}, markedslug: {} }],
    ["joined from a person's names", { first: "Marked", last: "Silva", markedsilva: 1 }],
    ["joined with capitals", { title: "Marked", MarkedSilva: 1, silvaMarked: 2 }],
  ])("contains no key that is data: %s", async (_, entry) => {
    const found = await verifyWith({ recordsTotal: 1, recordsFiltered: 1, records: [], entry }, {});
    expect(found.json).toContain("entry.*");
    expect(written(found)).not.toContain("marked");
  });

  it("contains no name that is data by its declaration, and the types of all such entries", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
      url.includes("/page/snippet/list")
        ? Response.json({
            markedsilva: { name: null, html: "a", other: 1 },
            markedcorp: { name: "b", html: 5 },
            name: { name: "c", html: "d" },
          })
        : undefined,
    );
    const found = await verify("academy-of-mine", from, ["--only", "pages.listSnippets"]);
    expect(found.file.operations["pages.listSnippets"]).toMatchObject({
      verdict: "drift",
      drift: [{ field: "*.html" }],
      undeclared: ["*.other"],
      shape: {
        "*": "object",
        "*.name": "null or string",
        "*.html": "number or string",
        "*.other": "number",
      },
    });
    expect(Object.keys(found.file.operations["pages.listSnippets"]?.shape ?? {})).toHaveLength(4);
    expect(written(found)).not.toContain("marked");
  });

  it("contains no header's name with a word that may be a customer's, nor one of an earlier file", async () => {
    const headers = {
      "x-marked-request-id": "1",
      "x-ratelimit-marked-limit": "60",
      "x-request-id": "1",
      "x-ratelimit-remaining-minute": "5",
    };
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () =>
      Response.json({ recordsTotal: 0, recordsFiltered: 0, records: [] }, { headers }),
    );
    const words = ["--only", "badges.list,users.list"];
    await using place = await desk();
    const first = await place.verify("academy-of-mine", from, [...words, "--max-requests", "1"]);
    const traffic = {
      requestIdHeaders: ["x-request-id"],
      limitHeaders: { "x-ratelimit-remaining-minute": "present" },
    };
    expect(first.file.traffic).toMatchObject(traffic);
    const old = {
      ...first.file,
      traffic: {
        ...first.file.traffic,
        requestIdHeaders: ["x-marked-request-id"],
        limitHeaders: { "x-ratelimit-marked": 5 },
      },
    };
    await writeFile(place.out, JSON.stringify(old));
    const second = await place.verify("academy-of-mine", from, words);
    expect(second.file.traffic).toMatchObject({ requests: 2, ...traffic });
    for (const found of [first, second]) expect(written(found)).not.toContain("marked");
  });

  it("contains nothing of an error's body but the names and types of its fields", async () => {
    const found = await verifyWith(
      {
        message: "Marked: ada@example.com may not",
        errors: { "ada@example.com": ["marked"], seats: ["no marked seats"] },
        trace: { user: "marked" },
      },
      { status: 403 },
    );
    expect(found.file.operations["badges.list"]?.verdict).toBe("refused");
    expect(written(found)).not.toMatch(/marked|ada@example|may not/);
    expect(found.json).toContain("errors.*");
  });

  it("contains no text of any reply, whatever its shape", async () => {
    const reply = fc.record({
      recordsTotal: fc.oneof(fc.nat(), text),
      records: fc.array(fc.dictionary(text, fc.oneof(text, fc.nat(), fc.array(text))), { maxLength: 3 }),
      extra: fc.dictionary(text, fc.oneof(text, fc.constant(null))),
    });
    await fc.assert(
      fc.asyncProperty(reply, text, async (body, secret) => {
        // Every text is a value somewhere, as names that are data are in real replies.
        const texts: string[] = [secret];
        JSON.stringify(body, (key, value: unknown) => {
          if (key !== "" && !["recordsTotal", "records", "extra"].includes(key)) texts.push(key);
          if (typeof value === "string") texts.push(value);
          return value;
        });
        const found = await verifyWith({ ...body, all: texts }, { headers: { "x-request-id": "r" } });
        const plain = await verifyWith({ recordsTotal: 0, recordsFiltered: 0, records: [] }, {});
        const ours = `${written(plain)} ${JSON.stringify(found.file.operations["badges.list"]?.drift)}`;
        for (const one of texts
          .map((value) => value.trim().toLowerCase())
          .filter((value) => value.length > 3)) {
          if (!ours.includes(one)) expect(written(found)).not.toContain(one);
        }
      }),
      { numRuns: 15 },
    );
  });
});
