import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../lib/commands.ts";
import { workspaceRoot } from "../lib/workspace.ts";
import { installationAdvice } from "../packages/advice.ts";
import { firstSnippet } from "../readme/snippet.ts";

// That what is printed works, with npm and with pnpm, is checked by `pnpm check:packages`, which has the built packages.
describe("pnpm pack:all", () => {
  const packed = ["core", "skilvul"].map((name) => ({
    name: `@kelaskit/${name}`,
    file: `/home/ann/my packages/kelaskit-${name}-0.0.0.tgz`,
  }));
  const advice = installationAdvice("/home/ann/my packages", packed);

  it("prints commands that can be pasted, whatever the folder's name", () => {
    expect(advice).toContain("npm install '/home/ann/my packages'/kelaskit-*.tgz\n");
    expect(advice).toContain(
      "npm install '/home/ann/my packages/kelaskit-core-0.0.0.tgz' '/home/ann/my packages/kelaskit-skilvul-0.0.0.tgz'\n",
    );
  });

  it("prints where pnpm finds each package", () => {
    expect(advice).toContain(
      'overrides:\n  "@kelaskit/core": "file:/home/ann/my packages/kelaskit-core-0.0.0.tgz"\n',
    );
  });

  it("asks for the folder before it builds anything", () => {
    const { succeeded, output } = runCommand(process.execPath, [
      path.join(workspaceRoot, "scripts/pack-all.ts"),
    ]);
    expect(output).toBe(
      "Give one folder for the packages: npx -y pnpm@12.21.0 pack:all ../kelaskit-packages",
    );
    expect(succeeded).toBe(false);
  });
});

describe("the snippet of a README", () => {
  it("is the first block that runs, with what it prints", () => {
    const text = "```ts\nother\n```\n\n```ts runs\nconsole.log(1);\n```\n\n```text\n1\n```\n";
    expect(firstSnippet(text)).toEqual({ program: "console.log(1);\n", output: "1\n" });
  });

  it("is missed when there is none", () => {
    expect(() => firstSnippet("```ts\nother\n```\n")).toThrow("has no block `ts runs`");
  });
});
