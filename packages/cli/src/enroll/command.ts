import { Argument, type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import {
  encodings,
  type EnrollOptions,
  parseColumn,
  parseCount,
  parseDelimiter,
  parseId,
  parseName,
  parseNumericId,
  parseRate,
  parseSeconds,
} from "./options.ts";
import { type TargetName, targetNames } from "./target-names.ts";

const afterHelp = `
Targets and their options:
  skilvul-orders         orders products, bundles and add-ons (SKILVUL_CLIENT_ID, SKILVUL_CLIENT_SECRET)
  academy-course         enrols in a course (ACADEMY_OF_MINE_PORTAL, ACADEMY_OF_MINE_TOKEN)
  academy-learning-path  enrols in a learning path (the same)
  toolzz-plan            enrols in a course package (TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE, TOOLZZ_PASSWORD)

Every row is written to the journal before it is sent. Run the same command again after a crash, a Ctrl-C or a power
cut: what is done is not sent again, and the vendor is asked about what may be. On a terminal a bar shows how far it is;
otherwise standard output gets one JSON object per row and one at the end.

Exit codes:
  0  every row is done (with --dry-run: every row is right)
  1  some rows failed, are unknown or were not reached; the report says which
  2  the file, the journal, the credentials' names or the command line cannot be used; nothing was sent

Examples:
  kelaskit enroll skilvul-orders learners.csv --product ckproduct0000000000000001 --dry-run
  kelaskit enroll academy-course learners.csv --course 12 --routes routes.json --rate 5/s
  kelaskit enroll toolzz-plan learners.csv --plan 3f0c… --school 1 --map "email=E-mail address"`;

/** Adds `kelaskit enroll`. */
export function addEnrollCommand(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command("enroll")
    .summary("enrol a file of learners")
    .description(
      "Enrols the learners of a file, each once: CSV with a line of headers (UTF-8; comma, semicolon or tab) or JSON lines.",
    )
    .addArgument(new Argument("<target>", "where the learners go").choices(targetNames))
    .argument("<file>", "the learners: .csv, or .jsonl and .ndjson for JSON lines")
    .optionsGroup("What they get, where the file has no column for it:")
    .option("--product <id>", "the product to order (skilvul-orders)", parseId)
    .option("--bundle <id>", "the bundle to order (skilvul-orders)", parseId)
    .option("--add-on <id>", "the add-on to order (skilvul-orders)", parseId)
    .option(
      "--user-field <column>",
      "a column to send with the learner; may be given more than once (skilvul-orders)",
      parseName,
    )
    .option("--course <id>", "the course (academy-course)", parseCount)
    .option("--learning-path <id>", "the learning path (academy-learning-path)", parseCount)
    .option("--portal-id <id>", "only users of this portal and its sub-portals (academy-…)", parseCount)
    .option("--no-create-learners", "create no accounts for learners who have none (academy-…)")
    .option("--plan <uuid>", "the course package (toolzz-plan)")
    .option("--school <id>", "a school; may be given more than once (toolzz-plan)", parseNumericId)
    .optionsGroup("How the file is read:")
    .option("--map <field=Header>", "the column of a field; may be given more than once", parseColumn)
    .option("--delimiter <character>", "what stands between fields; found out by default", parseDelimiter)
    .addOption(
      new Option(
        "--encoding <name>",
        "how a file without byte order mark is written, when not in UTF-8",
      ).choices(encodings),
    )
    .option("--no-precheck", "send at once, without checking every row first")
    .optionsGroup("How it is sent:")
    .option("--dry-run", "check every row and send nothing")
    .option("--concurrency <count>", "requests under way at once", parseCount, 4)
    .option(
      "--rate <count/unit>",
      "how many requests may start, spread evenly: 5/s, 100/m, 1000/h",
      parseRate,
    )
    .optionsGroup("Going on after an end:")
    .option("--journal <file>", "the journal (default: <file>.kelaskit.db)")
    .option("--retry-failed", "send the rows again that have failed in an earlier run")
    .option("--accept-other-file", "go on although the journal belongs to a file of other content")
    .option(
      "--settle-after <seconds>",
      "how long after a crash the vendor's word is taken that a row was not carried out",
      parseSeconds,
      60,
    )
    .optionsGroup("Output:")
    .option("--report <file>", "a CSV with one line per row (default: <file>.report.csv)")
    .addOption(outputOption())
    .optionsGroup("The vendor:");
  addClientOptions(command)
    .addHelpText("after", afterHelp)
    .action(async (target: TargetName, file: string, options: EnrollOptions) => {
      const { enrollCommand } = await import("./enroll.ts");
      const resume = ["kelaskit", ...process.argv.slice(2)].map((word) => quoted(word)).join(" ");
      finish(await enrollCommand(target, file, options, context, resume));
    });
}

/** A word as a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
