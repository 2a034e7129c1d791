import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { get } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { componentProblems, type Components } from "../release/components.ts";
import { forgottenChanges, loweredVersions, uncommittedFiles } from "../release/history.ts";
import { withNothingSent } from "../release/nothing-sent.ts";
import { planRelease, type ReleasePlan } from "../release/plan.ts";
import { openPoints, settingsProblems } from "../release/settings.ts";
import { describePlan, refusalOf } from "../release/summary.ts";
import { sampleWorkspace } from "./support/sample-workspace.ts";

describe("a dry run of a release", () => {
  const sample = sampleWorkspace();
  let plan: ReleasePlan;
  let connections: number;

  beforeAll(async () => {
    ({ result: plan, connections } = await withNothingSent(() => planRelease(sample.root, sample.out)));
  });

  afterAll(() => {
    sample.remove();
  });

  it("reaches no registry", () => {
    expect(connections).toBe(0);
  });

  it("finds nothing to repair", () => {
    expect(plan.problems).toEqual([]);
  });

  it("says what would be published, each package after those that it requires", () => {
    expect(plan.packages).toMatchObject([
      { name: "@kelaskit/base", from: "0.0.0", version: "0.1.0", requires: {} },
      { name: "@kelaskit/vendor", from: "0.0.0", version: "0.0.1", requires: { "@kelaskit/base": "^0.1.0" } },
    ]);
  });

  it("packs the changelog", () => {
    const changelog = readFileSync(path.join(sample.out, "unpacked/@kelaskit/vendor/CHANGELOG.md"), "utf8");
    expect(changelog).toContain("## 0.0.1\n\n### Patch Changes\n\n- Requires `@kelaskit/base` 0.1.0");
  });

  it("leaves the workspace as it is", () => {
    expect(existsSync(path.join(sample.root, ".changeset/cursors.md"))).toBe(true);
    expect(readFileSync(path.join(sample.root, "packages/base/package.json"), "utf8")).toContain('"0.0.0"');
  });

  it("lists the components of each package", () => {
    const file = path.join(sample.out, "components/kelaskit-vendor-0.0.1.cdx.json");
    const { components } = JSON.parse(readFileSync(file, "utf8")) as Components;
    expect(components).toMatchObject([{ purl: "pkg:npm/%40kelaskit/base@0.1.0" }]);
  });

  it("can be read", () => {
    expect(describePlan(plan)).toMatch(
      /^Would be published, in this order:\n 1\. @kelaskit\/base 0\.0\.0 → 0\.1\.0\n[^]* 2\. @kelaskit\/vendor 0\.0\.0 → 0\.0\.1\n[^]*requires @kelaskit\/base \^0\.1\.0/,
    );
    expect(describePlan({ packages: [], unchanged: ["a"], problems: ["b"], openPoints: ["c"] })).toBe(
      "Nothing would be published.\n\nPublished already:\n- a\n\nMust be repaired:\n- b\n\n" +
        "Open before anything can be published:\n- c",
    );
  });
});

describe("a package with mistakes", () => {
  const sample = sampleWorkspace();

  afterAll(() => {
    sample.remove();
  });

  it("is reported with all of them", async () => {
    sample.write("packages/base/src/index.ts", "");
    sample.write("packages/base/README.md", "[there](docs/missing.md)\n");
    sample.write("packages/base/dist/index.d.ts", 'export * from "./missing.js";\n');
    const { problems } = await planRelease(sample.root, sample.out);
    expect(problems).toEqual([
      expect.stringContaining("README.md links to docs/missing.md"),
      expect.stringMatching(/^attw, @kelaskit\/base:[^]*Internal resolution error/i),
    ]);
  });

  it("is refused with a changeset for a package that does not exist", async () => {
    const misspelled = sampleWorkspace();
    try {
      misspelled.write(".changeset/wrong.md", '---\n"@kelaskit/bose": patch\n---\n\nA fix.\n');
      await expect(planRelease(misspelled.root, misspelled.out)).rejects.toThrow("@kelaskit/bose");
    } finally {
      misspelled.remove();
    }
  });

  it("is reported with hidden files and what looks like a key", async () => {
    const leaking = sampleWorkspace();
    try {
      for (const file of ["src/.env", "dist/.cache/index.json", "src/server.key"])
        leaking.write(`packages/base/${file}`, "TOKEN=abc\n");
      const { problems } = await planRelease(leaking.root, leaking.out);
      expect(problems.toSorted()).toEqual(
        ["dist/.cache/index.json", "src/.env", "src/server.key"].map(
          (file) => expect.stringContaining(`@kelaskit/base packs ${file}; only`) as unknown,
        ),
      );
    } finally {
      leaking.remove();
    }
  });

  it("is refused if it is not built", async () => {
    const bare = sampleWorkspace();
    try {
      bare.write("packages/new/package.json", '{ "name": "@kelaskit/new", "version": "0.0.0" }');
      await expect(planRelease(bare.root, bare.out)).rejects.toThrow("@kelaskit/new is not built");
    } finally {
      bare.remove();
    }
  });
});

describe("a release", () => {
  const plan: ReleasePlan = { packages: [], unchanged: [], problems: [], openPoints: [] };

  it("goes on when nothing is wrong or open", () => {
    expect(refusalOf(plan, 0, false)).toBeUndefined();
  });

  it("stops at an open point, which a dry run only shows", () => {
    const open = { ...plan, openPoints: ["No repository."] };
    expect(refusalOf(open, 0, false)).toContain("1 points are open");
    expect(refusalOf(open, 0, true)).toBeUndefined();
  });

  it.each([true, false])("stops at a problem and at a request, dry (%s) or not", (isDryRun) => {
    expect(refusalOf({ ...plan, problems: ["Wrong."] }, 0, isDryRun)).toContain("1 problems");
    expect(refusalOf(plan, 1, isDryRun)).toContain("reach a registry");
  });
});

describe("the settings of a package", () => {
  const right = { name: "a", version: "0.1.0", publishConfig: { access: "public", provenance: true } };

  it("are right", () => {
    expect(settingsProblems(right)).toEqual([]);
  });

  it.each([
    [{ ...right, private: true }, "is private"],
    [{ ...right, publishConfig: { provenance: true } }, '"access": "public"'],
    [{ ...right, publishConfig: { access: "public" } }, '"provenance": true'],
    [{ ...right, scripts: { postinstall: "node hello.js" } }, '"postinstall"'],
    [{ ...right, version: "0.0.0" }, "0.0.0"],
    [{ ...right, version: "1.0.0" }, "until 1.0 is decided"],
  ])("are wrong: %o", (manifest, message) => {
    expect(settingsProblems(manifest)).toEqual([expect.stringContaining(message)]);
  });
});

describe("what people must settle", () => {
  it("is the repository's address, and the release itself", () => {
    const sample = sampleWorkspace();
    try {
      expect(openPoints(sample.root)).toEqual([
        expect.stringContaining('no "repository"'),
        expect.stringContaining("1 changesets"),
      ]);
      sample.write("package.json", '{ "repository": "https://host.example/us/kit" }');
      expect(openPoints(sample.root)).toHaveLength(1);
    } finally {
      sample.remove();
    }
  });
});

describe("what was released before", () => {
  const base = { name: "@kelaskit/base", directory: "base" };

  function releasedSample() {
    const sample = sampleWorkspace();
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...words], {
        cwd: sample.root,
      });
    const commit = (message: string): void => {
      git("add", ".");
      git("commit", "--quiet", "--message", message);
    };
    git("init", "--quiet");
    commit("first");
    for (const version of ["0.9.0", "0.10.0"]) git("tag", `@kelaskit/base@${version}`);
    return { ...sample, commit };
  }

  it("is never followed by a lower version", () => {
    const sample = releasedSample();
    try {
      expect(loweredVersions(sample.root, [{ ...base, version: "0.9.1" }])).toEqual([
        "@kelaskit/base would go down from 0.10.0 to 0.9.1. Raise its version above 0.10.0.",
      ]);
      for (const version of ["0.10.0", "0.10.1"])
        expect(loweredVersions(sample.root, [{ ...base, version }])).toEqual([]);
    } finally {
      sample.remove();
    }
  });

  it("is compared with the sources, whose changes need a new version", () => {
    const sample = releasedSample();
    try {
      const same = [{ ...base, version: "0.10.0" }];
      sample.write("packages/base/test/one.test.ts", "export {};\n");
      sample.write("packages/vendor/src/index.ts", "export const two = 2;\n");
      sample.commit("a test, and another package");
      expect(forgottenChanges(sample.root, same)).toEqual([]);
      sample.write("packages/base/src/index.ts", "export const one = 2;\n");
      sample.commit("a change of base");
      expect(forgottenChanges(sample.root, same)).toEqual([
        expect.stringContaining("@kelaskit/base has changed since @kelaskit/base@0.10.0"),
      ]);
      expect(forgottenChanges(sample.root, [{ ...base, version: "0.10.1" }])).toEqual([]);
    } finally {
      sample.remove();
    }
  });

  it("was in a commit", () => {
    const sample = releasedSample();
    try {
      expect(uncommittedFiles(sample.root)).toEqual([]);
      sample.write("packages/base/src/new.ts", "export {};\n");
      expect(uncommittedFiles(sample.root)).toEqual([expect.stringContaining("packages/base/src/new.ts")]);
    } finally {
      sample.remove();
    }
  });
});

describe("a list of components", () => {
  function list(licenses: Components["components"][number]["licenses"], more: object = {}) {
    const content = {
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: { component: { type: "library", name: "a", version: "0.1.0" } },
      components: [{ type: "library", name: "b", version: "1.0.0", purl: "pkg:npm/b@1.0.0", licenses }],
      ...more,
    };
    return { file: "a.cdx.json", text: JSON.stringify(content), content };
  }

  it("has licenses that published packages may depend on", async () => {
    expect(await componentProblems(list([{ license: { id: "MIT" } }]))).toEqual([]);
    expect(await componentProblems(list([{ license: { id: "GPL-3.0-only" } }]))).toEqual([
      expect.stringContaining("pkg:npm/b@1.0.0 has the license GPL-3.0-only"),
    ]);
    expect(await componentProblems(list(undefined))).toEqual([expect.stringContaining("license unknown")]);
  });

  it("follows CycloneDX's schema", async () => {
    const wrong = list([{ license: { id: "MIT" } }], { version: "one" });
    expect(await componentProblems(wrong)).toEqual([expect.stringContaining("is not valid CycloneDX 1.6")]);
  });
});

describe("withNothingSent", () => {
  it("counts who tries to reach a registry, and restores the environment", async () => {
    const before = process.env["npm_config_registry"];
    const { result, connections } = await withNothingSent(
      () =>
        new Promise<string>((resolve) => {
          get(process.env["npm_config_registry"] ?? "").on("error", (error) => {
            resolve(error.message);
          });
        }),
    );
    expect(result).toMatch(/hang up|ECONNRESET/);
    expect(connections).toBe(1);
    expect(process.env["npm_config_registry"]).toBe(before);
  });
});
