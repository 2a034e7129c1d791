import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { supportedNode } from "../lib/node-floor.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import { supportPage, supportTables, unprovenClaims } from "../support/page.ts";
import { listPeers, readProofs, unprovenRanges } from "../support/proofs.ts";

const read = (file: string): string => readFileSync(path.join(workspaceRoot, file), "utf8");

const page = read("docs/support.md");
const proofs = readProofs(read("docs/runtimes.md"));
const peers = listPeers(listPackages().map(({ manifest }) => manifest));

/** Without what the formatter adds to tables. */
function plain(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/ +/g, " ");
}

describe("the page of what is supported", () => {
  it("has what the test projects proved (otherwise: npx -y pnpm@12.21.0 support)", () => {
    expect(plain(supportPage(page, supportTables(proofs, peers)))).toBe(plain(page));
  });

  it("claims no version that no test project runs", () => {
    expect(unprovenClaims(page, proofs)).toEqual([]);
  });

  it("names the Node versions of the packages", () => {
    expect(page).toContain(`\`${supportedNode}\``);
  });

  it("promises majors of your own packages that a test installs", () => {
    expect(peers.map(({ name }) => name)).toContain("ioredis");
    expect(unprovenRanges(peers)).toEqual([]);
  });

  it("names only browsers that run pages, except where it says that they are not tested", () => {
    const sentences = page.replaceAll("\n", " ").split(/(?<=[.:]) /);
    for (const sentence of sentences.filter((one) => /Firefox|Safari|Edge browser/.test(one))) {
      expect(sentence).toMatch(/not tested/);
    }
    const pages = read("docs/runtimes.md").match(/a page in (?<browser>\w+)/g) ?? [];
    expect(new Set(pages)).toEqual(new Set(["a page in Chromium"]));
  });
});

describe("proofs", () => {
  const runtimes = [
    "## Runtimes",
    "| with | version | a call | pages | a caught error | order | why |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| Node: `import` | 24.21.0 | yes | yes | yes | 1 | |",
    "| Node, the oldest supported version: `require()` | 22.19.0 | yes | yes | yes | 1 | |",
    "| Deno | 2.9.6 | yes | **no** | yes | 1 | It hangs. |",
  ].join("\n");

  it("are the rows of runs", () => {
    expect(readProofs(runtimes)).toEqual([
      { group: "Runtimes", tool: "Node", version: "24.21.0", works: true },
      { group: "Runtimes", tool: "Node", version: "22.19.0", works: true },
      { group: "Runtimes", tool: "Deno", version: "2.9.6", works: false },
    ]);
  });

  it("show which claims have none: a version that did not run, and one that did not work", () => {
    const text = "Node 22.19, Node 24 and Node 20; Deno 2.9.6.";
    expect(unprovenClaims(text, readProofs(runtimes))).toEqual(["Node 20", "Deno 2.9.6"]);
  });

  it("of a range of peers are the versions that tests install", () => {
    const manifest = {
      name: "a",
      version: "0.1.0",
      peerDependencies: { ioredis: "^5.11.1 || ^6.0.0", "@kelaskit/core": "workspace:^" },
      devDependencies: { ioredis: "6.0.0", "other-5": "npm:other@5.12.0" },
    };
    const found = listPeers([manifest]);
    expect(found).toEqual([{ name: "ioredis", ranges: ["^5.11.1", "^6.0.0"], tested: ["6.0.0"] }]);
    expect(unprovenRanges(found)).toEqual(["ioredis ^5.11.1: no test installs such a version"]);
    const both = { ...manifest.devDependencies, "ioredis-5": "npm:ioredis@5.11.1" };
    expect(unprovenRanges(listPeers([{ ...manifest, devDependencies: both }]))).toEqual([]);
  });
});
