import { Argument, type Command, Option } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { outputOption } from "../output/form.ts";
import { addClientOptions } from "../vendors/client-options.ts";
import {
  encodings,
  type EnrollOptions,
  fileFormats,
  parseColumn,
  parseCount,
  parseDelimiter,
  parseHeader,
  parseId,
  parseName,
  parseNumericId,
  parseRate,
  parseSeconds,
} from "./options.ts";
import { type TargetName, targetNames } from "./target-names.ts";

const afterHelp = `
Targets, and the variables with their credentials. Each has a help of its own with the columns that it reads:
kelaskit enroll skilvul-orders --help
  skilvul-orders         orders products, bundles and add-ons (SKILVUL_CLIENT_ID, SKILVUL_CLIENT_SECRET)
  academy-course         enrolls in a course (ACADEMY_OF_MINE_PORTAL, ACADEMY_OF_MINE_TOKEN)
  academy-learning-path  enrolls in a learning path (the same)
  toolzz-plan            enrolls in a course package (TOOLZZ_EMAIL, TOOLZZ_INSTITUTION_CODE, TOOLZZ_PASSWORD)

Every row is written to the journal before it is sent. Run the same command again after a crash, a Ctrl-C or a power
cut: what is done is not sent again, and the vendor is asked about what may be. On a terminal a bar shows how far it is;
otherwise standard output gets one JSON object per row and one at the end.

The report has the file's own columns and what became of each row. Correct the rows that failed in it, keep only those,
and enroll that file. A dry run with credentials also asks the vendor whether these and the settings are right; it only reads.

A run whose output is lost (a closed pipe, a full disk, a closed terminal) ends as after one Ctrl-C, with its report.

Exit codes:
  0  every row is done (with --dry-run: every row is right)
  1  some rows failed, are unknown or were not reached, or there is no report; the report says which
  2  the file, the journal, the credentials' names or the command line cannot be used; nothing was sent
     (with --dry-run: or the vendor refuses the credentials or does not have the item)

Examples:
  kelaskit enroll skilvul-orders learners.csv --product ckproduct0000000000000001 --dry-run
  kelaskit enroll academy-course learners.csv --course 12 --routes routes.json --rate 5/s
  kelaskit enroll toolzz-plan learners.csv --plan 3f0c… --school 1 --map "email=E-mail address"
  export-learners | kelaskit enroll skilvul-orders - --product ckproduct0000000000000001 --journal autumn.kelaskit.db`;

/** Adds `kelaskit enroll`. */
export function addEnrollCommand(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command("enroll")
    .summary("enroll a file of learners")
    .description(
      "Enrols the learners of a file, each once: CSV with a line of headers (UTF-8; comma, semicolon or tab) or JSON lines.",
    )
    .usage("<target> <file> [options]")
    .addArgument(new Argument("[target]", "where the learners go").choices(targetNames))
    .argument("[file]", "the learners: .csv, or .jsonl and .ndjson for JSON lines; - for standard input")
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
    .addOption(
      new Option(
        "--format <name>",
        "how the file is written, where its extension does not say so (default for -: found out)",
      ).choices(fileFormats),
    )
    .option("--delimiter <character>", "what is between fields; found out by default", parseDelimiter)
    .option("--header-line <line>", "the line that has the headers, where others are above it", parseCount)
    .option(
      "--ignore-column <header>",
      "a column that no field reads, although its header resembles one; may be given more than once",
      parseHeader,
    )
    .option("--allow-empty", "accept a file without a row")
    .addOption(
      new Option(
        "--encoding <name>",
        "how a file without byte order mark is written, when not in UTF-8",
      ).choices(encodings),
    )
    .option("--no-precheck", "leave wrong rows out, instead of sending nothing while a row is wrong")
    .optionsGroup("How it is sent:")
    .option("--dry-run", "check every row, show who gets what, and send nothing")
    .option("--no-check", "with --dry-run: do not ask the vendor whether credentials and settings are right")
    .option("--concurrency <count>", "requests under way at once", parseCount, 4)
    .option(
      "--rate <count/unit>",
      "how many requests may start, spread evenly: 5/s, 100/m, 1000/h",
      parseRate,
    )
    .optionsGroup("Going on after an end:")
    .option("--journal <file>", "the journal (default: <file>.kelaskit.db); must be named for -")
    .option("--retry-failed", "send the rows again that have failed in an earlier run")
    .option("--accept-other-file", "go on although the journal belongs to a file of other content")
    .option(
      "--settle-after <seconds>",
      "how long after this start, or after a call, the vendor's word is taken that a row was not carried out",
      parseSeconds,
      60,
    )
    .optionsGroup("Output:")
    .option("--report <file>", "a CSV with every row and what became of it (default: <file>.report.csv)")
    .option("--force", "write the report over a file that is not one")
    .addOption(outputOption())
    .optionsGroup("The vendor:");
  addClientOptions(command)
    .optionsGroup("Help:")
    .option("--template", "print a CSV file with one invented learner, to be filled in; it sends nothing")
    // A target's help needs the package of its fields, so that it is the action that prints it.
    .helpOption(false)
    .option("-h, --help", "print this help, or a target's with its columns")
    .addHelpText("after", afterHelp)
    .action(
      async (target: TargetName | undefined, file: string | undefined, options: EnrollCommandOptions) => {
        if (options.help === true) {
          if (target === undefined) command.outputHelp();
          else await (await import("./help.ts")).printTargetHelp(target, context);
          return;
        }
        if (target === undefined) return command.error("error: missing required argument 'target'");
        if (options.template === true) {
          const { templateCsv } = await import("./columns.ts");
          await context.write(templateCsv(target, givenFlags(options)));
          return;
        }
        if (file === undefined) return command.error("error: missing required argument 'file'");
        const { enrollCommand } = await import("./enroll.ts");
        const words = ["kelaskit", ...process.argv.slice(2)].map((word) => quoted(word)).join(" ");
        const resume = file === "-" ? `${words} < the-same-rows` : words;
        finish(await enrollCommand(target, file, options, context, resume));
      },
    );
}

interface EnrollCommandOptions extends EnrollOptions {
  readonly help?: boolean | undefined;
  readonly template?: boolean | undefined;
}

/** The flags that say for all rows what they get. */
function givenFlags({
  product,
  bundle,
  addOn,
  course,
  learningPath,
  plan,
  school,
}: EnrollOptions): readonly string[] {
  const values: Readonly<Record<string, unknown>> = {
    "--product": product,
    "--bundle": bundle,
    "--add-on": addOn,
    "--course": course,
    "--learning-path": learningPath,
    "--plan": plan,
    "--school": school,
  };
  return Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
}

/** A word as a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
