import { fileURLToPath } from "node:url";
import { requireCommand } from "../lib/commands.ts";
import { offeredTransports } from "../lib/transports.ts";
import type { Measured } from "./budget.ts";

const program = fileURLToPath(new URL("entered-functions.ts", import.meta.url));

interface Counts {
  readonly ourFiles: number;
  readonly files: number;
  readonly functions: number;
  readonly calls: number;
}

/** How many files, functions and calls a warm call enters, counted in a separate process. */
export async function countEntered(): Promise<readonly Measured[]> {
  const transports = offeredTransports.filter(({ name }) => name !== "undici");
  return transports.flatMap(({ name }): readonly Measured[] => {
    const printed = requireCommand(
      "Counting the functions of a call",
      process.execPath,
      ["--conditions=kelaskit-source", program, name, "--json"],
      // Only in development are calls watched for a missing `await`.
      { environment: { ...process.env, NODE_ENV: "production" } },
    );
    const { ourFiles, files, functions, calls } = JSON.parse(printed) as Counts;
    const title = `a warm call, ${name}`;
    return [
      { name: `${title}: files of ours`, value: ourFiles, unit: "files", goal: 14 },
      { name: `${title}: files`, value: files, unit: "files" },
      { name: `${title}: functions`, value: functions, unit: "functions" },
      { name: `${title}: calls`, value: calls, unit: "calls" },
    ];
  });
}
