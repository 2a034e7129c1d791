import { assert, nat, property, tuple } from "fast-check";
import { build } from "esbuild";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readManifest } from "../src/manifest.ts";
import { nodeProblem } from "../src/node-version.ts";

describe("the check of Node's version", () => {
  it("names the running and the required version", () => {
    expect(nodeProblem("20.20.2", ">=22.13")).toBe(
      "kelaskit: This is Node 20.20.2, and kelaskit requires Node 22.13 or newer. Install it, then run the same command again.",
    );
    expect(nodeProblem("23.11.0", "^22.19.0 || >=24.0.0")).toBe(
      "kelaskit: This is Node 23.11.0, and kelaskit requires Node 22.19.0 (or a later 22), or 24.0.0 or newer. Install it, then run the same command again.",
    );
  });

  it.each([
    ["22.18.9", false],
    ["22.19.0", true],
    ["22.20.1", true],
    ["23.9.0", false],
    ["24.0.0", true],
    ["26.10.0", true],
  ])("supports alternatives: %s", (found, fits) => {
    expect(nodeProblem(found, "^22.19.0 || >=24.0.0") === undefined).toBe(fits);
  });

  it("accepts the required version and newer ones, and no older one", () => {
    const version = tuple(nat(30), nat(30), nat(30));
    assert(
      property(version, version, (found, least) => {
        const order = found.map((part, index) => part - (least[index] ?? 0)).find((part) => part !== 0) ?? 0;
        expect(nodeProblem(found.join("."), `>=${least.join(".")}`) === undefined).toBe(order >= 0);
      }),
    );
  });

  it("reads the range of the package", () => {
    expect(readManifest().engines.node).toMatch(/^(\^|>=)\d+\.\d+\.\d+( \|\| (\^|>=)\d+\.\d+\.\d+)*$/);
  });

  it("runs before anything that an old version cannot load", async () => {
    const { metafile } = await build({
      entryPoints: [path.join(import.meta.dirname, "../src/main.ts")],
      bundle: true,
      splitting: true,
      outdir: "unused",
      write: false,
      format: "esm",
      platform: "node",
      packages: "external",
      metafile: true,
    });
    const loadedFirst = new Set<string>();
    const follow = (file: string): void => {
      loadedFirst.add(file);
      for (const { path: next, kind, external } of metafile.inputs[file]?.imports ?? []) {
        if (kind === "import-statement" && external !== true) follow(next);
      }
    };
    follow(Object.keys(metafile.inputs).find((file) => file.endsWith("/main.ts")) ?? "");
    expect([...loadedFirst].map((file) => path.basename(file))).toEqual([
      "main.ts",
      "manifest.ts",
      "node-version.ts",
    ]);
  });
});
