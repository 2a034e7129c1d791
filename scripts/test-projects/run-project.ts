import path from "node:path";
import { secondsSince } from "../lib/commands.ts";
import { readManifest } from "../lib/workspace.ts";
import { type Observation, problemsOf, type ScenarioResult, type Verdicts, verdictsOf } from "./judge.ts";
import { runProcess } from "./processes.ts";
import type { Project, Run } from "./project.ts";
import { watchMock } from "./watched-mock.ts";
import { copyProject, fillIn, type Workshop } from "./workshop.ts";

/** The outcome of one run. */
export interface RunReport {
  readonly project: string;
  readonly group: Project["group"];
  readonly run: Run;
  readonly version: string;
  readonly verdicts: Verdicts;
  readonly observation: Observation;
  /** Where it differs from its declaration. */
  readonly problems: readonly string[];
}

const installTimeout = 300_000;
const commandTimeout = 180_000;

/** The end of a program's output, which contains the error. */
function ending(output: string): string {
  return output.length > 4000 ? `…${output.slice(-4000)}` : output;
}

function resultIn(output: string): ScenarioResult | undefined {
  const text = /RESULT (?<json>\{.*\})/.exec(output)?.groups?.["json"];
  // The scenario's own report: the verdicts check each field.
  return text === undefined ? undefined : (JSON.parse(text) as ScenarioResult);
}

function declaredVersion({ tool, version }: Run, folder: string): string | undefined {
  if (tool === undefined) return version;
  const { dependencies, devDependencies } = readManifest(path.join(folder, "package.json"));
  const found = { ...dependencies, ...devDependencies }[tool];
  if (found === undefined) throw new Error(`${folder} does not depend on ${tool}.`);
  // An alias has the form npm:name@version.
  return found.slice(found.lastIndexOf("@") + 1);
}

async function runAll(
  commands: readonly (readonly string[])[],
  options: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv; readonly timeout: number },
): Promise<{ readonly failure?: string; readonly output: string }> {
  let all = "";
  for (const command of commands) {
    const { succeeded, output } = await runProcess(command, options);
    all += `${output}\n`;
    if (!succeeded) return { failure: `\`${command.join(" ")}\` failed:\n${ending(output)}`, output: all };
  }
  return { output: all };
}

async function observe(
  commands: Run["commands"],
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<Observation> {
  const mock = await watchMock();
  try {
    const { failure, output } = await runAll(commands, {
      cwd,
      environment: { ...environment, KELASKIT_MOCK_URL: mock.url },
      timeout: commandTimeout,
    });
    const result = resultIn(output);
    return {
      order: mock.seenOrder(),
      ...(failure === undefined ? {} : { failure }),
      ...(result === undefined ? {} : { result }),
    };
  } finally {
    await mock.close();
  }
}

/** Installs a project and runs it. If the installation fails, each run reports that. */
export async function runProject(
  workshop: Workshop,
  name: string,
  { group, install = [["npm", "install"]], copies = {}, runs }: Project,
): Promise<readonly RunReport[]> {
  const start = performance.now();
  const folder = copyProject(workshop, name, copies);
  const environment = {
    ...workshop.environment,
    PATH: [path.join(folder, "node_modules", ".bin"), workshop.environment["PATH"]].join(path.delimiter),
  };
  // Package managers run on the repository's Node, not on one that the project installs.
  const filled = (commands: Run["commands"]): Run["commands"] =>
    commands.map((command) => command.map((word) => fillIn(workshop, word)));
  const installed = await runAll(filled(install), {
    cwd: folder,
    environment: workshop.environment,
    timeout: installTimeout,
  });
  console.log(
    `${name}: ${installed.failure === undefined ? "installed" : "not installed"} in ${secondsSince(start)}`,
  );

  const reports: RunReport[] = [];
  for (const run of runs) {
    const runStart = performance.now();
    const observation =
      installed.failure === undefined
        ? await observe(filled(run.commands), folder, environment)
        : { failure: installed.failure, order: { requests: 0, connection: undefined } };
    const verdicts = verdictsOf(observation);
    const problems = problemsOf(run, verdicts);
    const version = declaredVersion(run, folder) ?? observation.result?.runtime?.split(" ")[1] ?? "";
    reports.push({ project: name, group, run, version, verdicts, observation, problems });
    console.log(
      `${problems.length === 0 ? "ok    " : "FAILED"} ${name}: ${run.title} ${version}, ${secondsSince(runStart)}`,
    );
    for (const problem of problems) console.error(`       ${problem}`);
  }
  return reports;
}
