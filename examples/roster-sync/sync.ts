// Keeps a package of Toolzz equal to a CSV file: first a plan, which only reads, then the plan is applied.
//
//   node --conditions=kelaskit-source examples/roster-sync/sync.ts plan FILE --package UUID --school ID
//   node --conditions=kelaskit-source examples/roster-sync/sync.ts apply FILE [--max-removals NUMBER or PERCENT%]
//
// Without credentials it runs against a mock that it starts itself. With TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE and
// TOOLZZ_PASSWORD, `apply` enrolls and removes REAL learners, at TOOLZZ_BASE_URL or the vendor's own address.
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { csvFile } from "@kelaskit/enroll";
import {
  applyRoster,
  planRoster,
  readRosterPlan,
  type RemovalLimit,
  type RosterEntry,
  writeRosterCsv,
} from "@kelaskit/enroll/roster";
import { toolzzPlan } from "@kelaskit/enroll/toolzz";
import { openVendor, type Session } from "./vendor.ts";

const signs = { add: "+", remove: "-", keep: "=", unknown: "?" } as const;

function printEntry({ action, learner, name, reason }: RosterEntry): void {
  console.log(`${signs[action]} ${learner} ${name ?? ""}${reason === undefined ? "" : ` (${reason})`}`);
}

/** Compares the file with the package, and writes what would be done. */
async function plan(file: string, { client }: Session, planUuid: string, school: number): Promise<void> {
  const settings = { planUuid, schools: [school] };
  const target = toolzzPlan(client, settings);
  const { counts } = await planRoster({
    target,
    source: csvFile(file, { fields: target.fields }),
    plan: `${file}.plan.jsonl`,
    settings,
    onEntry: printEntry,
  });
  console.log(
    `${counts.add} to add, ${counts.remove} to remove, ${counts.keep} unchanged, ${counts.unknown} unknown.`,
  );
  console.log("Nothing was changed. If that is right, apply it.");
}

/** Moves a plan that was carried out away with its journals, so that the next plan can be made. */
async function archive(file: string): Promise<string> {
  const folder = `${file}.applied-${new Date().toISOString().replaceAll(":", "-")}`;
  await mkdir(folder, { mode: 0o700 });
  const written = `${file}.plan.jsonl`;
  await writeRosterCsv(path.join(folder, "report.csv"), { plan: written });
  // The plan comes last: one whose journals are away is refused if it is applied again, because the package has changed.
  for (const end of [".additions.journal", ".removals.journal", ""]) {
    try {
      await rename(`${written}${end}`, path.join(folder, `plan.jsonl${end}`));
    } catch (error) {
      // There is no journal of what was not needed.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  return folder;
}

/** Carries out what was planned, and nothing else. Call it again to continue after it was interrupted. */
async function apply(
  file: string,
  { client }: Session,
  maxRemovals: RemovalLimit | undefined,
): Promise<void> {
  const written = `${file}.plan.jsonl`;
  const { settings } = await readRosterPlan(written);
  const ending = new AbortController();
  process.once("SIGINT", () => {
    ending.abort();
  });
  const { finished, additions, removals } = await applyRoster({
    plan: written,
    target: toolzzPlan(client, settings),
    remove: true,
    maxRemovals,
    signal: ending.signal,
    onRow: ({ action, key, state, reason }) => {
      const [, learner] = JSON.parse(key) as readonly string[];
      console.log(`${signs[action]} ${learner ?? key}: ${state}${reason === undefined ? "" : `, ${reason}`}`);
    },
  });
  console.log(`${additions?.done ?? 0} added, ${removals?.done ?? 0} removed.`);
  if (!finished) {
    console.log("It was interrupted. Apply it again to continue.");
    process.exitCode = 1;
    return;
  }
  const open = [additions, removals].reduce((sum, run) => sum + (run?.failed ?? 0) + (run?.unknown ?? 0), 0);
  console.log(`${open} failed or unknown. The report is in ${await archive(file)}.`);
  if (open > 0) process.exitCode = 2;
}

function limitOf(text: string | undefined): RemovalLimit | undefined {
  if (text === undefined) return undefined;
  if (/^\d+%$/.test(text)) return text as `${number}%`;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--max-removals: expected a number or a percentage, such as 3 or 25%, got ${text}.`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      package: { type: "string" },
      school: { type: "string" },
      "max-removals": { type: "string" },
    },
  });
  const [action, file] = positionals;
  const limit = limitOf(values["max-removals"]);
  const { package: planUuid, school } = values;
  if (file === undefined || (action !== "plan" && action !== "apply"))
    throw new Error("Give what to do and the file: plan FILE --package UUID --school ID, or apply FILE.");
  if (action === "plan" && (planUuid === undefined || !/^\d+$/.test(school ?? "")))
    throw new Error("Give the package and the school of new learners: --package UUID --school ID.");
  const session = await openVendor();
  try {
    if (action === "plan") await plan(file, session, String(planUuid), Number(school));
    else await apply(file, session, limit);
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
