import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { nodeFloor, supportedNode } from "../lib/node-floor.ts";
import { contentProblems } from "../packages/contents.ts";
import { engineProblems, highestDemand } from "../packages/installs.ts";
import { linkProblems } from "../packages/links.ts";
import { mapProblems } from "../packages/maps.ts";
import { dependenciesMayMove, manifestsAgree, oneNodeFloor } from "../structure/manifests.ts";
import { sharedFields } from "../structure/shared-fields.ts";

const folders: string[] = [];

function unpacked(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-manifests-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return { name: "sample", folder };
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("dependencies of published packages", () => {
  const findings = (dependencies: Readonly<Record<string, string>>, reasons = "`ky`, `zod`") =>
    dependenciesMayMove([
      { path: "packages/sample/package.json", text: JSON.stringify({ dependencies }) },
      { path: "docs/dependencies.md", text: reasons },
    ]).map(({ message }) => message);

  it.each([{ ky: "^2.1.0" }, { zod: "^3.25.0 || ^4.0.0" }, { "@kelaskit/core": "workspace:^" }])(
    "may move: %o",
    (dependencies) => {
      expect(findings(dependencies)).toEqual([]);
    },
  );

  it.each(["2.1.0", "~2.1.0", ">=2", "*", "latest", "2.x"])("%s is refused", (range) => {
    expect(findings({ ky: range })).toEqual([
      expect.stringContaining(`"ky": "${range}" installs a second copy`),
    ]);
  });

  it("may be pinned if docs/dependencies.md explains it", () => {
    expect(findings({ ky: "2.1.0" }, "`ky`: pinned, `ky@2.1.0`, because …")).toEqual([]);
  });

  it("have a line in docs/dependencies.md", () => {
    expect(findings({ other: "^1.0.0" })).toEqual([expect.stringContaining("no line")]);
  });
});

describe("fields that every package shares", () => {
  const root = { license: "MIT", author: "Us" };
  const manifest = { ...sharedFields(root, "sample"), keywords: ["a"], description: "A sample." };
  const findings = (own: object, all: object = root) =>
    manifestsAgree([
      { path: "package.json", text: JSON.stringify(all) },
      { path: "packages/sample/package.json", text: JSON.stringify({ ...manifest, ...own }) },
    ]).map(({ message }) => message);

  it("agree with the root", () => {
    expect(findings({})).toEqual([]);
  });

  it("are reported where they differ", () => {
    expect(findings({ engines: { node: ">=20" } })).toEqual([expect.stringContaining('"engines" must be')]);
  });

  it("contain the addresses once the root names the repository", () => {
    const repository = "https://host.example/us/kit";
    expect(findings({}, { ...root, repository })).toHaveLength(3);
    expect(sharedFields({ ...root, repository }, "sample")).toMatchObject({
      bugs: `${repository}/issues`,
      repository: { type: "git", url: `git+${repository}.git`, directory: "packages/sample" },
    });
  });
});

describe("the Node that texts name", () => {
  const findings = (text: string) => oneNodeFloor([{ path: "README.md", text }]);

  it("is the floor", () => {
    expect(findings(`Node ${nodeFloor} or newer; scripts run on Node 24.21.0, since Node 20.`)).toEqual([]);
  });

  it("is reported where it is wrong", () => {
    expect(findings("\nNode 22.12 or newer")).toMatchObject([{ line: 2 }]);
  });
});

describe("what is installed with the packages", () => {
  it("runs on every Node that the packages name", () => {
    expect(
      engineProblems({
        "node_modules/a": { version: "1.0.0", engines: { node: ">=20" } },
        "node_modules/b": { version: "1.0.0" },
        "node_modules/c": { version: "1.0.0", engines: { node: supportedNode } },
      }),
    ).toEqual([]);
  });

  it.each([">=22.20", "^22.12.0", ">=24", "^20 || >=24.1"])("but not what requires %s", (node) => {
    const packages = { "node_modules/a": { version: "1.0.0", engines: { node } } };
    expect(engineProblems(packages)).toEqual([expect.stringContaining(`requires Node ${node}`)]);
  });

  it("shows which package requires the newest", () => {
    expect(
      highestDemand({
        "node_modules/a": { version: "1.0.0", engines: { node: "^20.19.0 || ^22.12.0 || >=24.0.0" } },
        "node_modules/b": { version: "1.0.0", engines: { node: ">=22.13" } },
      }),
    ).toBe("22.13.0 by b");
  });
});

describe("a tarball", () => {
  const own = { "AGENTS.md": "", LICENSE: "", "README.md": "", "package.json": "{}" };
  const contents = (files: Readonly<Record<string, string>>, version: string) => {
    const { name, folder } = unpacked(files);
    const manifest = { name, version };
    const source = { directory: name, folder, manifest };
    return contentProblems({ name, folder, manifest, source, file: "sample.tgz" });
  };

  it("has a page for coding assistants, and a changelog from the first release on", () => {
    expect(contents(own, "0.0.0")).toEqual([]);
    expect(contents({ ...own, "CHANGELOG.md": "" }, "0.1.0")).toEqual([]);
    expect(contents(own, "0.1.0")).toEqual([expect.stringContaining("does not pack CHANGELOG.md")]);
    const { "AGENTS.md": page, ...others } = own;
    expect(page).toBe("");
    expect(contents(others, "0.0.0")).toEqual([expect.stringContaining("does not pack AGENTS.md")]);
  });

  it("has no other files", () => {
    expect(contents({ ...own, "notes.txt": "" }, "0.0.0")).toEqual([
      expect.stringContaining("packs notes.txt"),
    ]);
  });

  it("has maps that lead to its sources", () => {
    const files = {
      "src/a.ts": "",
      "dist/a.js": "call();\n//# sourceMappingURL=a.js.map",
      "dist/a.js.map": '{"sources":["../src/a.ts"]}',
      "dist/b.js": 'export { a } from "./a.js";',
    };
    expect(mapProblems(unpacked(files))).toEqual([]);
    expect(mapProblems(unpacked({ ...files, "dist/a.js.map": '{"sources":["../src/c.ts"]}' }))).toHaveLength(
      1,
    );
    expect(mapProblems(unpacked({ "dist/a.js": "call();" }))).toEqual([
      "sample: dist/a.js has no source map.",
    ]);
  });

  it.each(["docs/a.md", "docs/a.md#a-heading", "#here", "https://host.example/"])(
    "may link to %s",
    (link) => {
      const files = { "README.md": `# Here\n[x](${link})`, "docs/a.md": "# A heading" };
      expect(linkProblems(unpacked(files))).toEqual([]);
    },
  );

  it.each(["../core/README.md", "../../docs/a.md", "docs/b.md", "docs/a.md#another", "http://host.example"])(
    "may not link to %s",
    (link) => {
      const files = { "README.md": `[x](${link})\n[y]: docs/a.md`, "docs/a.md": "# A heading" };
      expect(linkProblems(unpacked(files))).toEqual([expect.stringContaining(`links to ${link}`)]);
    },
  );
});
