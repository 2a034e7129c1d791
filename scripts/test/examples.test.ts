import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { updatePages } from "../examples/pages.ts";
import { examplesFolder, findExample, readExamples } from "../examples/registry.ts";
import { runCommand } from "../lib/commands.ts";
import { listPackages, workspaceRoot } from "../lib/workspace.ts";

const examples = readExamples();

function pnpmExample(...words: readonly string[]) {
  const script = path.join(workspaceRoot, "scripts/example.ts");
  return runCommand(process.execPath, ["--conditions=kelaskit-source", script, ...words], {
    environment: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] },
  });
}

describe("pnpm example", () => {
  it("lists every example with what it shows", () => {
    const { succeeded, output } = pnpmExample();
    for (const { name, shows } of examples)
      expect(output).toMatch(new RegExp(`^${name} +${shows[0] ?? ""}`, "m"));
    expect(succeeded).toBe(true);
  });

  it("runs an example with its arguments, and without credentials", () => {
    const { succeeded, output } = pnpmExample("skilvul-order", "learner@example.com");
    expect(output).toContain("Ordered ckproduct0000000000000001 for learner@example.com");
    expect(succeeded).toBe(true);
  });

  it("passes on that an example has failed", () => {
    const { succeeded, output } = pnpmExample("mitrabunso-price", "product", "price", "a lot");
    expect(output).toContain("expected whole rupiah in digits");
    expect(succeeded).toBe(false);
  });

  it("suggests the nearest name", () => {
    const { succeeded, output } = pnpmExample("skilvul-oder");
    expect(output).toBe("There is no example skilvul-oder: did you mean skilvul-order?");
    expect(succeeded).toBe(false);
  });

  it("names all when none is near", () => {
    expect(() => findExample(examples, "zzzzzzzz")).toThrow(
      /^There is no example zzzzzzzz\. Choose from skilvul-order, /,
    );
  });
});

describe("the registry of examples", () => {
  it("has a name for each, in one spelling", () => {
    const names = examples.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.for(examples)(
    "$name has a program, one sentence and vendors that exist",
    ({ program, shows, vendors }) => {
      expect(existsSync(path.join(examplesFolder, program))).toBe(true);
      expect(shows).toMatch(/^[A-Z].*\.$/);
      const directories = listPackages().map(({ directory }) => directory);
      expect(directories).toEqual(expect.arrayContaining([...vendors]));
    },
  );

  it.for(examples)("$name is run by a test", ({ name }) => {
    const tests = globSync(["{examples,scripts}/test/*.test.ts", "test-projects/*/project.mts"], {
      cwd: workspaceRoot,
    });
    const texts = tests.map((file) => readFileSync(path.join(workspaceRoot, file), "utf8")).join("\n");
    expect(texts).toContain(name);
  });

  it("has everything that is in the folder", () => {
    const programs = new Set(examples.map(({ program }) => program.split("/")[0]));
    const found = globSync("*{.ts,/}", { cwd: examplesFolder })
      .map((name) => name.replace(/\/$/, ""))
      .filter((name) => !["node_modules", "test"].includes(name));
    // What belongs to a program has its name.
    const missing = found.filter((name) => !programs.has(name) && !programs.has(`${name}.ts`));
    expect(missing).toEqual([]);
  });

  it("is what the READMEs list", () => {
    expect(updatePages(examples, true)).toEqual([]);
  });
});
