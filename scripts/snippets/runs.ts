import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Problem } from "./problem.ts";
import { moduleOptions, prepareRun, type RunEnvironment } from "./run-environment.ts";
import type { Run } from "./run-parts.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Section } from "./sections.ts";

/** What came of a run. */
export interface RunResult {
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
  /** Why it was not executed. */
  readonly notRun?: string;
}

/** How long a block may take, in milliseconds. One that never ends, such as a server, must not hold up the others. */
const longestRun = 120_000;

/** Printed between the parts, so that the output of each can be told from the others'. */
const marker = "\u0001";

/** The command that runs another on a terminal of its own: `script` of util-linux. That of the BSDs has other options. */
const hasTerminal = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

function programOf({ kind, parts }: Run): string {
  if (kind === "module") {
    return parts
      .map(({ code }, index) => `globalThis.process.stdout.write("\\u0001${index}\\n");\n${code}\n`)
      .join("");
  }
  const mark = String.raw`mark() { local code=$?; printf '\001%s\n' "$1"; return $code; }`;
  // A transcript shows a terminal, and may show a command that fails.
  const start = kind === "script" ? `set -e\n${mark}` : `stty cols 120\n${mark}`;
  return [start, ...parts.map(({ code }, index) => `mark ${index}\n${code}`), ""].join("\n");
}

/** Runs a program with both its outputs in one file, in the order in which they are printed. */
async function execute(
  command: readonly [string, ...string[]],
  { variables, folder }: RunEnvironment,
  outputFile: string,
): Promise<{ readonly output: string; readonly ending: string | undefined }> {
  const [program, ...given] = command;
  const output = openSync(outputFile, "a");
  const child = spawn(program, given, {
    cwd: folder,
    env: variables,
    stdio: ["ignore", output, output],
    timeout: longestRun,
    killSignal: "SIGKILL",
  });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  closeSync(output);
  let ending: string | undefined;
  if (signal !== null) ending = `was ended by ${signal}: it may run for ${longestRun / 1000} s`;
  else if (code !== 0) ending = `ended with exit code ${String(code)}`;
  return { output: readFileSync(outputFile, "utf8"), ending };
}

/** The output of each part, by its number. */
function outputsOf(output: string): ReadonlyMap<number, string> {
  return new Map(
    output
      .split(marker)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        return [Number(part.slice(0, end)), part.slice(end + 1)];
      }),
  );
}

function commandOf(run: Run, program: string): readonly [string, ...string[]] {
  if (run.kind === "module") return [process.execPath, ...moduleOptions(run), program];
  return run.kind === "script" ? ["bash", program] : ["script", "-qec", `bash '${program}'`, "/dev/null"];
}

async function runOne(run: Run, { folder: sandbox }: Sandbox): Promise<RunResult> {
  const { file, line, kind, parts } = run;
  if (kind === "transcript" && !hasTerminal) {
    return { sections: [], problems: [], notRun: `${file}:${line} needs the command script of util-linux` };
  }
  const folder = path.join(sandbox, "runs", file, `line-${line}`);
  mkdirSync(folder, { recursive: true });
  const environment = await prepareRun(run, folder);
  if (environment === undefined) return { sections: [], problems: [], notRun: `${file}:${line} needs Redis` };
  try {
    const isModule = kind === "module";
    // Beside the other modules of its document, which it may import.
    const program = isModule ? path.join(sandbox, file, `run-line-${line}.ts`) : path.join(folder, "run.sh");
    writeFileSync(program, programOf(run));
    const { output, ending } = await execute(
      commandOf(run, program),
      environment,
      path.join(folder, "output.txt"),
    );
    const outputs = outputsOf(
      output
        .replaceAll("\r\n", "\n")
        .replaceAll(`${environment.folder}/`, "")
        .replaceAll(environment.variables["HOME"] ?? "", "/home/sam"),
    );
    if (ending !== undefined && kind !== "transcript") {
      const [, last = ""] = [...outputs].at(-1) ?? [];
      return {
        sections: [],
        problems: [{ file, line, message: `The block ${ending}. It prints:\n${last || output}` }],
      };
    }
    const sections = parts.flatMap(({ shown }, index) =>
      shown === undefined ? [] : [{ file, ...shown, actual: outputs.get(index) ?? "" }],
    );
    return { sections, problems: [] };
  } finally {
    await environment.close();
  }
}

/** Executes runs, some at a time, each in a process and a folder of its own. */
export async function execRuns(runs: readonly Run[], sandbox: Sandbox): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  const waiting = [...runs.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, run] = next;
      results[index] = await runOne(run, sandbox);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return results;
}
