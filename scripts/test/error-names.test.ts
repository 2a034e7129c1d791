import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | { readonly "kelaskit-source"?: string }>>;
}

type ErrorClass = new (...values: readonly unknown[]) => Error;

interface Exported {
  readonly from: string;
  readonly name: string;
  readonly Class: ErrorClass;
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === "function" && value.prototype instanceof Error;
}

/** The source files of all entries of all packages, except patterns. */
function doors(): readonly string[] {
  const packages = path.join(workspaceRoot, "packages");
  return readdirSync(packages).flatMap((folder) => {
    const file = path.join(packages, folder, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    return Object.values(manifest.exports ?? {}).flatMap((door) => {
      const source = typeof door === "string" ? undefined : door["kelaskit-source"];
      return source === undefined || source.includes("*") ? [] : [path.join(packages, folder, source)];
    });
  });
}

async function exportedErrors(): Promise<readonly Exported[]> {
  const found: Exported[] = [];
  for (const file of doors()) {
    const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(module)) {
      if (isErrorClass(value)) found.push({ from: path.relative(workspaceRoot, file), name, Class: value });
    }
  }
  return found;
}

it("each exported error has its exported name, even if a bundler renames its class", async () => {
  const errors = await exportedErrors();
  const names = errors.map(({ from, name, Class }) => {
    // Arguments that fit the constructors of all classes.
    const facts = Object.assign([], {
      status: 400,
      outcome: "unknown",
      problems: [],
      issues: [],
      inEveryRow: [],
      name: "x",
    });
    const Renamed = class a extends Class {};
    return {
      from,
      exported: name,
      called: Reflect.construct(Class, ["words", facts, facts, facts], Renamed).name,
    };
  });

  expect(names).toEqual(names.map(({ from, exported }) => ({ from, exported, called: exported })));
  expect(new Set(names.map(({ exported }) => exported))).toContain("LoginRequiredError");
  expect(names.length).toBeGreaterThan(25);
});
