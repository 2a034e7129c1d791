// Prints the files and functions that one warm `skilvul.orders.create` enters, as V8 counts them:
// node --conditions=kelaskit-source scripts/budgets/entered-functions.ts [TRANSPORT] [--json]
// TRANSPORT defaults to `fetch`, or to core's only transport.
import { Session } from "node:inspector/promises";
import { parseArgs } from "node:util";
import { createSkilvul } from "@kelaskit/skilvul";
import { runScript } from "../lib/commands.ts";
import { skilvulStub } from "../lib/skilvul-stub.ts";
import { offeredTransports } from "../lib/transports.ts";
import { workspaceRoot } from "../lib/workspace.ts";

/** A file with its entered functions, and how often each was called. */
interface EnteredFile {
  readonly file: string;
  readonly functions: readonly { readonly name: string; readonly calls: number }[];
}

const warmCalls = 20;
/** Functions that zod compiles are not counted, and neither are the scripts that measure. */
const counted = /\/packages\/[^/]+\/src\/|\/node_modules\/(?:ky|p-queue|undici)\//;

function shortName(url: string): string {
  const root = `file://${workspaceRoot}/`;
  return url.replace(root, "").replace(/^.*\/node_modules\//, "");
}

await runScript(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean" } },
    allowPositionals: true,
  });
  const offered = offeredTransports.filter(({ name }) => name !== "undici");
  const [wanted] = positionals;
  const transport = wanted === undefined ? offered.at(-1) : offered.find(({ name }) => name === wanted);
  if (!transport)
    throw new Error(
      `Unknown transport ${wanted}. Choose from ${offered.map(({ name }) => name).join(", ")}.`,
    );

  const { fetch } = skilvulStub();
  const skilvul = createSkilvul({ clientId: "id", clientSecret: "secret", ...transport.options(fetch) });
  const call = async (): Promise<unknown> =>
    skilvul.orders.create({ user: { email: "learner@example.com" }, productIds: ["p1"] });

  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  for (let made = 0; made < warmCalls; made += 1) await call();
  // Taking the counts resets them.
  await session.post("Profiler.takePreciseCoverage");
  await call();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();

  const entered = result
    .filter(({ url }) => counted.test(url))
    .map(({ url, functions }): EnteredFile => ({
      file: shortName(url),
      functions: functions
        .map(({ functionName, ranges }) => ({
          name: functionName || "(anonymous)",
          calls: ranges[0]?.count ?? 0,
        }))
        .filter(({ calls }) => calls > 0),
    }))
    .filter(({ functions }) => functions.length > 0);
  const functions = entered.flatMap((file) => file.functions);
  const ours = entered.filter(({ file }) => file.startsWith("packages/"));
  const counts = {
    ourFiles: ours.length,
    files: entered.length,
    functions: functions.length,
    calls: functions.reduce((sum, { calls }) => sum + calls, 0),
  };
  if (values.json === true) {
    console.log(JSON.stringify(counts));
    return;
  }
  for (const { file, functions: names } of entered) {
    console.log(file);
    for (const { name, calls } of names) console.log(`  ${name}${calls > 1 ? ` ×${calls}` : ""}`);
  }
  console.log(
    `A warm call with the transport "${transport.name}" enters ${counts.files} files (${counts.ourFiles} of ours), ` +
      `${counts.functions} functions, ${counts.calls} calls.`,
  );
});
