import { describe, expect, it } from "vitest";
import { type Observation, problemsOf, verdictsOf } from "../test-projects/judge.ts";
import type { Part } from "../test-projects/project.ts";
import { startRegistry } from "../test-projects/registry.ts";
import { pageWith, tablesOf } from "../test-projects/table.ts";

interface PackageDocument {
  readonly versions: Readonly<Record<string, { readonly dist: { readonly tarball: string } }>>;
}

const asItShouldBe: Observation = {
  order: { requests: 1, connection: "reused" },
  result: {
    runtime: "node 24.21.0",
    call: "ckproduct0000000000000001",
    pages: 35,
    caughtError: { name: "NotFoundError", isNotFound: true },
    lostReply: { name: "ConnectionError", outcome: "unknown", isKelasError: true },
  },
};

const sentTwice: Observation = {
  result: { ...asItShouldBe.result, lostReply: { isKelasError: false } },
  order: { requests: 2, connection: "reused" },
};

function problems(observation: Observation, limits: readonly (readonly [Part, string])[] = []) {
  return problemsOf(
    { limits: limits.map(([part, shows]) => ({ part, shows, why: "It is so." })) },
    verdictsOf(observation),
  );
}

describe("problemsOf", () => {
  it("finds none when all parts are as expected", () => {
    expect(problems(asItShouldBe)).toEqual([]);
  });

  it("names an order that was sent twice", () => {
    expect(problems(sentTwice)).toEqual([expect.stringMatching(/^lostReply: .*requests: 2.* instead of/)]);
  });

  it("accepts a connection of its own, as long as another one could have been used", () => {
    expect(problems({ ...asItShouldBe, order: { requests: 1, connection: "its own" } })).toEqual([]);
    expect(problems({ ...asItShouldBe, order: { requests: 1, connection: "the only one" } })).toEqual([
      expect.stringContaining("hasKeptConnection: false"),
    ]);
  });

  it("accepts a declared limit that the run reports", () => {
    expect(problems(sentTwice, [["lostReply", "requests: 2"]])).toEqual([]);
    expect(problems(sentTwice, [["lostReply", "requests: 3"]])).toEqual([
      expect.stringContaining('should show "requests: 3"'),
    ]);
  });

  it("fails when a declared limit works", () => {
    expect(problems(asItShouldBe, [["lostReply", "requests: 2"]])).toEqual([
      "lostReply works now: remove it from the limits in project.mts",
    ]);
  });

  it("fails when a declared limit was not reached", () => {
    const failed = { failure: "`npm install` failed", order: { requests: 0, connection: undefined } };
    expect(problems(failed, [["command", "ERESOLVE"]])).toHaveLength(1);
    expect(problems(failed, [["lostReply", "requests: 2"]])).toEqual([
      "command: `npm install` failed",
      "lostReply was not reached, but is declared as not working",
    ]);
  });

  it("does not confuse another command's failure with the declared one", () => {
    const limits = [
      { part: "command", command: "interception", shows: "Blocked", why: "It is so." },
    ] as const;
    const failed = (command: string) =>
      problemsOf(
        { limits },
        verdictsOf({ ...asItShouldBe, failure: `\`jest ${command}\` failed:\ninterception: Blocked` }),
      );
    expect(failed("interception.test.mjs")).toEqual([]);
    expect(failed("scenario.test.mjs")).toEqual([
      expect.stringContaining('command must fail in the command "interception"'),
    ]);
  });

  it("does not count commands without a result as a success", () => {
    const { order } = asItShouldBe;
    expect(problems({ order })).toEqual([expect.stringContaining("without printing a result line")]);
  });
});

describe("the page", () => {
  const report = {
    project: "deno",
    group: "Runtimes" as const,
    run: {
      title: "Deno",
      commands: [],
      limits: [{ part: "lostReply" as const, shows: "requests: 2", why: "Deno sends | it again." }],
    },
    version: "2.9.6",
    verdicts: verdictsOf(sentTwice),
    observation: sentTwice,
    problems: [],
  };

  it("has a row for each run, with what does not work and why", () => {
    expect(tablesOf([report]).split("\n").at(-1)).toBe(
      String.raw`| Deno | 2.9.6 | yes | yes | yes | **2, no error** | Deno sends \| it again. |`,
    );
  });

  it("keeps the text around the tables", () => {
    const page = "before\n<!-- tables: begin -->\nold\n<!-- tables: end -->\nafter\n";
    expect(pageWith(page, "$& new")).toBe(
      "before\n<!-- tables: begin -->\n\n$& new\n\n<!-- tables: end -->\nafter\n",
    );
    expect(() => pageWith("a page without marks", "new")).toThrow(/docs\/runtimes\.md/);
  });
});

describe("startRegistry", () => {
  it("serves only its packages", async () => {
    const manifest = { name: "@kelaskit/core", version: "1.2.3" };
    const registry = await startRegistry([{ manifest, file: import.meta.filename }]);
    try {
      const found = await fetch(`${registry.url}@kelaskit%2fcore`);
      const document = (await found.json()) as PackageDocument;
      expect(document).toMatchObject({ name: "@kelaskit/core", "dist-tags": { latest: "1.2.3" } });
      const tarball = await fetch(document.versions["1.2.3"]?.dist.tarball ?? "");
      expect(await tarball.text()).toContain("serves the packages it was given");
      expect((await fetch(`${registry.url}zod`)).status).toBe(404);
      expect((await fetch(`${registry.url}@kelaskit%2fcores`)).status).toBe(404);
    } finally {
      await registry.close();
    }
  });
});
