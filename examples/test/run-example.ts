import { type ChildProcess, execFile } from "node:child_process";
import path from "node:path";

/** What a program did. */
export interface ExampleRun {
  readonly exitCode: number;
  readonly output: string;
  readonly problems: string;
}

/** Runs an example as its reader would, with nothing of this process's environment but where programs and compiled sources are. */
export function runExample(
  file: string,
  programArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
  onStart?: (child: ChildProcess) => void,
): Promise<ExampleRun> {
  const program = path.join(import.meta.dirname, "..", file);
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--conditions=kelaskit-source", program, ...programArguments],
      { env: { PATH, NODE_COMPILE_CACHE, ...environment } },
      (_failure, output, problems) => {
        resolve({ exitCode: child.exitCode ?? -1, output, problems });
      },
    );
    onStart?.(child);
  });
}
