// Installs the packed packages into the projects below test-projects/, each with a tool or runtime that users have,
// and runs them against mocks over HTTP. `--only NAME,NAME` runs some; `--keep` keeps the copies; `--update` writes
// the tables of docs/runtimes.md.
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { minVersion } from "semver";
import type { TestReport } from "./ci/summary.ts";
import { installedProgram, requireCommand, runScript, secondsSince } from "./lib/commands.ts";
import { listPackages, workspaceRoot } from "./lib/workspace.ts";
import { packAndUnpack, type Tarball } from "./packages/tarball.ts";
import type { Project } from "./test-projects/project.ts";
import { startRegistry } from "./test-projects/registry.ts";
import { type RunReport, runProject } from "./test-projects/run-project.ts";
import { findProgram } from "./test-setup/find-program.ts";
import { neededChromium } from "./test-setup/chromium.ts";
import { pageWith, tablesOf } from "./test-projects/table.ts";
import { openWorkshop, projectsFolder } from "./test-projects/workshop.ts";

const pageFile = path.join(workspaceRoot, "docs", "runtimes.md");
const reportFile = path.join(workspaceRoot, ".vitest", "projects.json");

/** How many projects are installed and run at a time. */
const atOnce = 2;

function packAll(folder: string): readonly Tarball[] {
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  return listPackages().map((found) => {
    if (!existsSync(path.join(found.folder, "dist"))) {
      throw new Error(`${found.manifest.name} is not built. Build first: npx -y pnpm@12.21.0 build`);
    }
    return packAndUnpack(found, folder, modules);
  });
}

/** The oldest Node that the packages support. */
function nodeFloor(tarballs: readonly Tarball[]): string {
  const range = tarballs.find(({ name }) => name === "@kelaskit/core")?.manifest.engines?.node;
  const floor = range === undefined ? null : minVersion(range);
  if (floor === null) throw new Error("@kelaskit/core must name the required Node version in engines.node.");
  return floor.version;
}

async function readProjects(only: readonly string[]): Promise<readonly (readonly [string, Project])[]> {
  const names = globSync("*/project.mts", { cwd: projectsFolder })
    .map((file) => path.dirname(file))
    .toSorted();
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown project: ${unknown.join(", ")}. Choose from ${names.join(", ")}.`);
  return Promise.all(
    names
      .filter((name) => only.length === 0 || only.includes(name))
      .map(async (name) => {
        const module = (await import(path.join(projectsFolder, name, "project.mts"))) as {
          readonly project: Project;
        };
        return [name, module.project] as const;
      }),
  );
}

function commandsIn({ runs }: Project): number {
  return runs.reduce((count, { commands }) => count + commands.length, 0);
}

function compareNames(first: string, second: string): number {
  return first.localeCompare(second, "en", { numeric: true });
}

/** Runs tasks in order, some at a time, and returns their results in the same order. */
async function inParallel<Result>(tasks: readonly (() => Promise<Result>)[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...tasks.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, task] = next;
      results[index] = await task();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** In the format of vitest's report, which CI adds up. */
function writeReport(reports: readonly RunReport[]): void {
  const failed = reports.filter(({ problems }) => problems.length > 0);
  const report: TestReport = {
    numPassedTests: reports.length - failed.length,
    numFailedTests: failed.length,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: failed.map(({ project, run, problems }) => ({
      name: `test-projects/${project}`,
      status: "failed",
      message: "",
      assertionResults: [{ status: "failed", fullName: run.title, failureMessages: problems }],
    })),
  };
  mkdirSync(path.dirname(reportFile), { recursive: true });
  writeFileSync(reportFile, JSON.stringify(report));
}

function formattedPage(reports: readonly RunReport[], folder: string): string {
  const draft = path.join(folder, "runtimes.md");
  writeFileSync(draft, pageWith(readFileSync(pageFile, "utf8"), tablesOf(reports)));
  const settings = path.join(workspaceRoot, ".oxfmtrc.json");
  requireCommand("Formatting the page", installedProgram("oxfmt"), ["--config", settings, draft], {
    cwd: folder,
  });
  return readFileSync(draft, "utf8");
}

async function runProjects(folder: string, only: readonly string[]): Promise<readonly RunReport[]> {
  const start = performance.now();
  const tarballs = packAll(path.join(folder, "packages"));
  console.log(`Packed ${tarballs.length} packages in ${secondsSince(start)}`);
  const registry = await startRegistry(tarballs);
  try {
    const chromium = await findProgram(neededChromium);
    const workshop = await openWorkshop(folder, registry.url, nodeFloor(tarballs), chromium.path);
    const projects = await readProjects(only);
    // The slowest come first, so that none of them runs alone at the end.
    const tasks = projects
      .toSorted(([, first], [, second]) => commandsIn(second) - commandsIn(first))
      .map(
        ([name, project]) =>
          () =>
            runProject(workshop, name, project),
      );
    const reports = await inParallel(tasks);
    return reports.flat().toSorted((first, second) => compareNames(first.project, second.project));
  } finally {
    await registry.close();
  }
}

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      keep: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
    },
  });
  const only = values.only?.split(",") ?? [];
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "kelaskit-projects-"));
  try {
    const reports = await runProjects(folder, only);
    writeReport(reports);
    const failed = reports.filter(({ problems }) => problems.length > 0);
    console.log(`${reports.length} runs, ${failed.length} failed, in ${secondsSince(start)}`);
    if (failed.length > 0) {
      throw new Error(`Failed: ${failed.map(({ project, run }) => `${project} (${run.title})`).join("; ")}.`);
    }
    if (only.length > 0) {
      console.log(tablesOf(reports));
      return;
    }
    const page = formattedPage(reports, folder);
    if (values.update) {
      writeFileSync(pageFile, page);
    } else if (page !== readFileSync(pageFile, "utf8")) {
      throw new Error(
        "docs/runtimes.md differs from this run. Update it and review the difference: npx -y pnpm@12.21.0 test:projects --update",
      );
    }
  } finally {
    if (values.keep) console.log(`The copies are in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
});
