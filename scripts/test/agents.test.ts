import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { typeErrors, type VirtualModule } from "../lib/type-errors.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";
import { declaredResources } from "../operations/declared.ts";
import { isVendor } from "../structure/rule.ts";

const packages = listPackages();

function agentsOf(directory: string): string {
  return readFileSync(path.join(workspaceRoot, "packages", directory, "AGENTS.md"), "utf8");
}

function codeBlocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}(?: .*)?\\n(?<code>[^]*?)^\`\`\`$`, "gm"))].map(
    ({ groups }) => groups?.["code"] ?? "",
  );
}

/** Each code block, where its package's own modules are, so that it imports what a user of the package can. */
function modulesOf(directory: string): readonly VirtualModule[] {
  return codeBlocks(agentsOf(directory), "ts").map((text, index) => ({
    path: `packages/${directory}/AGENTS.${index}.ts`,
    text: `${text}\nexport {};\n`,
  }));
}

/** Names with one dot in backticks: `orders.create`, and also `error.outcome`. The compiler checks those in code blocks. */
function dottedNames(text: string): ReadonlySet<string> {
  const prose = text.replaceAll(/^```[^]*?^```$/gm, "");
  return new Set(
    [...prose.matchAll(/`(?<name>[a-z]\w*\.[a-z]\w*)`/gi)].map(({ groups }) => groups?.["name"] ?? ""),
  );
}

describe("AGENTS.md", () => {
  it.each(packages.map(({ directory }) => directory))("of %s is short, and packed", (directory) => {
    expect(agentsOf(directory).split("\n").length).toBeLessThan(90);
    const manifest = packages.find((found) => found.directory === directory)?.manifest;
    expect(manifest).toMatchObject({ files: expect.arrayContaining(["AGENTS.md"]) as unknown });
  });

  it("shows code that compiles", () => {
    const modules = packages.flatMap(({ directory }) => modulesOf(directory));
    expect(modules.length).toBeGreaterThan(packages.length);
    expect(typeErrors(modules, { types: ["node"], noUnusedLocals: false })).toEqual([]);
  });

  it.each(packages.map(({ directory }) => directory).filter((directory) => isVendor(directory)))(
    "of %s has a test against the mock that is executed with the snippets",
    (directory) => {
      const [, section = ""] = agentsOf(directory).split("## Test it\n");
      expect(section).toMatch(/^\n```ts runs\n[^]*?createMock[^]*?^```\n\n```text\n/m);
    },
  );

  it("is checked by a compiler that finds mistakes", () => {
    const wrong =
      'import { createSkilvul } from "@kelaskit/skilvul";\nawait createSkilvul().order.create();\n';
    expect(typeErrors([{ path: "packages/skilvul/AGENTS.0.ts", text: wrong }])).toEqual([
      expect.stringMatching(/^packages\/skilvul\/AGENTS\.0\.ts:2 Property 'order' does not exist/),
    ]);
  });

  it.each(packages.map(({ directory }) => directory).filter((directory) => isVendor(directory)))(
    "of %s names operations that exist",
    async (directory) => {
      const resources = await declaredResources(directory);
      const operations = new Set(
        resources.flatMap(({ declarations }) => declarations.map(({ name }) => name)),
      );
      const named = [...dottedNames(agentsOf(directory))].filter((name) =>
        resources.some((resource) => name.startsWith(`${resource.name}.`)),
      );
      expect(named.filter((name) => !operations.has(name))).toEqual([]);
    },
  );

  it("of the command names its vendors' operations", async () => {
    const calls = [...agentsOf("cli").matchAll(/kelaskit call (?<vendor>[a-z-]+) (?<operation>\w+\.\w+)/g)];
    expect(calls.length).toBeGreaterThan(0);
    for (const { groups } of calls) {
      const resources = await declaredResources(groups?.["vendor"] ?? "");
      const operations = resources.flatMap(({ declarations }) => declarations.map(({ name }) => name));
      expect(operations).toContain(groups?.["operation"]);
    }
  });

  it("names files of its package that exist", () => {
    for (const { directory, folder } of packages) {
      const files = [...agentsOf(directory).matchAll(/`(?<file>(?:docs|src)\/[\w./-]*|README\.md)`/g)];
      for (const { groups } of files)
        expect(existsSync(path.join(folder, groups?.["file"] ?? "")), directory).toBe(true);
    }
  });

  it("of the repository names scripts that exist", () => {
    const text = readFileSync(path.join(workspaceRoot, "AGENTS.md"), "utf8");
    const { scripts } = JSON.parse(readFileSync(path.join(workspaceRoot, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const rows = [...text.matchAll(/^\| (?<names>`[^|]+`) +\|/gm)];
    const named = rows.flatMap(({ groups }) =>
      [...(groups?.["names"] ?? "").matchAll(/`(?:run )?(?<script>[\w:]+)/g)].map(
        (found) => found.groups?.["script"] ?? "",
      ),
    );
    expect(named).toContain("lint");
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
