import { execFile } from "node:child_process";
import path from "node:path";

/** What a program did. */
export interface ExampleRun {
  readonly exitCode: number;
  readonly output: string;
  readonly problems: string;
}

/** Runs an example as its reader would, with nothing of this process's environment but the path to programs. */
export function runExample(
  file: string,
  programArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<ExampleRun> {
  const program = path.join(import.meta.dirname, "..", file);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--conditions=kelaskit-source", program, ...programArguments],
      { env: { PATH: process.env["PATH"], ...environment } },
      (_failure, output, problems) => {
        resolve({ exitCode: child.exitCode ?? -1, output, problems });
      },
    );
  });
}
