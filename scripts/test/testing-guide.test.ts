import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";

const guide = readFileSync(path.join(workspaceRoot, "packages/core/docs/testing.md"), "utf8");

/** The files that the guide shows, by name: code that begins with the file's name in a comment. */
const shown = new Map(
  [...guide.matchAll(/^```js.*\n\/\/ (?<name>[\w.-]+\.[cm]js).*\n(?<code>[^]*?)^```$/gm)].map(
    ({ groups }) => [groups?.["name"], groups?.["code"]],
  ),
);

describe("the configurations in the testing guide", () => {
  it.each([
    ["jest.config.mjs", "test-runners/jest.config.mjs"],
    ["jest.config.cjs", "shared/jest.swc.config.cjs"],
    ["happy-dom-environment.cjs", "test-runners/happy-dom-environment.cjs"],
  ])("has %s as the test projects run it", (name, file) => {
    expect(shown.get(name)).toBe(readFileSync(path.join(workspaceRoot, "test-projects", file), "utf8"));
  });

  it("has only files that a test project runs", () => {
    expect([...shown.keys()]).toHaveLength(3);
  });
});
